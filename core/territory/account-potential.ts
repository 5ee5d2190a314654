/** An account as its potential is judged: what it bought is in major units of the reporting currency, a year. */
export interface PotentialAccount {
	industry: string | null;
	employees: number | null;
	boughtAYear: number;
}

/** Upper ends of the bands of size, in people. */
const BANDS = [50, 200, 1000, 5000, Number.POSITIVE_INFINITY];
/** So many accounts' worth of doubt: a group of as many counts half as much as its own mean. */
const DOUBT = 10;

/**
 * What accounts of the same industry and size have bought on average a year: the mean of the group, drawn towards that of
 * its size, and that towards everybody's, the smaller the group (empirical Bayes with a fixed prior weight). All 0 where
 * nothing was ever sold.
 */
export function accountPotential(accounts: readonly PotentialAccount[]): Float64Array {
	const mean = accounts.reduce((sum, a) => sum + a.boughtAYear, 0) / Math.max(1, accounts.length);
	const bySize = meansOf(
		accounts,
		({ employees }) => String(bandOf(employees)),
		() => mean,
	);
	const byGroup = meansOf(accounts, groupOf, ({ employees }) => bySize.get(String(bandOf(employees))) ?? mean);
	return Float64Array.from(accounts, (account) => byGroup.get(groupOf(account)) ?? mean);
}

function groupOf({ industry, employees }: PotentialAccount): string {
	return `${bandOf(employees)} ${industry?.toLowerCase() ?? ""}`;
}

/** The band of a size; −1 where it is not known. */
function bandOf(employees: number | null): number {
	return employees === null ? -1 : BANDS.findIndex((end) => employees < end);
}

function meansOf(
	accounts: readonly PotentialAccount[],
	keyOf: (account: PotentialAccount) => string,
	priorOf: (account: PotentialAccount) => number,
): Map<string, number> {
	const sums = new Map<string, { n: number; sum: number; prior: number }>();
	for (const account of accounts) {
		const held = sums.get(keyOf(account)) ?? { n: 0, sum: 0, prior: priorOf(account) };
		held.n++;
		held.sum += account.boughtAYear;
		sums.set(keyOf(account), held);
	}
	return new Map([...sums].map(([key, { n, sum, prior }]) => [key, (sum + DOUBT * prior) / (n + DOUBT)]));
}
