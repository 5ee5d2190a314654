const EURO = [
	"AT",
	"BE",
	"BG",
	"CY",
	"DE",
	"EE",
	"ES",
	"FI",
	"FR",
	"GR",
	"HR",
	"IE",
	"IT",
	"LT",
	"LU",
	"LV",
	"MT",
	"NL",
	"PT",
	"SI",
	"SK",
];

const BY_REGION: Readonly<Record<string, string>> = {
	...Object.fromEntries(EURO.map((region) => [region, "EUR"])),
	AU: "AUD",
	BR: "BRL",
	CA: "CAD",
	CH: "CHF",
	DK: "DKK",
	GB: "GBP",
	IL: "ILS",
	IN: "INR",
	JP: "JPY",
	LI: "CHF",
	MX: "MXN",
	NO: "NOK",
	PL: "PLN",
	SE: "SEK",
	SG: "SGD",
	ZA: "ZAR",
};

/** The currency people who speak so are paid in, as ISO 4217: "de-CH" → CHF, "fr" → EUR; US dollars where it is none of those offered. */
export function usualCurrency(language: string): string {
	const { region } = new Intl.Locale(language).maximize();
	return BY_REGION[region ?? ""] ?? "USD";
}
