import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultLeadModel } from "../../core/scoring/default-lead-model.ts";
import { english } from "../../core/words/english.ts";
import { sentenceOf } from "./sentence.ts";

const CORE = join(import.meta.dirname, "../../core");
const viewer = { locale: "en", zone: "UTC" };

test("every reason that an engine gives has a sentence", () => {
	const codes = ["scoring", "forecast", "pipeline"].flatMap((room) =>
		readdirSync(join(CORE, room))
			.filter((file) => file.endsWith(".ts") && !file.includes(".test."))
			.flatMap((file) => {
				const text = readFileSync(join(CORE, room, file), "utf8");
				return [...text.matchAll(/"((?:deal|lead|forecast|health|stalled)_[a-z_]+)"/g)].map((m) => m[1] ?? "");
			}),
	);
	expect(codes.length).toBeGreaterThan(20);
	expect([...new Set(codes)].filter((code) => code !== "lead_rule" && !(`reason.${code}` in english))).toEqual([]);
});

test("every rule of the default points model has its words; a workspace's own are called what it calls them", () => {
	for (const rule of defaultLeadModel.rules) {
		const params = { rule: rule.id, label: rule.label ?? rule.id, count: 2 };
		expect(sentenceOf(viewer, { code: "lead_rule", params }), rule.id).not.toBe(rule.id);
	}
	const own = { rule: "partner", label: "Came through a partner", count: 1 };
	expect(sentenceOf(viewer, { code: "lead_rule", params: own })).toBe("Came through a partner");
});

test("reasons read as a person would say them", () => {
	const say = (code: string, params: Record<string, string | number>) => sentenceOf(viewer, { code, params });
	expect(say("deal_pushes", { pushes: 2 })).toBe("close date moved twice");
	expect(say("deal_stage_time", { days: 1, level: 2 })).toBe("long in its stage: 1 day");
	expect(say("forecast_uncreated", { perWeek: 2.5, wins: 3 })).toBe(
		"deals that do not exist yet, at 2.5 new ones a week",
	);
	expect(say("stalled_past_close", { days: 3, date: "2026-09-01" })).toBe("close date passed 3 days ago");
	expect(say("something_new", {})).toBe("another reason");
});
