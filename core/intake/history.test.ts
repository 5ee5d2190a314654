import { expect, test } from "vitest";
import { buildDealTimelines } from "../model/timeline.ts";
import { fieldDifferences, newDealHistory, type StoredDeal } from "./history.ts";

const DAY = 86_400_000;
const deal: StoredDeal = {
	id: "d",
	name: "Acme",
	accountId: "a",
	ownerId: "u",
	pipelineId: "p",
	stageId: "won",
	status: "won",
	amountMinor: "500",
	currency: "USD",
	closeDate: "2025-02-01",
	createdAt: 10 * DAY,
	closedAt: 20 * DAY,
	source: null,
	nextStep: null,
	forecastCategory: null,
};
const known = {
	source: "file",
	asOf: 100 * DAY,
	hasStageHistory: false,
	amountAtCreation: null,
};

test("a won deal without history is open in a stage nobody knows until it closes, and its amount is learnt then", () => {
	const [line] = buildDealTimelines(newDealHistory(deal, known));
	expect(line).toMatchObject({
		createdAt: 10 * DAY,
		hasHistory: false,
		stages: [
			{ at: 10 * DAY, value: null },
			{ at: 20 * DAY, value: "won" },
		],
		status: [
			{ at: 10 * DAY, value: "open" },
			{ at: 20 * DAY, value: "won" },
		],
		amounts: [
			{ at: 10 * DAY, value: null },
			{ at: 20 * DAY, value: 500n },
		],
		closeDates: [
			{ at: 10 * DAY, value: null },
			{ at: 20 * DAY, value: "2025-02-01" },
		],
	});
});

test("an open deal stands in its stage from just before the files end", () => {
	const open: StoredDeal = { ...deal, status: "open", stageId: "pitch", closedAt: null };
	const [line] = buildDealTimelines(newDealHistory(open, { ...known, amountAtCreation: "500" }));
	expect(line?.stages).toEqual([
		{ at: 10 * DAY, value: null },
		{ at: 100 * DAY - 1, value: "pitch" },
	]);
	expect(line?.amounts).toEqual([{ at: 10 * DAY, value: 500n }]);
	expect(line?.status).toEqual([{ at: 10 * DAY, value: "open" }]);
});

test("a closed deal of which nobody knows when has never been open", () => {
	const [line] = buildDealTimelines(newDealHistory({ ...deal, closedAt: null }, known));
	expect(line?.status).toEqual([{ at: 10 * DAY, value: "won" }]);
	expect(line?.stages).toEqual([{ at: 10 * DAY, value: "won" }]);
});

test("a deal that closed before it was made closes when it is made", () => {
	const [line] = buildDealTimelines(newDealHistory({ ...deal, closedAt: 5 * DAY }, known));
	expect(line?.status).toEqual([{ at: 10 * DAY, value: "won" }]);
});

test("with a stage history beside it, stages are left to that and count as known", () => {
	const changes = newDealHistory(deal, { ...known, hasStageHistory: true });
	expect(changes.map((c) => c.field)).toEqual(["*", "amountMinor", "closeDate"]);
	expect(changes[0]?.inferred).toBe(false);
});

test("only what differs is a change, whatever the order of keys beside the record", () => {
	expect(
		fieldDifferences(
			{ name: "A", extra: { x: "1", y: "2" }, owner: null },
			{ name: "B", extra: { y: "2", x: "1" }, owner: null },
		),
	).toEqual([{ field: "name", before: "A", after: "B" }]);
});
