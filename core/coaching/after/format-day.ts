const formats = new Map<string, Intl.DateTimeFormat>();

/** A calendar day in a language's own words: "6 March 2026", "2026年3月6日". */
export function formatDay(iso: string, lang: string): string {
	let format = formats.get(lang);
	if (!format) {
		format = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
		formats.set(lang, format);
	}
	return format.format(new Date(`${iso}T00:00:00Z`));
}
