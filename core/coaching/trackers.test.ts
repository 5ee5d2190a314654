import { describe, expect, it } from "vitest";
import { foldMeeting } from "./fold.ts";
import type { Role } from "./segment.ts";
import { isLikeExamples, learnTracker, trackerPrecision } from "./trackers.ts";

const EXAMPLES = [
	"Where is our data stored?",
	"Is the data hosted in the European Union?",
	"Our security team has to approve where the data is stored.",
	"Do you store customer data outside Germany?",
	"In which country is the data kept?",
	"We need the data hosting to stay in Europe.",
];

describe("a tracker learnt from examples", () => {
	const weights = learnTracker(EXAMPLES);

	it("hears what is like them, and not what is said in any call", () => {
		expect(isLikeExamples(weights, "And where will our data be stored, in Europe?")).toBe(true);
		expect(isLikeExamples(weights, "Which country is customer data hosted in?")).toBe(true);
		expect(isLikeExamples(weights, "What takes most of your team's time today?")).toBe(false);
		expect(isLikeExamples(weights, "Tuesday works for me, thank you.")).toBe(false);
	});

	it("is the same from the same examples", () => {
		expect(learnTracker(EXAMPLES)).toEqual(weights);
	});

	it("listens to the side it is meant for only", () => {
		const said = (role: Role) =>
			foldMeeting(
				[
					{
						...{ type: "segment", segmentId: "s1", rev: 1, channel: null, speakerId: "x", role, start: 0, end: 4 },
						...{ text: "Where is our data stored?", final: true, lang: "en" },
					},
				],
				{
					...{ reference: "2026-03-04", competitors: [], tips: "normal" },
					trackers: [{ id: "hosting", name: "Hosting", keywords: [], weights, side: "customer" }],
				},
			).derived.signals.some((s) => s.kind === "tracker" && s.detail === "hosting");
		expect([said("customer"), said("rep"), said("unknown")]).toEqual([true, false, false]);
	});
});

it("says how right it was with an interval that narrows, and nothing before anybody judged", () => {
	expect(trackerPrecision(0, 0)).toBeNull();
	const few = trackerPrecision(4, 5);
	const many = trackerPrecision(80, 100);
	expect(few?.value).toBeCloseTo(0.8);
	expect((few?.high ?? 0) - (few?.low ?? 0)).toBeGreaterThan(2 * ((many?.high ?? 0) - (many?.low ?? 0)));
});
