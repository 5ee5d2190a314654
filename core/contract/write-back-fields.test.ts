import { expect, test } from "vitest";
import { partByExpected } from "./write-back-fields.ts";

test("only fields that still hold what was expected are written; the rest says what stands there", () => {
	const record = {
		fields: { nextStep: null, stageName: "Proposal", courtsideProbability: 40 },
		expected: { nextStep: "Call Sarah", stageName: "Negotiation" },
	};
	expect(partByExpected(record, { nextStep: "Call Sarah", stageName: "Closing", courtsideProbability: 62 })).toEqual({
		write: { nextStep: null, courtsideProbability: 40 },
		left: { stageName: { reason: "somebody changed it since", changed: true, now: "Closing" } },
	});
});

test("a field that is empty there is expected as null", () => {
	expect(partByExpected({ fields: { nextStep: "Call" }, expected: { nextStep: null } }, {})).toEqual({
		write: { nextStep: "Call" },
		left: {},
	});
});

test("a value that stands there already is no change of somebody's: the answer to the first try was lost", () => {
	expect(
		partByExpected({ fields: { nextStep: "Call" }, expected: { nextStep: "Write" } }, { nextStep: "Call" }),
	).toEqual({
		write: { nextStep: "Call" },
		left: {},
	});
});
