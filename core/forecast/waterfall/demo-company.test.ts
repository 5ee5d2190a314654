import { describe, expect, it } from "vitest";
import { simulateCompany } from "../../demo/simulate.ts";
import { gapOf } from "../../explain/explanation.ts";
import { DAY_MS, startOfDayIn } from "../../model/instant.ts";
import { buildDealTimelines } from "../../model/timeline.ts";
import { stageProgress } from "../../pipeline/flow/stage-progress.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import { bookedBetween } from "../forecast-bookings.ts";
import { ownerTree } from "../owner-tree.ts";
import { waterfall } from "./waterfall.ts";
import { whatChanged } from "./what-changed.ts";

const NOW = Date.UTC(2026, 10, 20, 9);
const THEN = NOW - 14 * DAY_MS;
const company = simulateCompany({ seed: 7, now: NOW, size: 0.1 });
const { stages, tenant, exchangeRates: rates } = company;
const timelines = buildDealTimelines(company.changes);
const owners = ownerTree(company.users, company.teams, tenant.name);
const common = {
	timelines,
	owners,
	rates,
	currency: "EUR",
	zone: tenant.zone,
	span: {
		name: "FY2026-Q4",
		start: startOfDayIn(tenant.zone, "2026-10-01"),
		end: startOfDayIn(tenant.zone, "2027-01-01"),
	},
};

describe("in a simulated company", () => {
	it("every node's fortnight reconciles, and the company's wins are its bookings", () => {
		for (const { id } of owners) {
			const result = waterfall({ ...common, nodeId: id, from: THEN, to: NOW });
			if (!result) throw new Error(`no node ${id}`);
			expect(gapOf(result.explanation)).toBe(0n);
		}
		const top = waterfall({ ...common, nodeId: owners[0]?.id ?? "", from: THEN, to: NOW });
		const won = top?.bars.find((b) => b.kind === "won")?.valueMinor ?? 0n;
		expect(-won).toBe(bookedBetween(common, THEN, NOW));
		expect(won).toBeLessThan(0n);
	});

	it("what changed in a fortnight is all told by deals, new business and the new model", () => {
		const input = { ...common, quotas: [], seed: 1 };
		const before = { ...input, now: THEN, model: trainDealModel({ timelines, stages, origin: THEN }) };
		const after = { ...input, now: NOW, model: trainDealModel({ timelines, stages, origin: NOW }) };
		const change = whatChanged(before, after, owners[0]?.id ?? "");
		expect(change && gapOf(change.explanation)).toBe(0n);
		const codes = change?.explanation.parts.map((p) => p.code) ?? [];
		expect(codes).toEqual(expect.arrayContaining(["change_won", "change_lost", "change_new", "change_model"]));
		expect(codes).not.toContain("change_correction");
	});

	it("goes on from stage to stage as often as it was made to", () => {
		// By construction a deal goes on from each stage or is lost, sooner or later; none goes back.
		for (const stage of stageProgress({ ...common, stages, now: NOW })) {
			expect((stage.onward.value ?? 0) + (stage.lost.value ?? 0)).toBeCloseTo(1, 2);
			expect(stage.next.every((n) => !n.back)).toBe(true);
			expect(stage.onward.value).toBeGreaterThan(0.6);
			expect(stage.onward.value).toBeLessThan(0.9);
		}
	});
});
