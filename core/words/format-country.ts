const names = new Map<string, Intl.DisplayNames>();

/** A country in the reader's words where it is stored as ISO 3166 letters ("DE" → "Germany"); else as it was written. */
export function formatCountry(country: string, locale: string): string {
	if (!/^[A-Za-z]{2}$/.test(country)) return country;
	let format = names.get(locale);
	if (!format) {
		format = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
		names.set(locale, format);
	}
	return format.of(country.toUpperCase()) ?? country;
}
