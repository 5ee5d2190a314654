import { addDays, atWallTime, dateIn, type Instant, type PlainDate, startOfDayUtc } from "../model/instant.ts";

/** When somebody's digests come. Minutes count from midnight in their zone. */
export interface Rhythm {
	zone: string;
	frequency: "weekdays" | "weekly";
	sendMinute: number;
}

/** A morning's news is none in the evening: later than this it waits for the next morning. */
const LATEST_MS = 8 * 3_600_000;

/** Zones of countries whose weekend is Friday and Saturday. */
const FRIDAY_WEEKENDS = new Set([
	...["Asia/Jerusalem", "Asia/Tel_Aviv", "Asia/Riyadh", "Asia/Kuwait", "Asia/Bahrain", "Asia/Qatar", "Asia/Muscat"],
	...["Asia/Baghdad", "Asia/Amman", "Asia/Damascus", "Africa/Cairo", "Africa/Tripoli", "Africa/Algiers", "Asia/Dhaka"],
]);

/** Whether people of the zone work on that day of the week; public holidays are not known. */
export function isWorkday(zone: string, day: PlainDate): boolean {
	const weekday = new Date(startOfDayUtc(day)).getUTCDay();
	return FRIDAY_WEEKENDS.has(zone) ? weekday !== 5 && weekday !== 6 : weekday !== 0 && weekday !== 6;
}

/**
 * The local day whose digest is due at `now`; null when none is. A rep's comes on working days (or once a week), a
 * manager's on the first working day of the week, an executive's on the first of the month.
 */
export function dueDay(
	kind: "digest.rep" | "digest.manager" | "digest.executive",
	rhythm: Rhythm,
	now: Instant,
): PlainDate | null {
	const day = dateIn(rhythm.zone, now);
	if (!isWorkday(rhythm.zone, day)) return null;
	const at = atWallTime(rhythm.zone, day, rhythm.sendMinute);
	if (now < at || now >= at + LATEST_MS) return null;
	if (kind === "digest.rep" && rhythm.frequency === "weekdays") return day;
	return isFirstWorkdayOf(rhythm.zone, day, kind === "digest.executive" ? "month" : "week") ? day : null;
}

/** No working day of the same week (which begins after the weekend) or month lies before it. */
function isFirstWorkdayOf(zone: string, day: PlainDate, span: "week" | "month"): boolean {
	if (span === "week") return !isWorkday(zone, addDays(day, -1));
	const month = day.slice(0, 7);
	for (let before = addDays(day, -1); before.startsWith(month); before = addDays(before, -1))
		if (isWorkday(zone, before)) return false;
	return true;
}
