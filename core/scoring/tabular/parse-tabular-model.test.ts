import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTabular } from "./open-tabular.ts";
import { parseTabularModel } from "./parse-tabular-model.ts";
import type { TabularModel } from "./tabular-model.ts";
import { leadTable } from "./test-tables.ts";

/** Models written by earlier versions of this code, with what they answered then. Never written anew. */
const kept = (version: string): { model: TabularModel; answers: number[] } =>
	JSON.parse(readFileSync(join(import.meta.dirname, "kept-models", `${version}.json`), "utf8"));

describe("a kept model", () => {
	it("is still read, and answers as it did when it was made", () => {
		const { model, answers } = kept("tabular-1");
		const read = parseTabularModel(model);
		expect(read?.champion).toBe("blend");
		const scorer = openTabular(read as TabularModel);
		for (const [k, row] of leadTable(answers.length, 5).rows.entries()) {
			expect(scorer.score(row).probability).toBeCloseTo(answers[k] ?? 0, 12);
			const { base, parts, margin } = scorer.explain(row);
			expect(Math.abs(parts.reduce((s, p) => s + p.contribution, base) - margin)).toBeLessThan(1e-9);
		}
	});

	it("is refused when it is of another kind or damaged", () => {
		const { model } = kept("tabular-1");
		const tree = model.boosting?.trees[0];
		const boosting = (changes: object) => ({ ...model, boosting: { base: 0, trees: [{ ...tree, ...changes }] } });
		const damaged: unknown[] = [
			...[null, 7, "tabular-1", [], {}, { version: "tabular-0" }, { ...model, version: "tabular-9" }],
			...[
				{ ...model, features: 3 },
				{ ...model, features: [{ kind: "number", column: "x", of: "value" }] },
			],
			...[
				{ ...model, base: "0" },
				{ ...model, champion: "luck" },
				{ ...model, recalibration: { kind: "steps" } },
			],
			...[{ ...model, logistic: { base: 0, tables: [], means: [] } }, boosting({ feature: [99] })],
			...[boosting({ left: tree?.left.map(() => 0) }), boosting({ value: [] })],
		];
		for (const raw of damaged) expect(parseTabularModel(raw)).toBeNull();
	});
});
