import { expect, test } from "vitest";
import type { ScenarioChangeJson } from "../../../core/contract/scenarios.ts";
import { changeOf, draftOf, newDraft } from "./change-draft.ts";

const DAY = "2026-10-01";
const ID = "01856a00-0000-7000-8000-000000000001";
const given = { says: "", day: DAY, currency: "EUR", dealName: "Crane refit" };

test("a change that was kept comes back out of the form as it went in", () => {
	const changes: ScenarioChangeJson[] = [
		{ kind: "win_rate", times: 1.15 },
		{ kind: "creation", times: 0.8, nodeId: "west" },
		{ kind: "cycle", times: 1 },
		{ kind: "market", index: 0.95 },
		{ kind: "deal_won", dealId: ID },
		{ kind: "deal_moved", dealId: ID, closeDate: DAY },
		{ kind: "deal_amount", dealId: ID, amountMinor: "5" },
		{ kind: "hire", nodeId: "west", count: 2, startsOn: DAY, rampMonths: 4 },
		{ kind: "leave", userId: "tom", on: DAY, dealsTo: null },
		{ kind: "territory", fromUserId: "tom", toUserId: "maria", share: 0.5 },
		{ kind: "quota", nodeId: "west", amountMinor: "123456" },
	];
	expect(changes.map((change) => changeOf(draftOf(change, given), "EUR", "en"))).toEqual(changes);
});

test("what is missing or no number is no change yet", () => {
	for (const kind of ["deal_won", "hire", "leave", "territory", "quota"] as const) {
		expect(changeOf(newDraft(kind, DAY), "EUR", "en"), kind).toBeNull();
	}
	expect(changeOf({ ...newDraft("win_rate", DAY), percent: "many" }, "EUR", "en")).toBeNull();
	expect(changeOf({ ...newDraft("win_rate", DAY), percent: "-12,5" }, "EUR", "de")).toEqual({
		kind: "win_rate",
		times: 0.875,
	});
});
