/** A day, counted from 1970-01-01. */
export type Day = number;

/** Day of `YYYY-MM-DD` (what follows is ignored); null where it is none. */
export function dayOf(iso: string): Day | null {
	const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
	return found ? date(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

/** `YYYY-MM-DD` of a day. */
export function isoOf(day: Day): string {
	return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Day of a date; null where the calendar has no such day. Month 1–12. */
export function date(year: number, month: number, dayOfMonth: number): Day | null {
	const at = new Date(Date.UTC(year, month - 1, dayOfMonth));
	if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== dayOfMonth) return null;
	return Math.round(at.getTime() / 86_400_000);
}

/** Year, month (1–12) and day of the month. */
export function parts(day: Day): { year: number; month: number; dayOfMonth: number } {
	const at = new Date(day * 86_400_000);
	return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, dayOfMonth: at.getUTCDate() };
}

/** 0 Monday … 6 Sunday. */
export function weekday(day: Day): number {
	return (((day + 3) % 7) + 7) % 7;
}

/** Last day of a month; months beyond December run on into the next year. */
export function endOfMonth(year: number, month: number): Day {
	return Math.round(Date.UTC(year, month, 0) / 86_400_000);
}

/** The same day some months on, or the last of that month where it has no such day. */
export function addMonths(day: Day, months: number): Day {
	const { year, month, dayOfMonth } = parts(day);
	return Math.min(endOfMonth(year, month + months), endOfMonth(year, month + months - 1) + dayOfMonth);
}

/** Last day of a quarter (1–4). */
export function endOfQuarter(year: number, quarter: number): Day {
	return endOfMonth(year, quarter * 3);
}
