import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, atWallTime, DAY_MS, dateIn, startOfDayIn, wallMinuteIn } from "../model/instant.ts";
import { pickItems } from "./pick-items.ts";
import { nextWelcome } from "./quiet.ts";
import { dueDay, isWorkday } from "./rhythm.ts";

const ZONES = [
	"Europe/Berlin",
	"America/New_York",
	"Asia/Kolkata",
	"Australia/Lord_Howe",
	"Asia/Jerusalem",
	"Pacific/Kiritimati",
	"America/St_Johns",
	"UTC",
];
const rhythm = (zone: string, more: object = {}) => ({
	zone,
	frequency: "weekdays" as const,
	sendMinute: 510,
	...more,
});

test.each([
	["Europe/Berlin", "2026-03-29", 510, "2026-03-29T06:30:00Z"],
	["Europe/Berlin", "2026-03-27", 510, "2026-03-27T07:30:00Z"],
	["Europe/Berlin", "2026-10-25", 510, "2026-10-25T07:30:00Z"],
	["America/New_York", "2026-03-08", 510, "2026-03-08T12:30:00Z"],
	["America/New_York", "2026-11-01", 510, "2026-11-01T13:30:00Z"],
	["Australia/Lord_Howe", "2026-04-06", 510, "2026-04-05T22:00:00Z"],
	["Asia/Kolkata", "2026-06-01", 510, "2026-06-01T03:00:00Z"],
	// Half past two does not exist in Berlin on that day.
	["Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:30:00Z"],
])("in %s on %s a clock shows minute %i at %s", (zone, day, minute, at) => {
	expect(new Date(atWallTime(zone, day, minute)).toISOString()).toBe(at.replace("Z", ".000Z"));
});

describe("a digest over a year of sweeps", () => {
	test.each(ZONES)(
		"comes once for each working day in %s, at half past eight on the wall, whatever the clocks do",
		(zone) => {
			const days: string[] = [];
			for (let at = startOfDayIn(zone, "2026-01-01"); at < startOfDayIn(zone, "2027-01-01"); at += 30 * 60_000) {
				const day = dueDay("digest.rep", rhythm(zone), at);
				if (day === null || days.at(-1) === day) continue;
				days.push(day);
				expect(wallMinuteIn(zone, at)).toBeLessThan(540);
				expect(dateIn(zone, at)).toBe(day);
			}
			expect(new Set(days).size).toBe(days.length);
			expect(days.every((day) => isWorkday(zone, day))).toBe(true);
			expect(days.length).toBeGreaterThan(258);
			expect(days.length).toBeLessThan(264);
		},
	);
});

test("a manager's comes on the week's first working day, an executive's on the month's; in Israel the week begins on Sunday", () => {
	const at = (zone: string, day: string) => atWallTime(zone, day, 540);
	expect(dueDay("digest.manager", rhythm("Europe/Berlin"), at("Europe/Berlin", "2026-11-23"))).toBe("2026-11-23");
	expect(dueDay("digest.manager", rhythm("Europe/Berlin"), at("Europe/Berlin", "2026-11-24"))).toBeNull();
	expect(dueDay("digest.manager", rhythm("Asia/Jerusalem"), at("Asia/Jerusalem", "2026-11-22"))).toBe("2026-11-22");
	expect(dueDay("digest.manager", rhythm("Asia/Jerusalem"), at("Asia/Jerusalem", "2026-11-23"))).toBeNull();
	// 1 November 2026 is a Sunday.
	expect(dueDay("digest.executive", rhythm("Europe/Berlin"), at("Europe/Berlin", "2026-11-02"))).toBe("2026-11-02");
	expect(dueDay("digest.executive", rhythm("Europe/Berlin"), at("Europe/Berlin", "2026-11-03"))).toBeNull();
	expect(
		dueDay("digest.rep", rhythm("Europe/Berlin", { frequency: "weekly" }), at("Europe/Berlin", "2026-11-24")),
	).toBeNull();
});

test("what was not sent by the afternoon is not sent in the evening", () => {
	expect(dueDay("digest.rep", rhythm("UTC"), Date.UTC(2026, 10, 24, 16, 29))).toBe("2026-11-24");
	expect(dueDay("digest.rep", rhythm("UTC"), Date.UTC(2026, 10, 24, 16, 30))).toBeNull();
	expect(dueDay("digest.rep", rhythm("UTC"), Date.UTC(2026, 10, 24, 8, 29))).toBeNull();
});

test("nothing comes by night, at the weekend or while snoozed, and something comes in the end", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...ZONES),
			fc.integer({ min: 0, max: 1439 }),
			fc.integer({ min: 0, max: 1439 }),
			fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
			fc.option(fc.integer({ min: 0, max: 7 * DAY_MS })),
			(zone, quietFrom, quietTo, now, snooze) => {
				const at = nextWelcome({ quietFrom, quietTo, snoozedUntil: snooze === null ? null : now + snooze }, zone, now);
				expect(at).toBeGreaterThanOrEqual(now + (snooze ?? 0));
				expect(at).toBeLessThanOrEqual(now + (snooze ?? 0) + 5 * DAY_MS);
				expect(isWorkday(zone, dateIn(zone, at))).toBe(true);
				const minute = wallMinuteIn(zone, at);
				const isQuiet =
					quietFrom < quietTo
						? minute >= quietFrom && minute < quietTo
						: quietFrom > quietTo && (minute >= quietFrom || minute < quietTo);
				expect(isQuiet).toBe(false);
			},
		),
		{ seed: 7, numRuns: 400 },
	);
});

test("Friday evening's news comes on Monday morning", () => {
	const friday = atWallTime("Europe/Berlin", "2026-11-27", 1100);
	const quiet = { quietFrom: 1080, quietTo: 480, snoozedUntil: null };
	expect(nextWelcome(quiet, "Europe/Berlin", friday)).toBe(atWallTime("Europe/Berlin", addDays("2026-11-27", 3), 480));
});

test("the weightiest five stand, one for each deal, with every reason of it", () => {
	const candidates = Array.from({ length: 9 }, (_, k) => ({
		about: `deal-${k}`,
		impact: k,
		item: { title: `Deal ${k}`, why: [`reason ${k}`] },
	}));
	const picked = pickItems(
		[...candidates, { about: "deal-2", impact: 100, item: { title: "Deal 2 slipped", why: ["slipped"] } }],
		5,
	);
	expect(picked.map(({ title }) => title)).toEqual(["Deal 2 slipped", "Deal 8", "Deal 7", "Deal 6", "Deal 5"]);
	expect(picked[0]?.why).toEqual(["slipped", "reason 2"]);
	expect(pickItems([], 5)).toEqual([]);
});
