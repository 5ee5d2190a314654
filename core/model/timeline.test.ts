import { describe, expect, it } from "vitest";
import { type FieldChange, type JsonValue, stateAsOf } from "./change.ts";
import { at, buildDealTimelines, since } from "./timeline.ts";

const DAY = 86_400_000;
const change = (day: number, field: string, value: JsonValue, more: Partial<FieldChange> = {}): FieldChange => ({
	entity: "deal",
	entityId: "acme-lights",
	field,
	value,
	validAt: day * DAY,
	recordedAt: day * DAY,
	source: "test",
	inferred: false,
	...more,
});
const history = [
	change(10, "*", {
		stageId: "s1",
		status: "open",
		amountMinor: "5000",
		currency: "EUR",
		closeDate: "2026-03-01",
		ownerId: "maria",
	}),
	change(20, "stageId", "s2"),
	change(25, "amountMinor", "7000"),
	change(30, "closeDate", "2026-04-01"),
	change(40, "status", "won"),
];

describe("as-of history", () => {
	it("shows a record as it was known, whatever order the changes arrive in", () => {
		const shuffled = [...history].reverse();
		expect(stateAsOf(shuffled, 10 * DAY)).toBeNull();
		expect(stateAsOf(shuffled, 21 * DAY)).toMatchObject({ stageId: "s2", amountMinor: "5000", status: "open" });
		expect(stateAsOf(shuffled, 99 * DAY)).toMatchObject({
			amountMinor: "7000",
			closeDate: "2026-04-01",
			status: "won",
		});
	});

	it("what the world did before the source recorded it is not known earlier", () => {
		const late = [...history, change(12, "nextStep", "call", { recordedAt: 50 * DAY })];
		expect(stateAsOf(late, 45 * DAY)).not.toHaveProperty("nextStep");
	});

	it("a timeline cut at an origin equals the timeline of what had been recorded by then", () => {
		for (const day of [11, 21, 26, 31, 41]) {
			const whole = buildDealTimelines([...history])[0];
			const known = buildDealTimelines(history.filter((c) => c.recordedAt < day * DAY))[0];
			if (!whole || !known) throw new Error("no timeline");
			for (const field of ["stages", "status", "amounts", "closeDates", "owners"] as const) {
				expect(at<unknown>(whole[field], day * DAY)).toEqual(known[field].at(-1)?.value);
			}
			expect(since(whole.stages, day * DAY)).toBe(since(known.stages, day * DAY));
		}
	});

	it("a deal of a source without history says so", () => {
		const [line] = buildDealTimelines([change(1, "*", { stageId: null, status: "open" }, { inferred: true })]);
		expect(line).toMatchObject({ hasHistory: false, stages: [{ value: null }], amounts: [] });
	});
});
