import { describe, expect, it } from "vitest";
import { countryCode } from "./country-code.ts";
import type { AccountGroup, MarketCell } from "./market-cell.ts";
import { marketPotential } from "./market-potential.ts";
import { guessMarketMapping, readMarketRows } from "./read-market-table.ts";

const cell = (given: Partial<MarketCell>): MarketCell => ({
	...{ country: null, region: null, industry: null, sizeFrom: null, sizeTo: null },
	...{ companies: null, spendMinor: null, growth: null, people: null, ...given },
});
const group = (given: Partial<AccountGroup>): AccountGroup => ({
	...{ country: "DE", region: null, industry: "retail", employees: 100 },
	...{ accounts: 1, customers: 0, untouched: 1, wonMinor: 0n, ...given },
});

describe("what a market is worth", () => {
	const cells = [
		cell({ country: "DE", industry: "retail", sizeFrom: 0, sizeTo: 199, companies: 1000, spendMinor: 10_000n }),
		cell({ country: "DE", industry: "retail", sizeFrom: 200, companies: 10, spendMinor: 500_000n }),
		cell({ country: "DE", industry: "mining", companies: 100, spendMinor: 100_000n }),
		cell({ country: "BR", industry: "retail", companies: 100, spendMinor: 100_000n }),
	];
	const groups = [
		group({ accounts: 20, customers: 5, untouched: 10, wonMinor: 600_000n }),
		group({ accounts: 3, employees: 900, untouched: 3 }),
		group({ accounts: 2, employees: null, untouched: 2 }),
	];

	it("is all there is, the part we serve, what we have of it, and what is left", () => {
		const found = marketPotential(cells, [], groups);
		expect(found.tamMinor).toBe(10_000_000n + 5_000_000n + 10_000_000n + 10_000_000n);
		expect(found.samMinor).toBe(15_000_000n);
		expect(found.wonMinor).toBe(600_000n);
		expect(found.share).toBeCloseTo(0.04);
		expect(found.whiteMinor).toBe(9_400_000n + 5_000_000n);
		expect(found.untouched).toBe(13);
		expect(found.outside).toBe(2);
		expect(found.rows[0]?.accounts).toBe(20);
		expect(marketPotential([], [], groups).share).toBeNull();
	});

	it("counts an account once, and takes growth from the closest table that says any", () => {
		const wide = cell({ country: "DE", companies: 1, spendMinor: 1n });
		const context = [
			cell({ growth: 0.01 }),
			cell({ country: "DE", growth: 0.03 }),
			cell({ country: "BR", growth: 0.09 }),
		];
		const { rows } = marketPotential([...cells, wide], context, groups);
		expect(rows.reduce((sum, row) => sum + row.accounts, 0)).toBe(25);
		expect(rows.find((row) => row.cell.industry === "mining")?.growth).toBe(0.03);
	});

	it("is read from tables in many spellings; what cannot be read is named", () => {
		const headers = ["Land", "Branche", "Größenklasse", "Anzahl Unternehmen", "Ausgaben je Unternehmen"];
		const mapping = guessMarketMapping(headers);
		expect(mapping).toEqual({ country: 0, industry: 1, size: 2, companies: 3, spend: 4 });
		const { cells: read, rejects } = readMarketRows(
			[
				["Deutschland", "Retail", "50-249", "1.234", "12.500,50 €"],
				["France", "Retail", "250+", "10", "1.000,00"],
				["Israel", "Retail", "< 50", "viele", "1"],
				["Spain", "", "", "", ""],
			],
			mapping,
			"EUR",
		);
		expect(read[0]).toMatchObject({ country: "DE", industry: "retail", sizeFrom: 50, sizeTo: 249, companies: 1234 });
		expect(read[0]?.spendMinor).toBe(1_250_050n);
		expect(read[1]).toMatchObject({ country: "FR", sizeFrom: 250, sizeTo: null });
		expect(rejects).toEqual([
			{ row: 4, code: "companies", value: "viele" },
			{ row: 5, code: "nothing", value: "Spain    " },
		]);
		expect(["Japan", "日本", "uk", "United States", "Atlantis"].map(countryCode)).toEqual([
			...["JP", "JP", "GB", "US", "atlantis"],
		]);
	});
});
