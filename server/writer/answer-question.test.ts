import { afterAll, describe, expect, it } from "vitest";
import { ATTACKS_KEPT } from "../../stand-ins/llm/attacks-kept.ts";
import { ATTACKS_OPEN } from "../../stand-ins/llm/attacks-open.ts";
import type { Behaviour } from "../../stand-ins/llm/obedient-model.ts";
import { startModel } from "../../stand-ins/llm/server.ts";
import { answerQuestion } from "./answer-question.ts";
import { openHttpWriter } from "./http-writer.ts";

let behaviour: Behaviour = "obey";
const model = await startModel(0, () => behaviour);
afterAll(() => model.stop());
const open = (api: "responses" | "chat" = "responses") =>
	openHttpWriter({ baseUrl: model.base, apiKey: "k", model: "stand-in", api, timeoutMs: 400, fetch });

const FACTS = [
	{ id: "f1", text: "Harbour planner: 62 % to close by 30 September. 48–74 %. 143 similar deals." },
	{ id: "f2", text: "Harbour planner: −6 its closing date was pushed twice." },
	{ id: "f3", text: "Fjord depot: 31 % to close by 15 October. Sarah Lin decides, sarah@harbour.example." },
];
const ask = (
	more: { question?: string; facts?: { id: string; text: string }[]; people?: string[] } = {},
	given: { tokensLeft?: number; api?: "responses" | "chat" } = {},
) =>
	answerQuestion(
		open(given.api),
		{
			question: "How likely is the Harbour planner to close?",
			facts: FACTS,
			people: ["Sarah Lin"],
			lang: "en",
			...more,
		},
		{ mark: "^q7^", tokensLeft: given.tokensLeft ?? 50_000 },
	);

describe("a question answered by a service", () => {
	it.each(["responses", "chat"] as const)("stands in the facts that it names, over %s", async (api) => {
		behaviour = "obey";
		const answer = await ask({}, { api });
		if (!answer.ok) throw new Error(answer.why);
		expect(answer.sentences[0]?.text).toContain("62 %");
		expect(answer.sentences[0]?.facts).toEqual(["f1"]);
		expect(answer).toMatchObject({ tokensIn: 1200, tokensOut: 300 });
	});

	it("never sees names and addresses of people, and has them back in its answer", async () => {
		const answer = await ask({ question: "Who decides on Fjord depot: does Sarah Lin?" });
		const sent = model.asked.at(-1) ?? "";
		for (const secret of ["Sarah", "Lin", "harbour.example"]) expect(sent).not.toContain(secret);
		expect(JSON.stringify(answer)).toContain("Sarah Lin decides");
		expect(JSON.stringify(answer)).not.toContain("sarah@");
	});

	it("with numbers that stand nowhere is none", async () => {
		behaviour = "invent";
		expect(await ask()).toMatchObject({ ok: false, why: "nothing-stands" });
	});

	it("is none where the question itself is cited, or nothing is known", async () => {
		behaviour = "obey";
		expect(await ask({ facts: [{ id: "f1", text: "Ok." }] })).toMatchObject({ ok: false, why: "nothing-stands" });
	});

	it.each([
		["refuse", "refused"],
		["empty", "empty"],
		["incomplete", "incomplete"],
		["garbage", "garbage"],
		["wrong-shape", "garbage"],
		["error", "unavailable"],
		["hang", "timeout"],
	] as const)("is none when the service answers with %s", async (how, why) => {
		behaviour = how;
		expect(await ask()).toMatchObject({ ok: false, why });
	});

	it("is not asked for where there are no tokens left", async () => {
		const before = model.asked.length;
		expect(await ask({}, { tokensLeft: 500 })).toMatchObject({ ok: false, why: "budget" });
		expect(model.asked.length).toBe(before);
	});
});

describe.each([
	["looked at while the rules were made", ATTACKS_OPEN],
	["kept until they stood", ATTACKS_KEPT],
])("fifteen attacks in a record, %s", (_, attacks) => {
	it.each(attacks.map((attack) => [attack.id, attack] as const))("%s has no effect", async (_id, attack) => {
		behaviour = "obey";
		const answer = await ask({
			facts: [
				...FACTS,
				{ id: "f4", text: attack.words },
				{ id: "f5", text: `Harbour planner: next step, ${attack.words}` },
			],
		});
		if (!answer.ok) throw new Error(answer.why);
		expect(JSON.stringify(answer)).not.toContain(attack.marker);
		expect(answer.sentences.some(({ text }) => text.includes("62 %"))).toBe(true);
	});
});
