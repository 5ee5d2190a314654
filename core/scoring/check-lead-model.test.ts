import { describe, expect, it } from "vitest";
import { checkLeadModel } from "./check-lead-model.ts";
import { defaultLeadModel } from "./default-lead-model.ts";

const codes = (rules: unknown[]): string[] => {
	const checked = checkLeadModel({ version: "mine-1", base: 0, rules });
	return "faults" in checked ? checked.faults.map((f) => f.code) : [];
};
const rule = (when: unknown, more: object = {}) => ({ id: "r", part: "fit", points: 5, when, ...more });

describe("checking a points model", () => {
	it("the default one passes, also after a round trip as text", () => {
		expect(checkLeadModel(defaultLeadModel)).toEqual({ model: defaultLeadModel });
		expect(checkLeadModel(JSON.parse(JSON.stringify(defaultLeadModel)))).toEqual({ model: defaultLeadModel });
	});

	it("names the field nobody knows and the rule that names it", () => {
		const checked = checkLeadModel({
			version: "mine-1",
			base: 0,
			rules: [rule({ field: "title", is: "known" }), rule({ field: "shoeSize", is: "known" }, { id: "s" })],
		});
		expect(checked).toEqual({ faults: [{ rule: 1, code: "unknown_field", params: { field: "shoeSize" } }] });
	});

	it("finds every fault at once", () => {
		expect(
			codes([
				rule({ field: "title", is: "contains", values: [] }),
				rule({ field: "title", is: "between", from: 1 }, { id: "b" }),
				rule({ field: "employees", is: "between" }, { id: "c" }),
				rule({ activity: "dance" }, { id: "d" }),
				rule({ activity: "email", halfLifeDays: 0 }, { id: "e" }),
				rule({ silenceDays: -1 }, { id: "f" }),
				rule({ field: "title", is: "known" }, { id: "g", part: "luck" }),
				rule({ field: "title", is: "known" }, { id: "h", points: Number.NaN }),
				"not a rule",
			]),
		).toEqual([
			"no_values",
			"unknown_condition",
			"bad_number",
			"unknown_field",
			"bad_number",
			"bad_number",
			"unknown_part",
			"bad_number",
			"not_a_rule",
		]);
	});

	it("two rules of one id are a fault", () => {
		expect(codes([rule({ field: "title", is: "known" }), rule({ field: "email", is: "known" })])).toEqual(["same_id"]);
	});

	it("what is not a model is said to be none", () => {
		for (const data of [null, 3, [], {}, { version: "x", base: 0 }, { version: "x", base: "0", rules: [] }]) {
			expect(checkLeadModel(data)).toEqual({ faults: [{ rule: -1, code: "not_a_model", params: {} }] });
		}
	});
});
