import pg from "pg";
import type { Instant } from "../../core/model/instant.ts";

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;

const parsers = new Map<number, (text: string) => unknown>([
	[INT8, BigInt],
	[INT8_ARRAY, (text) => parseArray(text, BigInt)],
	[DATE, String],
	[DATE_ARRAY, (text) => parseArray(text, String)],
	[TIMESTAMPTZ, instantFromPostgres],
	[TIMESTAMPTZ_ARRAY, (text) => parseArray(text, instantFromPostgres)],
]);

/**
 * What columns come back as: int8 → bigint (money in minor units; write `count(*)::int` where a number is wanted),
 * numeric → text, date → `YYYY-MM-DD`, timestamptz → Instant (ms), jsonb → parsed; the rest as `pg` has it.
 * On the way in: bigint and text as they are, a moment as {@link timestamp}, jsonb as {@link jsonb}.
 */
export const columnTypes: pg.CustomTypesConfig = {
	getTypeParser(oid: number, format?: string) {
		const own = format === "binary" ? undefined : parsers.get(oid);
		return own ?? pg.types.getTypeParser(oid, format as "text");
	},
};

/** A moment as a query parameter for a timestamptz column. */
export function timestamp(at: Instant): Date {
	return new Date(at);
}

/** A value as a query parameter for a jsonb column. Needed because `pg` writes a bare array as a Postgres array. */
export function jsonb(value: unknown): string {
	return JSON.stringify(value);
}

/** Milliseconds from `2026-01-31 10:20:30.123456+02`; microseconds are cut. Infinity becomes ±Infinity. */
export function instantFromPostgres(text: string): Instant {
	if (text === "infinity") return Number.POSITIVE_INFINITY;
	if (text === "-infinity") return Number.NEGATIVE_INFINITY;
	const match = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-]\d\d)(?::(\d\d))?/.exec(text);
	if (!match) throw new RangeError(`not a moment this side of year 1: ${text}`);
	const [, year, month, day, hour, minute, second, fraction = "", offsetHours = "+00", offsetMinutes = "0"] = match;
	const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
	const offset = Math.abs(Number(offsetHours)) * 60 + Number(offsetMinutes);
	const ahead = offsetHours.startsWith("-") ? -offset : offset;
	return wall + Number(fraction.slice(0, 3).padEnd(3, "0")) - ahead * 60_000;
}

/** A flat array of values that need no quoting rules but quotes themselves. */
function parseArray<T>(text: string, parse: (item: string) => T): (T | null)[] {
	const inside = text.slice(1, -1);
	if (inside === "") return [];
	return inside.split(",").map((item) => (item === "NULL" ? null : parse(item.replaceAll('"', ""))));
}
