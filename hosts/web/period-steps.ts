const NAME = /^FY(\d{4})(?:-(Q|M)(\d{1,2}))?$/;

/** The name of the period `steps` after this one: FY2026-Q4 + 1 → FY2027-Q1. Null when the name is no period's. */
export function stepPeriod(name: string, steps: number): string | null {
	const match = NAME.exec(name);
	if (!match) return null;
	const year = Number(match[1]);
	if (!match[2]) return `FY${year + steps}`;
	const perYear = match[2] === "Q" ? 4 : 12;
	const index = year * perYear + Number(match[3]) - 1 + steps;
	const part = (index % perYear) + 1;
	return `FY${Math.floor(index / perYear)}-${match[2]}${match[2] === "M" ? String(part).padStart(2, "0") : part}`;
}
