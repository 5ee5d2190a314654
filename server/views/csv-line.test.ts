import { expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

test.each(["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "＝1+1", "＋A1", "－A1", "＠SUM(A1)"])(
	"a cell %j is kept from being taken for a formula",
	(text) => {
		expect(csvLine([text])).toBe(`'${text}\r\n`);
	},
);

test.each(["\n=1+1", "\r=1+1"])("a cell %j is kept from it and quoted", (text) => {
	expect(csvLine([text])).toBe(`"'${text}"\r\n`);
});

test("signed numbers stay numbers, and quotes are doubled", () => {
	expect(csvLine(["-1,250.50", "+3%", 'so "called"', "plain"])).toBe('"-1,250.50",+3%,"so ""called""",plain\r\n');
});
