import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { WATERFALL_KINDS } from "../../model/waterfall-kind.ts";
import words from "../../words/en.json" with { type: "json" };
import { formatMessage } from "../../words/message.ts";
import { holesOf } from "../../words/parse-message.ts";

const CORE = join(import.meta.dirname, "../..");
const FOLDERS = ["waterfall", "scenario", "calls", "accuracy"].map((f) => `forecast/${f}`).concat("pipeline/flow");
/** Parts whose codes are put together from a kind. */
const MADE = [
	...WATERFALL_KINDS.map((k) => `waterfall_${k}`),
	...["won", "lost", "new", "reopened", "owner_in", "owner_out", "won_elsewhere", "amount", "rate", "probability"].map(
		(k) => `change_${k}_rest`,
	),
	...["deal_won", "deal_lost", "deal_moved", "deal_amount", "deal_added", "win_rate", "cycle", "creation"].map(
		(k) => `scenario_${k}`,
	),
	...["market", "hire", "leave", "territory", "quota"].map((k) => `scenario_${k}`),
	...["better", "leans_better", "few_better", "first", "not_better", "not_sure", "ranges_worse", "too_few"].map(
		(k) => `promotion_${k}`,
	),
	...["not_time_ordered", "not_paired", "untried", "same_way"].map((k) => `promotion_${k}`),
	...["mape", "wape", "bias", "coverage"].map((k) => `accuracy_${k}_none`),
	...["node", "deal"].map((k) => `override_${k}`),
];

it("every code that these engines return has its words, and every pattern reads", () => {
	const sources = FOLDERS.flatMap((folder) =>
		readdirSync(join(CORE, folder))
			.filter((f) => f.endsWith(".ts") && !f.includes(".test."))
			.map((f) => readFileSync(join(CORE, folder, f), "utf8")),
	).join("\n");
	const named = sources.matchAll(
		/"((?:waterfall|change|without|scenario|gap|override|call|accuracy|promotion|flow)_[a-z_]+)"/g,
	);
	const codes = [...named].map((m) => m[1] ?? "").filter((c) => c !== "scenario_misses" && c !== "scenario_costs");
	expect(codes.length).toBeGreaterThan(50);
	const said = readFileSync(join(import.meta.dirname, "scenario-findings.ts"), "utf8");
	const findings = [...said.matchAll(/(?:add|tell)\("([a-z_]+)"|code: "([a-z_]+)"/g)].map((m) => m[1] ?? m[2] ?? "");
	expect(findings.length).toBeGreaterThan(8);
	const wanted = [...[...codes, ...MADE].map((c) => `reason.${c}`), ...findings.map((c) => `finding.${c}`)];
	expect([...new Set(wanted)].filter((key) => !(key in words))).toEqual([]);
	for (const [key, pattern] of Object.entries(words)) {
		const params = Object.fromEntries(holesOf(pattern).map((hole) => [hole.split(":")[0], 2]));
		expect(formatMessage(pattern, params as Record<string, number>, "en"), key).not.toMatch(/[{}]/);
	}
});
