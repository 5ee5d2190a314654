import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapOf } from "../../explain/explanation.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { anyDeals, NOW, STAGES, several, sketch } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import type { ForecastInput } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import type { OwnerNode } from "../owner-tree.ts";
import { whatChanged } from "./what-changed.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "west", kind: "team", parentId: "acme", name: "West" },
	{ id: "maria", kind: "user", parentId: "west", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
const WEEK_AGO = NOW - 7 * DAY_MS;

/** Forecasts of the same quarter a week ago and now; the model is the earlier one unless said. */
function both(lines: DealTimeline[], isRetrained = false): [ForecastInput, ForecastInput] {
	const model = trainDealModel({ timelines: lines, stages: STAGES, origin: WEEK_AGO });
	const one: ForecastInput = {
		timelines: lines,
		model,
		span: { name: "FY2026-Q2", start: NOW - 60 * DAY_MS, end: NOW + 30 * DAY_MS },
		now: WEEK_AGO,
		owners: OWNERS,
		quotas: [],
		currency: "EUR",
		rates: [
			{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" },
			{ from: "USD", to: "EUR", rate: "0.95", validFrom: "2026-05-28" },
		],
		zone: "Europe/Berlin",
		seed: 1,
		draws: 50,
	};
	const later = isRetrained ? trainDealModel({ timelines: lines, stages: STAGES, origin: NOW }) : model;
	return [one, { ...one, now: NOW, model: later }];
}
const PAST = [
	...several(30, { bornDaysAgo: 200, closed: { daysAgo: 150, as: "won" }, owner: "maria" }, "won"),
	...several(30, { bornDaysAgo: 200, closed: { daysAgo: 150, as: "lost" }, owner: "tom" }, "lost"),
];
const reasons = (line: DealTimeline, nodeId = "acme"): string[] => {
	const [before, after] = both([...PAST, line]);
	return (whatChanged(before, after, nodeId)?.explanation.parts ?? [])
		.filter((p) => p.about?.id === line.dealId || p.code === "change_time")
		.map((p) => p.code);
};
const with_ = <T>(line: DealTimeline, field: "owners" | "amounts" | "stages" | "status", value: T): DealTimeline => ({
	...line,
	[field]: [...line[field], { at: NOW - 3 * DAY_MS, value }],
});
const open = sketch({ id: "d", bornDaysAgo: 40, owner: "maria", amount: 500_000n });

describe("what changed", () => {
	it("names what happened to a deal", () => {
		expect(reasons(with_(open, "status", "won"))).toEqual(["change_won"]);
		expect(reasons(with_(open, "status", "lost"))).toEqual(["change_lost"]);
		expect(reasons(sketch({ id: "d", bornDaysAgo: 4, owner: "maria" }))).toEqual(["change_new"]);
		expect(reasons(with_(open, "amounts", 900_000n))).toEqual(["change_amount", "change_probability"]);
		expect(reasons(with_(open, "stages", "negotiation"))).toEqual(["change_probability"]);
		expect(reasons(open)).toEqual(["change_time"]);
		expect(reasons(with_(open, "owners", "tom"), "west")).toEqual(["change_owner_out"]);
		expect(reasons(with_(open, "owners", "tom"), "tom")).toEqual(["change_owner_in"]);
		expect(reasons({ ...open, currency: "USD" })).toEqual(["change_rate", "change_time"]);
	});

	it("keeps a new model's shift apart, and says it even when it is nothing", () => {
		const [before, after] = both([...PAST, open], true);
		const change = whatChanged(before, after, "acme");
		expect(change?.explanation.parts.filter((p) => p.code === "change_model")).toHaveLength(1);
		const same = whatChanged(...both([...PAST, open]), "acme");
		expect(same?.explanation.parts.some((p) => p.code === "change_model")).toBe(false);
		expect(same?.explanation.parts.some((p) => p.code === "change_correction")).toBe(false);
	});

	it("of the same moment is nothing", () => {
		const [before] = both([...PAST, open]);
		expect(whatChanged(before, before, "acme")).toMatchObject({ differenceMinor: 0n, explanation: { parts: [] } });
	});

	it("splits the difference of the two forecasts exactly, at every node", () => {
		fc.assert(
			fc.property(anyDeals, fc.boolean(), (lines, isRetrained) => {
				const [before, after] = both(lines, isRetrained);
				const [one, two] = [forecastPeriod(before), forecastPeriod(after)];
				for (const { id } of OWNERS) {
					const change = whatChanged(before, after, id);
					if (!change) throw new Error("no such node");
					expect(gapOf(change.explanation)).toBe(0n);
					const total = (f: typeof one) => f.nodes.find((n) => n.nodeId === id)?.estimate.explanation.total ?? 0n;
					expect(change.explanation.base.value).toBe(total(one));
					expect(change.explanation.total).toBe(total(two));
					expect(change.differenceMinor).toBe(total(two) - total(one));
				}
			}),
			{ numRuns: 40 },
		);
	});

	it("of another span or an unknown node is refused", () => {
		const [before, after] = both([open]);
		expect(whatChanged(before, after, "nobody")).toBeNull();
		expect(() => whatChanged(before, { ...after, span: { ...after.span, end: NOW } }, "acme")).toThrow(RangeError);
	});
});
