import { expect, test } from "vitest";
import { byteRange } from "./byte-range.ts";

test.each([
	[undefined, null],
	["bytes=0-", { from: 0, until: 100 }],
	["bytes=10-19", { from: 10, until: 20 }],
	["bytes=90-500", { from: 90, until: 100 }],
	["bytes=-5", { from: 95, until: 100 }],
	["bytes=-500", { from: 0, until: 100 }],
	["bytes=100-", "outside"],
	["bytes=-0", "outside"],
	["bytes=20-10", null],
	["bytes=0-1,5-6", null],
	["bytes=-", null],
	["pages=1-2", null],
])("of a hundred bytes, %s asks for %o", (header, asked) => {
	expect(byteRange(header, 100)).toEqual(asked);
});
