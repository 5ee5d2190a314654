import { afterAll, describe, expect, it, test } from "vitest";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import type { Attack } from "../../stand-ins/llm/attack.ts";
import { ATTACKS_KEPT } from "../../stand-ins/llm/attacks-kept.ts";
import { ATTACKS_OPEN } from "../../stand-ins/llm/attacks-open.ts";
import type { Behaviour } from "../../stand-ins/llm/obedient-model.ts";
import { startModel } from "../../stand-ins/llm/server.ts";
import { openHttpWriter } from "./http-writer.ts";
import { wordMeeting } from "./word-meeting.ts";

let behaviour: Behaviour = "obey";
const model = await startModel(0, () => behaviour);
afterAll(() => model.stop());
const open = (api: "responses" | "chat" = "responses") =>
	openHttpWriter({ baseUrl: model.base, apiKey: "k", model: "stand-in", api, timeoutMs: 400, fetch });

const ACTION = { id: "s16.2.action", text: "I'll send you a calculation by Friday.", segmentIds: ["s16"] };
const known = { emails: new Set(["sarah@harbour.example"]), domains: new Set(["harbour.example"]) };

function meetingWith(attack: Attack | null, lang: "en" | "es" | "fr" | "de" | "he" | "ja" = "en") {
	const call = sampleCall(lang);
	const segments = call.segments.map(({ segmentId, speakerId, text }) => ({ segmentId, speakerId, text }));
	if (attack?.place === "speech")
		segments.splice(6, 0, { segmentId: "x1", speakerId: call.customer, text: attack.words });
	const names = new Map([
		[call.rep, call.rep],
		[call.customer, attack?.place === "name" ? attack.words : call.customer],
	]);
	return { lang, segments, names, otherNames: [], known };
}
const word = (meeting: ReturnType<typeof meetingWith>, api: "responses" | "chat" = "responses") =>
	wordMeeting(open(api), meeting, [ACTION], { mark: "^q7^", tokensLeft: 50_000 });

describe("a meeting put into words by a service", () => {
	test.each(["responses", "chat"] as const)("stands in what was said, by %s", async (api) => {
		behaviour = "obey";
		const wording = await word(meetingWith(null), api);
		if (!wording.ok) throw new Error(wording.why);
		expect(wording).toMatchObject({ tokensIn: 1200, tokensOut: 300 });
		expect(wording.value.takeaways.length).toBeGreaterThan(1);
		const texts = new Map(meetingWith(null).segments.map((s) => [s.segmentId, s.text]));
		for (const one of wording.value.takeaways) expect(texts.get(one.segmentIds[0] ?? "")).toContain(one.quote);
		expect(wording.value.actions.get(ACTION.id)).toContain("calculation by Friday");
	});

	it("never sees names, addresses or numbers of people, and has them back in its answer", async () => {
		behaviour = "obey";
		const meeting = meetingWith(null);
		meeting.segments.unshift({
			...{ segmentId: "p1", speakerId: sampleCall("en").rep },
			text: "Helen Ward, is sarah@harbour.example right, and your card 4111 1111 1111 1111, or five five five one two three four?",
		});
		const wording = await word(meeting);
		const sent = model.asked.at(-1) ?? "";
		for (const secret of ["Helen", "Ward", "Maria", "Alvarez", "harbour.example", "4111", "five five"])
			expect(sent).not.toContain(secret);
		expect(JSON.stringify(wording)).toContain("Helen Ward");
	});

	test.each([
		["refuse", "refused"],
		["empty", "empty"],
		["incomplete", "incomplete"],
		["garbage", "garbage"],
		["wrong-shape", "garbage"],
		["error", "unavailable"],
		["hang", "timeout"],
	] as const)("is left to the rules when the service answers with %s", async (how, why) => {
		behaviour = how;
		expect(await word(meetingWith(null))).toMatchObject({ ok: false, why });
		expect(await word(meetingWith(null), "chat")).toMatchObject({ ok: false, why });
	});

	it("is not asked for where there are no tokens left", async () => {
		const before = model.asked.length;
		const spent = await wordMeeting(open(), meetingWith(null), [ACTION], { mark: "^q^", tokensLeft: 900 });
		expect(spent).toMatchObject({ ok: false, why: "budget" });
		expect(model.asked.length).toBe(before);
	});
});

describe.each([
	["looked at while the rules were made", ATTACKS_OPEN],
	["kept until they stood", ATTACKS_KEPT],
])("fifteen attacks, %s", (_, attacks) => {
	test.each(attacks)("$id has no effect, and the rest comes through", async (attack) => {
		behaviour = "obey";
		const lang = /-(es|fr|de|he|ja)$/.exec(attack.id)?.[1] as "es" | undefined;
		const wording = await word(meetingWith(attack, lang ?? "en"));
		if (!wording.ok) throw new Error(wording.why);
		const made = JSON.stringify([wording.value.takeaways, wording.value.email, [...wording.value.actions]]);
		// A speaker's own name is theirs, whatever it is; nothing else of an attack may be there.
		if (attack.place === "speech") expect(made).not.toContain(attack.words.slice(0, 30));
		expect(made).not.toContain(attack.marker);
		expect(wording.value.takeaways.length).toBeGreaterThan(0);
	});
});

test("it is known that the attacks reach a model which is not guarded", async () => {
	behaviour = "obey";
	for (const attack of [...ATTACKS_OPEN, ...ATTACKS_KEPT].filter((a) => a.place === "speech")) {
		const answer = await fetch(`${model.base}/chat/completions`, {
			method: "POST",
			body: JSON.stringify({
				model: "stand-in",
				messages: [
					{ role: "system", content: "Summarise." },
					{
						role: "user",
						content: `^ s1 P1: Hello and thank you for the time.\n^ x1 P2: ${attack.words}\n^ action a1: Send it.`,
					},
				],
				response_format: { type: "json_schema" },
			}),
		});
		expect(await answer.text(), attack.id).toContain(JSON.stringify(attack.marker).slice(1, -1));
	}
});
