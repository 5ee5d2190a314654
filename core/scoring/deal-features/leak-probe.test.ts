import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { keyOf, uniformAt } from "../../stats/keyed-random.ts";
import { NOW, STAGES, sketch } from "../test-timelines.ts";
import { probeLeaks } from "./leak-probe.ts";
import { QUIET } from "./test-around.ts";
import { groundAsOf, trainingRows } from "./training-rows.ts";

/** Two hundred deals whose end is chance; `tell` may write down more than was known. */
function company(
	tell: (won: boolean, born: number, closed: number) => Partial<DealTimeline["around"]>,
): DealTimeline[] {
	return Array.from({ length: 200 }, (_, k) => {
		const won = uniformAt(keyOf(1, `deal-${k}`), 0) < 0.4;
		const line = sketch({
			id: `deal-${k}`,
			bornDaysAgo: 150 + k,
			closed: { daysAgo: 60 + k, as: won ? "won" : "lost" },
		});
		return { ...line, around: { ...QUIET, ...tell(won, line.createdAt, line.createdAt + 90 * DAY_MS) } };
	});
}

function probe(lines: DealTimeline[]) {
	const ground = groundAsOf(lines, STAGES, NOW);
	return probeLeaks(trainingRows({ timelines: lines, origin: NOW }, ground), ground, NOW);
}

describe("the search for columns that know the end", () => {
	it("names a column that alone tells won from lost", () => {
		const found = probe(company((won, born) => ({ sources: [{ at: born, value: won ? "signed" : "gone" }] })));
		expect(found).toMatchObject([{ column: "source", kind: "too_good" }]);
	});

	it("names a column that is filled in when deals close", () => {
		const found = probe(company((won, _, closed) => ({ industries: won ? [{ at: closed, value: "steel" }] : [] })));
		expect(found).toMatchObject([{ column: "industry", kind: "known_later" }]);
		expect(found[0]?.auc).toBeLessThan(0.6);
	});

	it("finds nothing where the end is chance", () => {
		const found = probe(
			company((_, born) => ({
				sources: [{ at: born, value: uniformAt(keyOf(2, String(born)), 1) < 0.5 ? "web" : "partner" }],
				employees: [{ at: born, value: Math.floor(1000 * uniformAt(keyOf(2, String(born)), 2)) }],
			})),
		);
		expect(found).toEqual([]);
	});
});
