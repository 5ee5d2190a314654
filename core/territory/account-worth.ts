/** How large a customer is by its people; bounds in {@link sizeClassOf}. */
export const SIZE_CLASSES = ["small", "middle", "large", "unknown"] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** Under 200 people, under 2,000, from there on; unknown where nobody said. */
export function sizeClassOf(employees: number | null): SizeClass {
	if (employees === null) return "unknown";
	return employees < 200 ? "small" : employees < 2000 ? "middle" : "large";
}

/** What accounts of one class brought in `years`, minor units. */
export interface ClassPast {
	sizeClass: SizeClass;
	accounts: number;
	wonMinor: bigint;
}

/** A class with few accounts leans on all of them: the whole counts like so many of its own. */
const WHOLE_WORTH = 20;

/**
 * What an account of each class usually brings in a year, minor units: won ÷ accounts ÷ years, pulled towards that of all
 * accounts where there are few (empirical Bayes with a fixed weight). 0 everywhere where nothing was won.
 */
export function accountWorth(past: ClassPast[], years: number): Map<SizeClass, number> {
	const sum = past.reduce((s, c) => ({ n: s.n + c.accounts, won: s.won + Number(c.wonMinor) }), { n: 0, won: 0 });
	const overall = sum.n > 0 ? sum.won / sum.n / years : 0;
	return new Map(
		SIZE_CLASSES.map((sizeClass) => {
			const own = past.find((c) => c.sizeClass === sizeClass);
			const n = own?.accounts ?? 0;
			const yearly = Number(own?.wonMinor ?? 0n) / years;
			return [sizeClass, (yearly + WHOLE_WORTH * overall) / (n + WHOLE_WORTH)];
		}),
	);
}
