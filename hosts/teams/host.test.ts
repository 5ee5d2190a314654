// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import { type View, view } from "../../core/contract/view.ts";
import { newsIn } from "./graph.ts";
import { teamsKit } from "./test-kit.ts";

const part = (code: string, value: number, amount: string, text: string) => ({ code, value, amount, text });
const base: View = view.parse({
	id: "7c3f7f0e-6f3c-4d2e-9d0e-0d8f7a3b1c11",
	kind: "deal",
	title: "Acme renewal",
	value: 0.62,
	unit: "probability",
	interval: { low: 0.48, high: 0.74, level: 0.8 },
	n: 143,
	asOf: "2026-09-15T09:00:00Z",
	direction: { change: 0.09, since: "2026-09-14T00:00:00Z" },
	base: part("stage", 0.56, "56", "usual for this stage"),
	parts: [part("replied", 0.12, "+12", "champion replied <b>twice</b>"), part("pushed", -0.06, "−6", "pushed twice")],
	action: { code: "ask", text: "ask Sarah", why: "deals with one go faster", line: "Who signs off?" },
	modelVersion: "deal-1",
	state: "ok",
	text: {
		value: "62 %",
		label: "to close by 30 Sep",
		interval: "48–74 %",
		sample: "143 similar deals",
		direction: "▲ 9 since Monday",
		state: "",
		how: "From deals like this one.",
	},
});
const nothing = { value: "", label: "", interval: "", sample: "", direction: "", state: "", how: "" };
const views: View[] = [
	base,
	{ ...base, state: "stale", text: { ...base.text, state: "From Monday; the newer one is on its way." } },
	...(["empty", "forbidden", "error"] as const).map(
		(state): View => ({
			...base,
			...{ state, value: null, interval: null, base: null, parts: [], action: null, direction: null },
			text: { ...nothing, state: `${state}: what it means and what to do` },
		}),
	),
];

describe("the Teams host", () => {
	const cases = conformanceCases(teamsKit, views);
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
