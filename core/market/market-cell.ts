/** What a market table says of one cut of the market; null: of all of them. */
export interface MarketCell {
	/** As `countryCode` gives it. */
	country: string | null;
	/** Lower case. */
	region: string | null;
	/** Lower case. */
	industry: string | null;
	/** People at a company, both ends included; null: open. */
	sizeFrom: number | null;
	sizeTo: number | null;
	/** Companies there. */
	companies: number | null;
	/** What one of them spends in a year, minor units of the workspace's currency. */
	spendMinor: bigint | null;
	/** Growth a year, 0.03 = 3 %. */
	growth: number | null;
	/** People who live or work there. */
	people: number | null;
}

/** Accounts of ours that are alike: where they are, what they do, how large they are. */
export interface AccountGroup {
	country: string | null;
	region: string | null;
	industry: string | null;
	/** The least people an account of the group has; null where unknown. */
	employees: number | null;
	accounts: number;
	/** Of them, who bought in the last two years. */
	customers: number;
	/** Of them, with whom nothing is or was going on. */
	untouched: number;
	/** Won of them in the last twelve months, minor units. */
	wonMinor: bigint;
}

/** Whether accounts of a group lie in a cell; what is not known of them lies in no cell that asks for it. */
export function liesIn(
	group: Pick<AccountGroup, "country" | "region" | "industry" | "employees">,
	cell: MarketCell,
): boolean {
	if (cell.country !== null && group.country !== cell.country) return false;
	if (cell.region !== null && group.region !== cell.region) return false;
	if (cell.industry !== null && group.industry !== cell.industry) return false;
	if (cell.sizeFrom === null && cell.sizeTo === null) return true;
	if (group.employees === null) return false;
	return group.employees >= (cell.sizeFrom ?? 0) && group.employees <= (cell.sizeTo ?? Number.POSITIVE_INFINITY);
}
