import { describe, expect, it } from "vitest";
import { NO_STAGE, newEventLog } from "./event-log.ts";

const map = { won: ["signed"], lost: ["refused"], stages: ["offer", "talks"] };
const event = (activity: string, timestamp: string, amount = "100") => ({ case: "7", amount, timestamp, activity });

describe("an event log", () => {
	it("makes a deal of a case: furthest stage, first win, last amount, whatever order events come in", () => {
		const log = newEventLog(map, "EUR");
		log.add(event("signed", "2026-01-05T00:00:00Z", "1,250.50"));
		log.add(event("talks", "2026-01-03 10:00:00"));
		log.add(event("call", "2026-01-01"));
		log.add(event("offer", "2026-01-02T01:00:00+01:00"));
		log.add(event("offer", "2026-01-04T00:00:00Z"));
		log.add(event("refused", "2026-01-06T00:00:00Z"));
		const day = (d: number, hour = 0): number => Date.UTC(2026, 0, d, hour);
		expect(log.timelines()).toEqual([
			{
				dealId: "7",
				createdAt: day(1),
				stages: [
					{ at: day(1), value: NO_STAGE },
					{ at: day(2), value: "offer" },
					{ at: day(3, 10), value: "talks" },
				],
				status: [
					{ at: day(1), value: "open" },
					{ at: day(5), value: "won" },
				],
				amounts: [
					{ at: day(1), value: 10_000n },
					{ at: day(5), value: 125_050n },
					{ at: day(6), value: 10_000n },
				],
				currency: "EUR",
				closeDates: [],
				owners: [],
				hasHistory: true,
			},
		]);
	});

	it("a loss ends with a later win", () => {
		const log = newEventLog(map, "EUR");
		for (const [what, when] of [
			["offer", "2026-01-01"],
			["refused", "2026-01-02"],
			["signed", "2026-01-03"],
		] as const)
			log.add(event(what, when));
		expect(log.timelines()[0]?.status.map((s) => s.value)).toEqual(["open", "lost", "won"]);
	});

	it("leaves out events without a case or a readable time, and says so", () => {
		const log = newEventLog(map, "EUR");
		expect(log.add(event("offer", "yesterday"))).toBe(false);
		expect(log.add(event("offer", "2026-02-30"))).toBe(false);
		expect(log.add({ ...event("offer", "2026-01-01"), case: "" })).toBe(false);
	});

	it("reads amounts as people and programs write them", () => {
		for (const [text, minor] of [
			["$1,234.50", 123450n],
			["1.234,50 €", 123450n],
			["1,234", 123400n],
			["1234.5", 123450n],
		] as const) {
			const log = newEventLog(map, "EUR");
			log.add(event("offer", "2026-01-01", text));
			expect(log.timelines()[0]?.amounts.map((step) => step.value)).toEqual([minor]);
		}
	});

	it("an amount nobody can read is not said, not zero", () => {
		const log = newEventLog(map, "EUR");
		log.add(event("offer", "2026-01-01", "about a thousand"));
		expect(log.timelines()[0]?.amounts).toEqual([]);
	});
});
