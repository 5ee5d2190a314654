/** How large a customer is by its people; bounds in {@link sizeClassOf}. */
export const SIZE_CLASSES = ["small", "middle", "large", "unknown"] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** Under 200 people, under 2,000, from there on; unknown where nobody said. */
export function sizeClassOf(employees: number | null): SizeClass {
	if (employees === null) return "unknown";
	return employees < 200 ? "small" : employees < 2000 ? "middle" : "large";
}

/** What an account's potential is judged by; industries are compared without case. */
export interface AccountKind {
	industry: string | null;
	sizeClass: SizeClass;
}

/** Accounts of one kind, how many there are and what they bought together in the years looked at, in any unit of money. */
export interface KindPast extends AccountKind {
	accounts: number;
	bought: number;
}

/** So many accounts' worth of doubt: a kind of as many counts half as much as its own mean. */
const DOUBT = 10;

/**
 * What an account of a kind buys on average in a year: the mean of its industry and size, drawn towards that of its size,
 * and that towards everybody's, the smaller the group (empirical Bayes with a fixed prior weight). 0 where nothing was
 * ever sold. Kinds that were not among the past go by their size.
 */
export function accountPotential(past: readonly KindPast[], years: number): (kind: AccountKind) => number {
	const all = sumOf(past);
	const overall = all.accounts > 0 ? all.bought / all.accounts / years : 0;
	const drawn = ({ accounts, bought }: Sum, prior: number) => (bought / years + DOUBT * prior) / (accounts + DOUBT);
	const bySize = new Map(
		[...Map.groupBy(past, ({ sizeClass }) => sizeClass)].map(([size, of]) => [size, drawn(sumOf(of), overall)]),
	);
	const sizeMean = (size: SizeClass) => bySize.get(size) ?? overall;
	const byKind = new Map(
		[...Map.groupBy(past, keyOf)].map(([key, of]) => [key, drawn(sumOf(of), sizeMean(of[0]?.sizeClass ?? "unknown"))]),
	);
	return (kind) => byKind.get(keyOf(kind)) ?? sizeMean(kind.sizeClass);
}

type Sum = Pick<KindPast, "accounts" | "bought">;

function keyOf({ industry, sizeClass }: AccountKind): string {
	return `${sizeClass} ${industry?.toLowerCase() ?? ""}`;
}

function sumOf(past: readonly KindPast[]): Sum {
	return {
		accounts: past.reduce((sum, { accounts }) => sum + accounts, 0),
		bought: past.reduce((sum, { bought }) => sum + bought, 0),
	};
}
