import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { chooseDealModel } from "./choose-deal-model.ts";
import { QUIET } from "./deal-features/test-around.ts";
import { scoreDeal, winWithin } from "./deal-probability.ts";
import { DEAL_WAYS } from "./deal-ways.ts";
import { NOW, STAGES, sketch } from "./test-timelines.ts";
import { trainDealModel } from "./train-deal-model.ts";
import { carryLift } from "./train-lift.ts";

/** Deals of which those are mostly won whose customer writes every other week; nothing else tells them apart. */
function company(tells: boolean): DealTimeline[] {
	return Array.from({ length: 240 }, (_, k) => {
		const key = keyOf(11, `deal-${k}`);
		const writes = uniformAt(key, 0) < 0.5;
		const won = uniformAt(key, 1) < (writes && tells ? 0.85 : tells ? 0.1 : 0.45);
		const born = 60 + k * 3;
		const line = sketch({
			id: `deal-${k}`,
			bornDaysAgo: born,
			...(born > 120 ? { closed: { daysAgo: born - 100, as: won ? "won" : "lost" } } : {}),
		});
		const touches = Array.from({ length: writes ? 8 : 0 }, (_x, m) => ({
			at: line.createdAt + (3 + 12 * m) * DAY_MS,
			kind: "email" as const,
			direction: "in" as const,
			contactId: "sarah",
		}));
		return { ...line, around: { ...QUIET, touches: touches.filter((touch) => touch.at < NOW) } };
	});
}
const training = (timelines: DealTimeline[]) => ({ timelines, stages: STAGES, origin: NOW });

describe("what is learnt on top of stage and age", () => {
	const lines = company(true);
	const chosen = chooseDealModel(training(lines), DEAL_WAYS, new Map());
	const { model } = chosen;
	const open = lines.filter((line) => line.status.length === 1);

	it("takes over where it foretold the company's own past better, and says what moves chances", () => {
		expect(chosen.champion).toBe("signs");
		expect(chosen.tried[1]?.gain).toBeGreaterThan(chosen.tried[1]?.gainError ?? 0);
		expect(model.version).toBe("deal-signs-1");
		expect(model.lift?.weights.slice(0, 4).map((w) => w.column)).toContain("sinceReply");
	});

	it("gives reasons that add up to the chance, said once each", () => {
		for (const line of open) {
			const score = scoreDeal(model, line, NOW);
			expect(addsUp(score.explanation)).toBe(true);
			expect(score.explanation.total).toBe(score.value);
			const codes = score.explanation.parts.map((part) => part.code);
			expect(new Set(codes).size).toBe(codes.length);
		}
	});

	it("is one number everywhere: the forecast's chance ends at the card's and grows towards it", () => {
		for (const line of open) {
			const ever = scoreDeal(model, line, NOW).value ?? 0;
			expect(winWithin(model, line, NOW, 5000)).toBeCloseTo(ever, 9);
			expect(winWithin(model, line, NOW, 30)).toBeLessThanOrEqual(winWithin(model, line, NOW, 60) + 1e-12);
		}
	});

	it("tells deals with replies from those without", () => {
		const mean = (some: DealTimeline[]) =>
			some.reduce((sum, line) => sum + (scoreDeal(model, line, NOW).value ?? 0), 0) / some.length;
		const [writing, silent] = [true, false].map((has) =>
			open.filter((line) => (line.around?.touches.length ?? 0) > 0 === has),
		);
		expect(mean(writing ?? [])).toBeGreaterThan(mean(silent ?? []) + 0.2);
	});

	it("stays away where nobody looked at what surrounds a deal, and outlives a newer table", () => {
		const [line] = open;
		if (!line) throw new Error("no open deal");
		const { around: _, ...bare } = line;
		const table = trainDealModel(training(lines));
		expect(scoreDeal(model, bare, NOW).value).toBe(scoreDeal(table, bare, NOW).value);
		const carried = model.lift && carryLift(table, model.lift, training(lines));
		expect(carried && scoreDeal(carried, line, NOW).value).toBe(scoreDeal(model, line, NOW).value);
		const kept = JSON.parse(JSON.stringify(model));
		expect(scoreDeal(kept, line, NOW)).toEqual(scoreDeal(model, line, NOW));
	});

	it("is not put in use where nothing tells won from lost", () => {
		expect(chooseDealModel(training(company(false).slice(0, 150)), DEAL_WAYS, new Map()).champion).toBe("table");
	});

	it("waits where a column alone tells the end, until somebody says that it is known in time", () => {
		const leaking = lines.slice(0, 150).map((line) => ({
			...line,
			around: {
				...QUIET,
				sources: [{ at: line.createdAt, value: line.status.at(-1)?.value === "won" ? "signed" : "gone" }],
			},
		}));
		const blocked = chooseDealModel(training(leaking), DEAL_WAYS, new Map());
		expect(blocked.leaks).toMatchObject([{ column: "source", kind: "too_good" }]);
		expect(blocked.isBlocked).toBe(true);
		const decided = chooseDealModel(training(leaking), DEAL_WAYS, new Map([["source", "left_out"]]));
		expect(decided.isBlocked).toBe(false);
		expect(decided.leftOut).toEqual([{ column: "source", reason: "decided" }]);
	});

	it("waits where a column tells far less once it is rebuilt as it stood then", () => {
		const late = lines.map((line) => {
			const end = line.status.at(-1);
			const industries = end?.value === "won" ? [{ at: end.at, value: "steel" }] : [];
			return { ...line, around: { ...(line.around ?? QUIET), industries } };
		});
		const blocked = chooseDealModel(training(late), DEAL_WAYS, new Map());
		expect(blocked.leaks).toMatchObject([{ column: "industry", kind: "known_later" }]);
		expect(blocked).toMatchObject({ champion: "signs", isBlocked: true });
		expect(blocked.leftOut).toEqual([{ column: "industry", reason: "known_later" }]);
		expect(chooseDealModel(training(late), DEAL_WAYS, new Map([["industry", "left_out"]])).isBlocked).toBe(false);
	});
});
