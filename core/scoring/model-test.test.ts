import { describe, expect, it } from "vitest";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { chooseDealModel } from "./choose-deal-model.ts";
import { gainOver, summarise, testCandidates } from "./model-test.ts";
import { NOW, STAGES, several, sketch } from "./test-timelines.ts";
import { trainDealModel } from "./train-deal-model.ts";

/** Deals of which those that reach negotiation are mostly won. */
const lines = Array.from({ length: 160 }, (_, k) => {
	const key = keyOf(9, `deal-${k}`);
	const isFar = uniformAt(key, 0) < 0.5;
	const won = uniformAt(key, 1) < (isFar ? 0.8 : 0.1);
	const born = 700 - k * 4;
	return sketch({
		id: `deal-${k}`,
		bornDaysAgo: born,
		stages: isFar
			? [
					[born, "discovery"],
					[born - 20, "negotiation"],
				]
			: [[born, "discovery"]],
		...(born > 70 ? { closed: { daysAgo: born - 60, as: won ? "won" : "lost" } } : {}),
	});
});
const training = { timelines: lines, stages: STAGES, origin: NOW };
const blind = {
	name: "blind",
	train: (on: typeof training) => ({
		...trainDealModel({ ...on, timelines: on.timelines.slice(0, 4) }),
		origin: on.origin,
	}),
};

describe("a test on the company's own past", () => {
	const looks = testCandidates(training, [{ name: "table", train: trainDealModel }, blind]);
	const [table = [], other = []] = [looks?.get("table"), looks?.get("blind")];

	it("asks about every open deal, those that are still open among them", () => {
		const test = summarise(table);
		expect(test.stillOpen).toBeGreaterThan(0);
		expect(test.deals).toBeGreaterThan(test.stillOpen);
		expect(test.to).toBeLessThan(NOW);
	});

	it("learns only from before: how later deals end changes nothing that was said at first", () => {
		const firstLook = table[0];
		const flipped = lines.map((line) => {
			const end = line.status.find((step) => step.value !== "open");
			if (!end || !firstLook || end.at < firstLook.at) return line;
			const status = line.status.map((step) =>
				step === end ? { ...step, value: step.value === "won" ? ("lost" as const) : ("won" as const) } : step,
			);
			return { ...line, status };
		});
		const again = testCandidates({ ...training, timelines: flipped }, [{ name: "table", train: trainDealModel }]);
		const atFirst = (all: typeof table) => all.filter((look) => look.at === firstLook?.at).map((look) => look.ever);
		expect(atFirst(again?.get("table") ?? [])).toEqual(atFirst(table));
	});

	it("counts each deal once in a tenth, and every win in the lift", () => {
		const test = summarise(table);
		for (const { n, won, open } of test.past) expect(won + open).toBeLessThanOrEqual(n);
		expect(test.lift.at(-1)).toBe(1);
		expect(test.lift.every((share, k) => k === 0 || share >= (test.lift[k - 1] ?? 0))).toBe(true);
		expect(test.calibration.reduce((sum, band) => sum + band.n, 0)).toBe(test.looks);
	});

	it("finds the way that knows more, by more than its error", () => {
		const { gain, error } = gainOver(other, table);
		expect(gain).toBeGreaterThan(error);
		expect(gainOver(table, table)).toEqual({ gain: 0, error: 0 });
	});

	it("is not made where the past is too short", () => {
		expect(testCandidates({ ...training, timelines: lines.slice(0, 20) }, [blind])).toBeNull();
		const few = several(10, { bornDaysAgo: 100, closed: { daysAgo: 50, as: "won" } });
		const chosen = chooseDealModel({ ...training, timelines: few }, [], new Map());
		expect(chosen).toMatchObject({ champion: "table", tried: [], isBlocked: false });
	});
});

describe("the choice of a model", () => {
	it("stays with the plainer way where a richer one gains nothing", () => {
		const ways = [{ name: "blind", needsClosed: 20, train: (on: typeof training) => blind.train(on) }];
		const chosen = chooseDealModel(training, ways, new Map());
		expect(chosen.champion).toBe("table");
		expect(chosen.tried.map((one) => one.name)).toEqual(["table", "blind"]);
		expect(chosen.tried[1]?.gain).toBeLessThan(0);
	});
});
