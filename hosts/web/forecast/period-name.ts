/** "Q4 2026", "M07 2026" or "2026" for FY2026-Q4, FY2026-M07 and FY2026: short enough for a heading. */
export function shortPeriod(name: string): string {
	return name.replace(/^FY(\d{4})-(.+)$/, "$2 $1").replace(/^FY/, "");
}
