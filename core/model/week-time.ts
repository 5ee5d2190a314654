import { DAY_MS, type Instant } from "./instant.ts";

/** A place in the week as clocks there show it: day 1 (Monday) to 7 (Sunday), hour 0 to 23. */
export interface WeekTime {
	day: number;
	hour: number;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const formats = new Map<string, Intl.DateTimeFormat>();

/** When in the week a moment is, in a zone. */
export function weekTimeIn(zone: string, at: Instant): WeekTime {
	let format = formats.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
		formats.set(zone, format);
	}
	const parts = format.formatToParts(at);
	const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
	return { day: DAYS.indexOf(of("weekday")) + 1, hour: Number(of("hour")) % 24 };
}

/** The first full hour at or after `from` within a week for which `fits` holds; null where none does. */
export function nextHour(zone: string, from: Instant, fits: (time: WeekTime) => boolean): Instant | null {
	const first = Math.ceil(from / HOUR_MS) * HOUR_MS;
	for (let at = first; at < first + 7 * DAY_MS; at += HOUR_MS) if (fits(weekTimeIn(zone, at))) return at;
	return null;
}

const HOUR_MS = 3_600_000;
