/** Languages the house speaks. `en-XB` is the pseudo-locale made from English: long, and right to left. */
export const LOCALES = ["en", "es", "fr", "de", "he", "ja", "en-XB"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own words, for pickers. */
export const LOCALE_NAMES: Record<Locale, string> = {
	en: "English",
	es: "Español",
	fr: "Français",
	de: "Deutsch",
	he: "עברית",
	ja: "日本語",
	"en-XB": "Pseudo (long, right to left)",
};

/** Which way a page in this language reads. */
export function direction(locale: string): "ltr" | "rtl" {
	return locale === "en-XB" || /^(he|ar|fa|ur)\b/.test(locale) ? "rtl" : "ltr";
}

/**
 * The best of our languages for a tag or an Accept-Language header ("fr-CA, en;q=0.8" → "fr"). English when none fits.
 */
export function pickLocale(wanted: string | null | undefined): Locale {
	const tags = (wanted ?? "")
		.split(",")
		.map((entry, order) => {
			const [tag = "", ...rest] = entry.trim().split(";");
			const quality = rest.find((r) => r.trim().startsWith("q="))?.split("=")[1];
			return { tag: tag.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0, order };
		})
		.filter((t) => t.tag !== "" && t.quality > 0)
		.sort((a, b) => b.quality - a.quality || a.order - b.order);
	for (const { tag } of tags) {
		const exact = LOCALES.find((l) => l.toLowerCase() === tag);
		const found = exact ?? LOCALES.find((l) => l === tag.split("-")[0]);
		if (found) return found;
	}
	return "en";
}
