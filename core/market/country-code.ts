import { LOCALES } from "../words/locales.ts";

/** The country a text means, as ISO 3166 letters ("Germany", "Deutschland" and "de" are DE); in lower case as it is where it means none. */
export function countryCode(text: string): string {
	const key = text.trim().toLowerCase();
	if (/^[a-z]{2}$/.test(key)) return key.toUpperCase() === "UK" ? "GB" : key.toUpperCase();
	return named().get(key) ?? key;
}

let byName: Map<string, string> | null = null;

function named(): Map<string, string> {
	if (byName) return byName;
	byName = new Map([
		["usa", "US"],
		["united states of america", "US"],
		["uk", "GB"],
		["great britain", "GB"],
		["south korea", "KR"],
	]);
	const letters = Array.from({ length: 26 }, (_, k) => String.fromCharCode(65 + k));
	for (const locale of LOCALES) {
		const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
		for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
			const name = names.of(code)?.toLowerCase();
			// Codes that are no longer in use bear the names of today's countries.
			if (name && !byName.has(name) && new Intl.Locale(`und-${code}`).region === code) byName.set(name, code);
		}
	}
	return byName;
}
