import { expect, test } from "vitest";
import { nextHour, weekTimeIn } from "./week-time.ts";

const at = (iso: string) => Date.parse(iso);

test("the week is told by the clocks of the zone, over midnight and summer time", () => {
	// A Monday.
	expect(weekTimeIn("UTC", at("2026-09-14T09:30:00Z"))).toEqual({ day: 1, hour: 9 });
	expect(weekTimeIn("Asia/Tokyo", at("2026-09-14T16:30:00Z"))).toEqual({ day: 2, hour: 1 });
	expect(weekTimeIn("America/New_York", at("2026-09-14T02:00:00Z"))).toEqual({ day: 7, hour: 22 });
	expect(weekTimeIn("Europe/Berlin", at("2026-10-25T00:30:00Z")).hour).toBe(2);
	expect(weekTimeIn("Europe/Berlin", at("2026-10-25T01:30:00Z")).hour).toBe(2);
});

test("the next hour that fits is found from the next full hour on", () => {
	const isTuesdayTen = ({ day, hour }: { day: number; hour: number }) => day === 2 && hour === 10;
	expect(nextHour("UTC", at("2026-09-14T09:30:00Z"), isTuesdayTen)).toBe(at("2026-09-15T10:00:00Z"));
	expect(nextHour("UTC", at("2026-09-15T10:00:00Z"), isTuesdayTen)).toBe(at("2026-09-15T10:00:00Z"));
	expect(nextHour("UTC", at("2026-09-15T10:01:00Z"), isTuesdayTen)).toBe(at("2026-09-22T10:00:00Z"));
	expect(nextHour("UTC", at("2026-09-15T10:00:00Z"), () => false)).toBeNull();
});
