import { expect, test } from "vitest";
import type { View } from "../../../core/contract/view.ts";
import { whatIsMissing } from "./what-is-missing.ts";

const view = {
	text: { value: "62 %", interval: "48–74 %" },
	parts: [{ amount: "+7", text: 'said "yes" twice' }],
} as View;

test("a surface that says value, range and reasons lacks nothing, however it spaces and quotes them", () => {
	expect(whatIsMissing(view, 'x 62\u00a0% (48–74 %) +7 said "yes"  twice')).toEqual([]);
	expect(whatIsMissing(view, JSON.stringify({ v: "62 %", r: "48–74 %", p: ["+7", 'said "yes" twice'] }))).toEqual([]);
});

test("a surface that rounds, or drops a reason, is found out", () => {
	expect(whatIsMissing(view, '63 % (48–74 %) +7 said "yes" twice')).toEqual(["62 %"]);
	expect(whatIsMissing(view, "62 % (48–74 %)")).toEqual(["+7", 'said "yes" twice']);
});
