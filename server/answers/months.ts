/** A month `YYYY-MM`, so many later. */
export function shiftMonth(month: string, by: number): string {
	const at = monthNumber(month) + by;
	return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
}

/** Months since year 0. */
export function monthNumber(month: string): number {
	const [year = 0, nth = 1] = month.split("-").map(Number);
	return year * 12 + nth - 1;
}
