import { expect, test } from "vitest";
import { readSegment, sentencesOf } from "./read-segment.ts";
import type { Segment } from "./segment.ts";

const CONTEXT = { reference: "2026-11-27", competitors: [], trackers: [], tips: "normal" } as const;
function read(lang: string, text: string) {
	const segment: Segment = {
		...{ segmentId: "s", rev: 1, channel: null, speakerId: "a", role: "customer" },
		...{ start: 0, end: 4, text, final: true, lang },
	};
	return readSegment(segment, null, null, CONTEXT);
}

test("a sentence does not end behind a title, nor between a day and its month", () => {
	expect(sentencesOf("Fragen Sie Dr. Vogt. Das Gremium tagt am 4. Dezember. Passt das?")).toEqual([
		"Fragen Sie Dr. Vogt.",
		"Das Gremium tagt am 4. Dezember.",
		"Passt das?",
	]);
	expect(sentencesOf("We have 20. We need 30.")).toEqual(["We have 20.", "We need 30."]);
});

test("beside an amount with its currency a bare number is no price", () => {
	const prices = (text: string) =>
		read("en", text).sentences.flatMap(({ amounts }) => amounts.map(({ words }) => words));
	expect(prices("For 400 employees it would be £3.20 a month.")).toEqual(["£3.20"]);
	expect(prices("We pay 48,000 a year.")).toEqual(["48,000"]);
});

test("asking how something is done asks for no work", () => {
	for (const [lang, text] of [
		["fr", "dites-moi comment vous faites vos devis aujourd'hui"],
		["ja", "ご検討いただけましたか"],
	] as const)
		expect(read(lang, text).sentences[0]?.judgement.commitment).toBeLessThan(0.6);
	expect(read("fr", "envoyez-moi la démo").sentences[0]?.judgement.taker).toBe("other");
});
