// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import { newsIn } from "./graph.ts";
import { teamsKit } from "./test-kit.ts";

describe("the Teams host", () => {
	const cases = conformanceCases(teamsKit);
	test.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => c.run());
});

describe("news of Graph's", () => {
	const told = { subscriptionId: "s1", clientState: "state" };
	test("tells of a transcript, however its address is written, and of the watch itself", () => {
		const resource = "communications/onlineMeetings/MSpk/transcripts/MSMjMCMj";
		expect(newsIn({ value: [{ ...told, resource }] })).toEqual([
			{ watchId: "s1", state: "state", kind: "made", transcriptId: "MSMjMCMj" },
		]);
		expect(newsIn({ value: [{ ...told, lifecycleEvent: "subscriptionRemoved" }] })?.[0]?.kind).toBe("gone");
		expect(newsIn({ value: [{ ...told, lifecycleEvent: "reauthorizationRequired" }] })?.[0]?.kind).toBe("ending");
	});
	test("is none without a watch and a state", () => {
		for (const body of [null, {}, { value: [] }, { value: [{ subscriptionId: "s1" }] }])
			expect(newsIn(body)).toBeNull();
	});
});
