/** A moment: milliseconds since 1970-01-01T00:00Z. On a wire it is an ISO 8601 string. */
export type Instant = number;

/** A calendar day without zone or time, `YYYY-MM-DD`. */
export type PlainDate = string;

/** One day in milliseconds; ages and horizons in days are measured with it. */
export const DAY_MS = 86_400_000;

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a real calendar day written `YYYY-MM-DD` (30 February is not). */
export function isPlainDate(text: string): text is PlainDate {
	if (!PLAIN_DATE.test(text)) return false;
	const at = Date.parse(`${text}T00:00:00Z`);
	return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

/** Midnight UTC at the start of the day. Throws RangeError on a day that does not exist. */
export function startOfDayUtc(date: PlainDate): Instant {
	if (!isPlainDate(date)) throw new RangeError(`not a calendar day: ${date}`);
	return Date.parse(`${date}T00:00:00Z`);
}

/** The day on which a moment falls in the zone (IANA name). */
export function dateIn(zone: string, at: Instant): PlainDate {
	let days = calendars.get(zone);
	if (!days) {
		days = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
		calendars.set(zone, days);
	}
	return days.format(at);
}
// Making a formatter costs a hundred times what using one does.
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The first moment of a day in the zone, right across daylight-saving changes. */
export function startOfDayIn(zone: string, date: PlainDate): Instant {
	const utc = startOfDayUtc(date);
	// Offsets are found twice: the first guess may lie on the other side of a clock change.
	const first = utc - offsetMs(zone, utc);
	return utc - offsetMs(zone, first);
}

/**
 * When a wall clock of the zone shows `minute` minutes after midnight on that day. A time that a clock change leaves out
 * is taken as long after the change; of one that comes twice, one is meant, always the same.
 */
export function atWallTime(zone: string, date: PlainDate, minute: number): Instant {
	const wall = startOfDayUtc(date) + minute * 60_000;
	const first = wall - offsetMs(zone, wall);
	return wall - offsetMs(zone, first);
}

/** Minutes after midnight that a wall clock of the zone shows. */
export function wallMinuteIn(zone: string, at: Instant): number {
	return Math.floor(((((at + offsetMs(zone, at)) % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
}

/** The day `days` later (negative: earlier). */
export function addDays(date: PlainDate, days: number): PlainDate {
	return new Date(startOfDayUtc(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: PlainDate, b: PlainDate): number {
	return Math.round((startOfDayUtc(b) - startOfDayUtc(a)) / DAY_MS);
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's wall clock is ahead of UTC at a moment, in ms. */
function offsetMs(zone: string, at: Instant): number {
	let clock = wallClocks.get(zone);
	if (!clock) {
		clock = new Intl.DateTimeFormat("en-US", {
			timeZone: zone,
			hourCycle: "h23",
			year: "numeric",
			month: "2-digit",
			day: "2-digit",
			hour: "2-digit",
			minute: "2-digit",
			second: "2-digit",
		});
		wallClocks.set(zone, clock);
	}
	const part = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, Number(p.value)]));
	const wall = Date.UTC(
		part["year"] ?? 1970,
		(part["month"] ?? 1) - 1,
		part["day"] ?? 1,
		part["hour"] ?? 0,
		part["minute"] ?? 0,
		part["second"] ?? 0,
	);
	return wall - Math.floor(at / 1000) * 1000;
}
