import type { Culture } from "./names.ts";

/** A patch of the market that one rep works. */
export interface Patch {
	name: string;
	country: string;
	culture: Culture;
	currency: DealCurrency;
}

/** What deals are written in. CHF has no exchange rate in the company's books: the planted missing rate. */
export type DealCurrency = "EUR" | "USD" | "GBP" | "CHF";

/** Three regions of two teams each; every team has as many reps as patches, forty in all. */
export const REGIONS: { name: string; teams: { name: string; patches: Patch[] }[] }[] = [
	{
		name: "Northern Europe",
		teams: [
			{
				name: "Nordics",
				patches: [
					patch("Stockholm", "SE", "nordic", "EUR"),
					patch("Gothenburg & West Sweden", "SE", "nordic", "EUR"),
					patch("Malmö & Øresund", "SE", "nordic", "EUR"),
					patch("Oslo", "NO", "nordic", "EUR"),
					patch("Bergen & West Norway", "NO", "nordic", "EUR"),
					patch("Copenhagen & Zealand", "DK", "nordic", "EUR"),
					patch("Helsinki", "FI", "nordic", "EUR"),
				],
			},
			{
				name: "UK & Ireland",
				patches: [
					patch("City of London", "GB", "english", "GBP"),
					patch("London West", "GB", "english", "GBP"),
					patch("South East England", "GB", "english", "GBP"),
					patch("Midlands", "GB", "english", "GBP"),
					patch("North of England", "GB", "english", "GBP"),
					patch("Scotland", "GB", "english", "GBP"),
					patch("Ireland", "IE", "english", "EUR"),
				],
			},
		],
	},
	{
		name: "Central & Southern Europe",
		teams: [
			{
				name: "DACH",
				patches: [
					patch("Berlin & East", "DE", "german", "EUR"),
					patch("Hamburg & North", "DE", "german", "EUR"),
					patch("Rhine-Ruhr", "DE", "german", "EUR"),
					patch("Frankfurt & Hesse", "DE", "german", "EUR"),
					patch("Munich & Bavaria", "DE", "german", "EUR"),
					patch("Austria", "AT", "german", "EUR"),
					patch("Switzerland", "CH", "german", "CHF"),
				],
			},
			{
				name: "South & Israel",
				patches: [
					patch("Paris & North", "FR", "french", "EUR"),
					patch("South of France", "FR", "french", "EUR"),
					patch("Madrid & Central Spain", "ES", "spanish", "EUR"),
					patch("Catalonia & Levante", "ES", "spanish", "EUR"),
					patch("Lisbon & Porto", "PT", "spanish", "EUR"),
					patch("Israel", "IL", "hebrew", "USD"),
				],
			},
		],
	},
	{
		name: "Americas & Pacific",
		teams: [
			{
				name: "US East & Canada",
				patches: [
					patch("New England", "US", "english", "USD"),
					patch("New York", "US", "english", "USD"),
					patch("Mid-Atlantic", "US", "english", "USD"),
					patch("Southeast", "US", "english", "USD"),
					patch("Great Lakes", "US", "english", "USD"),
					patch("Ontario & Québec", "CA", "french", "USD"),
				],
			},
			{
				name: "US West & Japan",
				patches: [
					patch("Northern California", "US", "english", "USD"),
					patch("Pacific Northwest", "US", "english", "USD"),
					patch("Southern California", "US", "spanish", "USD"),
					patch("Mountain", "US", "english", "USD"),
					patch("Texas", "US", "spanish", "USD"),
					patch("Kantō", "JP", "japanese", "USD"),
					patch("Kansai", "JP", "japanese", "USD"),
				],
			},
		],
	},
];

function patch(name: string, country: string, culture: Culture, currency: DealCurrency): Patch {
	return { name, country, culture, currency };
}

/** Whose buildings are lit. `pull` adds to the log-odds that lie behind a deal: some trades need good light more. */
export const INDUSTRIES = [
	{ name: "Architecture & design", pull: 0.25 },
	{ name: "Healthcare", pull: 0.2 },
	{ name: "Education", pull: 0.05 },
	{ name: "Financial services", pull: 0.1 },
	{ name: "Software", pull: 0.1 },
	{ name: "Manufacturing", pull: -0.1 },
	{ name: "Retail", pull: -0.2 },
	{ name: "Logistics", pull: -0.2 },
	{ name: "Hospitality", pull: -0.05 },
	{ name: "Public sector", pull: -0.15 },
] as const;
