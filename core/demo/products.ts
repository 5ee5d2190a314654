import type { LineItem, Product } from "../model/deal.ts";
import type { Instant } from "../model/instant.ts";
import type { Random } from "../stats/random.ts";
import { idMaker } from "./ids.ts";
import { pick } from "./names.ts";

/** One line of a quote while the deal is alive; prices in minor units of the deal's currency. */
export interface QuoteLine {
	product: number;
	quantity: number;
	unitPriceMinor: number;
}

const CATALOGUE: [name: string, family: string, listPriceEur: number][] = [
	["Aurora pendant", "Luminaires", 420],
	["Aurora linear 150", "Luminaires", 310],
	["Skerry task lamp", "Luminaires", 140],
	["Skerry floor lamp", "Luminaires", 290],
	["Polar skylight panel", "Luminaires", 880],
	["Tide presence sensor", "Controls", 65],
	["Tide wall panel", "Controls", 190],
	["Tide gateway", "Controls", 640],
	["Daylight planning", "Services", 2400],
	["Installation day", "Services", 950],
	["Circadian programme, per floor", "Software", 1800],
	["Fjordlight Care, per year", "Software", 3200],
];

/** What Fjordlight sells: workspace lighting, its controls, planning and care. List prices in euro. */
export function catalogue(seed: number, since: Instant): Product[] {
	const id = idMaker(seed, "product");
	return CATALOGUE.map(([name, family, eur], k) => ({
		id: id(k, since),
		name,
		family,
		listPriceMinor: BigInt(eur * 100),
		currency: "EUR",
	}));
}

/**
 * Lines whose sum comes near `targetEur`, each at a discount of up to a fifth. `perEur`: price of one euro in the deal's
 * currency. The deal's amount is then the sum of its lines, exactly.
 */
export function quote(targetEur: number, perEur: number, random: Random): QuoteLine[] {
	const chosen = new Set<number>();
	for (let k = Math.floor(random() * 4); k >= 0; k--) chosen.add(Math.floor(random() * CATALOGUE.length));
	const share = targetEur / chosen.size;
	return [...chosen].map((product) => {
		const unit = (CATALOGUE[product]?.[2] ?? 100) * (0.8 + 0.2 * random());
		// A dear product in a small deal would carry the amount far above what was drawn.
		const affordable = Math.min(unit, Math.max(20, share));
		const quantity = Math.max(1, Math.round(share / affordable));
		return { product, quantity, unitPriceMinor: toMinor(affordable * perEur) };
	});
}

/** The same lines with every price multiplied. */
export function reprice(lines: QuoteLine[], factor: number): QuoteLine[] {
	return lines.map((line) => ({ ...line, unitPriceMinor: Math.max(1, Math.round(line.unitPriceMinor * factor)) }));
}

/** The sum of the lines in minor units; below 2⁵³ by far, so a number holds it exactly. */
export function quoteTotal(lines: QuoteLine[]): number {
	return lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
}

/** The lines as records of the deal. */
export function lineItemsOf(
	lines: QuoteLine[],
	deal: { id: string; currency: string | null },
	products: Product[],
	nextId: () => string,
): LineItem[] {
	return lines.map(({ product, quantity, unitPriceMinor }) => ({
		id: nextId(),
		dealId: deal.id,
		productId: products[product]?.id ?? null,
		quantity,
		unitPriceMinor: BigInt(unitPriceMinor),
		currency: deal.currency,
	}));
}

/** What a deal is called after the account's name. */
export function projectName(random: Random): string {
	const what = pick(random, [
		"relighting",
		"lighting refit",
		"daylight upgrade",
		"task lighting",
		"controls rollout",
		"new fit-out",
	]);
	return `${pick(random, ["head office", "third floor", "campus", "east wing", "open-plan floor", "studio", "showroom", "canteen", "meeting rooms", "reception"])} ${what}`;
}

// Quotes name whole units of money, as price lists do.
function toMinor(amount: number): number {
	return Math.max(1, Math.round(amount)) * 100;
}
