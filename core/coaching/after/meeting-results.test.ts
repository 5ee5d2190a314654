import { describe, expect, it } from "vitest";
import { foldMeeting, newMeeting } from "../fold.ts";
import { COACH_LANGUAGES } from "../languages.ts";
import type { MeetingContext } from "../meeting-context.ts";
import type { CoachingEvent, Role } from "../segment.ts";
import { meetingResults, sideByName } from "./meeting-results.ts";

const CONTEXT: MeetingContext = { reference: "2026-03-04", competitors: [], trackers: [], tips: "normal" };
const NAMES = { rep: "Ann", customer: "Tom" };
const TALK: Record<string, [Role, string][]> = {
	en: [
		["rep", "What takes most of your time?"],
		["customer", "We waste twenty hours a week on manual lists."],
		["rep", "It is $900 a month."],
		["customer", "That is too expensive for us."],
		["rep", "What do you compare it with? I'll send you a calculation by Friday."],
		["customer", "Good, let's speak again on Tuesday."],
	],
	es: [
		["customer", "Perdemos veinte horas a la semana."],
		["rep", "Te envío un cálculo el viernes."],
	],
	fr: [
		["customer", "On perd vingt heures par semaine."],
		["rep", "Je vous envoie un calcul vendredi."],
	],
	de: [
		["customer", "Wir verlieren zwanzig Stunden pro Woche."],
		["rep", "Ich schicke Ihnen bis Freitag eine Rechnung."],
	],
	he: [
		["customer", "אנחנו מבזבזים עשרים שעות בשבוע."],
		["rep", "אני אשלח לך חישוב עד יום שישי."],
	],
	ja: [
		["customer", "毎週二十時間もかかって困っています。"],
		["rep", "金曜日までに計算をお送りします。"],
	],
};

function events(lang: string): CoachingEvent[] {
	return (TALK[lang] ?? []).map(([role, text], k) => ({
		type: "segment" as const,
		...{
			segmentId: `s${k}`,
			rev: 1,
			channel: null,
			speakerId: role,
			role,
			start: k * 15,
			end: k * 15 + 14,
			text,
			final: true,
			lang,
		},
	}));
}
const resultsOf = (lang: string) => meetingResults(foldMeeting(events(lang), CONTEXT), NAMES);

describe("what a meeting leaves behind", () => {
	it("every sentence of the summary and every moment stands word for word in the segment it cites", () => {
		const texts = new Map(events("en").map((e) => (e.type === "segment" ? [e.segmentId, e.text] : ["", ""])));
		const { summary, keyMoments, actions, slots, tips } = resultsOf("en");
		expect(summary.length).toBeGreaterThan(0);
		expect(keyMoments.map((m) => m.kind)).toContain("objection");
		for (const one of [...summary, ...keyMoments, ...actions, ...slots, ...tips])
			expect(texts.get(one.segmentIds[0] ?? "")).toContain(one.quote);
	});

	it("the follow-up is in the meeting's language, with who does what by when", () => {
		const days = {
			en: "March 6, 2026",
			es: "6 de marzo de 2026",
			fr: "6 mars 2026",
			de: "6. März 2026",
			he: "6 במרץ 2026",
			ja: "2026年3月6日",
		};
		for (const lang of COACH_LANGUAGES) {
			const { email, lang: spoken } = resultsOf(lang);
			expect(spoken).toBe(lang);
			expect(email.body).toContain(days[lang]);
			expect(email.body).toContain("Ann");
			expect(email.body).not.toContain("coach.");
			expect(email.segmentIds).toContain(lang === "en" ? "s4" : "s1");
		}
		expect(new Set(COACH_LANGUAGES.map((l) => resultsOf(l).email.subject)).size).toBe(6);
	});

	it("the score is the weighted mean of what there is evidence for; what is missing is no zero", () => {
		const { score } = resultsOf("en");
		const judged = score.criteria.filter((c) => c.value !== null);
		const weights = judged.reduce((sum, c) => sum + c.weight, 0);
		expect(score.value).toBeCloseTo(judged.reduce((sum, c) => sum + c.weight * (c.value ?? 0), 0) / weights, 9);
		expect(score.criteria.find((c) => c.code === "listening")?.value).toBeNull();
		expect(score.criteria.find((c) => c.code === "objections")).toMatchObject({
			value: 10,
			evidence: { params: { met: 1, all: 1 } },
		});
		expect(score.criteria.reduce((sum, c) => sum + c.weight, 0)).toBeCloseTo(1, 9);
	});

	it("a meeting without a known rep has no score, an empty one nothing at all", () => {
		const unknown = events("en").map((e) => (e.type === "segment" ? { ...e, role: "unknown" as const } : e));
		expect(meetingResults(foldMeeting(unknown, CONTEXT), NAMES).score.value).toBeNull();
		expect(meetingResults(newMeeting(CONTEXT), NAMES)).toMatchObject({
			lang: null,
			actions: [],
			summary: [],
			keyMoments: [],
			score: { value: null },
		});
	});

	it("sides are taken only from names that say one", () => {
		expect(["Sales Rep", "Verkäufer", "営業", "Agent 1"].map(sideByName)).toEqual(["rep", "rep", "rep", "rep"]);
		expect(["Customer", "לקוח", "Cliente", "お客様"].map(sideByName)).toEqual([
			"customer",
			"customer",
			"customer",
			"customer",
		]);
		expect(["Ann Agentsson", "Speaker 1", "Tom"].map(sideByName)).toEqual(["unknown", "unknown", "unknown"]);
	});
});
