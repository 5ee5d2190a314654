import { describe, expect, test } from "vitest";
import type { Lead, LeadGrade } from "../model/lead.ts";
import { seededRandom } from "../stats/random.ts";
import { checkGradeRules } from "./check-grade-rules.ts";
import { DEFAULT_GRADE_SETTINGS, gradeLead } from "./lead-grade.ts";

const NOW = Date.UTC(2026, 8, 15);
const lead: Lead = {
	id: "l",
	name: "Ada Okoye",
	email: "ada@lakeside.example",
	company: "Lakeside",
	title: "Chief executive",
	phone: null,
	source: "Webinar",
	industry: null,
	country: null,
	employees: 300,
	status: "new",
	ownerId: null,
	convertedDealId: null,
	createdAt: NOW - 1e9,
	closedAt: null,
	extra: { Budget: "25000", Product: "Aurora linear", Blank: "" },
};
const grade = (chance: number, before: LeadGrade | null = null, settings = DEFAULT_GRADE_SETTINGS) =>
	gradeLead(settings, { lead, touches: [] }, { chance, ofAll: 0.1, rank: null, before }, NOW).grade;

describe("a lead's grade", () => {
	test("is hot from twice the usual share on, warm at it, where nobody set thresholds", () => {
		expect([0.07, 0.1, 0.19, 0.2, 0.9].map((chance) => grade(chance))).toEqual(["cold", "warm", "warm", "hot", "hot"]);
	});

	test("is unknown without a past, unless the thresholds are set", () => {
		const ground = { chance: 0.3, ofAll: null, rank: null, before: null };
		expect(gradeLead(DEFAULT_GRADE_SETTINGS, { lead, touches: [] }, ground, NOW)).toMatchObject({ grade: null });
		const set = { ...DEFAULT_GRADE_SETTINGS, hotFrom: 0.25, warmFrom: 0.1 };
		expect(gradeLead(set, { lead, touches: [] }, ground, NOW)).toMatchObject({ grade: "hot", by: "chance" });
	});

	test("does not flicker while its chance stays within the margin", () => {
		const random = seededRandom(4);
		let [held, changes] = [grade(0.2), 0];
		for (let k = 0; k < 200; k++) {
			const next = grade(0.2 - 0.019 * random(), held);
			if (next !== held) changes++;
			held = next;
		}
		expect([held, changes]).toEqual(["hot", 0]);
		expect(grade(0.179, "hot")).toBe("warm");
		expect(grade(0.19, "warm")).toBe("warm");
	});

	test("by capacity is that of its place, and a hot one keeps its place by the margin", () => {
		const settings = { ...DEFAULT_GRADE_SETTINGS, by: "capacity" as const, hotLeads: 20, warmLeads: 30 };
		const at = (rank: number, before: LeadGrade | null = null) =>
			gradeLead(settings, { lead, touches: [] }, { chance: null, ofAll: null, rank, before }, NOW).grade;
		expect([1, 20, 21, 50, 51].map((rank) => at(rank))).toEqual(["hot", "hot", "warm", "warm", "cold"]);
		expect([at(22, "hot"), at(23, "hot"), at(55, "warm"), at(56, "warm")]).toEqual(["hot", "warm", "warm", "cold"]);
	});

	test("obeys the first rule of the workspace that holds, on any column of its source", () => {
		const rule = (id: string, grade: LeadGrade, ...when: unknown[]) => ({ id, label: id, grade, when });
		const checked = checkGradeRules([
			rule("tiny", "cold", { field: "employees", is: "between", to: 5 }),
			rule("blank", "cold", { field: "extra.Blank", is: "between", to: 5 }),
			rule("budget", "hot", { field: "extra.Budget", is: "between", from: 20_000 }, { field: "title", is: "known" }),
		]);
		if (!("rules" in checked)) throw new Error(JSON.stringify(checked.faults));
		const settings = { ...DEFAULT_GRADE_SETTINGS, rules: checked.rules };
		expect(
			gradeLead(settings, { lead, touches: [] }, { chance: 0.01, ofAll: 0.1, rank: null, before: null }, NOW),
		).toEqual({ grade: "hot", by: "rule", rule: "budget" });
	});

	test("rules without conditions, on unknown columns or of the same name are refused", () => {
		const checked = checkGradeRules([
			{ id: "a", label: "a", grade: "hot", when: [] },
			{ id: "a", label: "a", grade: "hot", when: [{ field: "shoe size", is: "known" }, 7] },
		]);
		expect("faults" in checked && checked.faults.map((f) => f.code)).toEqual([
			"not_a_rule",
			"unknown_field",
			"not_a_rule",
			"same_id",
		]);
	});
});
