import { Button, ErrorState, LineChart, LoadingButton, LoadingSpinner, ScoreCircle } from "@hubspot/ui-extensions";
import { describe, expect, test } from "vitest";
import catalogues from "../packages/card-kit/words.json";
import { DealChance } from "../src/app/cards/deal-chance.tsx";
import { DealCoaching } from "../src/app/cards/deal-coaching.tsx";
import { LeadHistory } from "../src/app/cards/lead-history.tsx";
import { LeadScore } from "../src/app/cards/lead-score.tsx";
import { Outlook } from "../src/app/pages/outlook.tsx";
import { coachingCard, dealCard, leadCard, noLead, outlookCard } from "./answers.ts";
import { at } from "./render.tsx";

const CARDS = [
	{
		name: "lead score",
		place: "crm.record.sidebar",
		path: "lead",
		Card: LeadScore,
		full: leadCard,
		objectTypeId: "0-1",
	},
	{
		name: "lead history",
		place: "crm.record.tab",
		path: "lead",
		Card: LeadHistory,
		full: leadCard,
		objectTypeId: "0-2",
	},
	{ name: "chance", place: "crm.record.sidebar", path: "deal", Card: DealChance, full: dealCard, objectTypeId: "0-3" },
	{
		name: "next step",
		place: "crm.record.tab",
		path: "coaching",
		Card: DealCoaching,
		full: coachingCard,
		objectTypeId: "0-3",
	},
	{ name: "outlook", place: "pages", path: "outlook", Card: Outlook, full: outlookCard, objectTypeId: undefined },
] as const;

for (const { name, place, path, Card, full, objectTypeId } of CARDS) {
	describe(name, () => {
		const given = objectTypeId ? { objectTypeId } : {};
		test("asks for the record it stands beside, says that it waits, then shows what the server words", async () => {
			const { renderer, sent, draw, words } = at(place, { [path]: { json: full } }, given);
			draw(<Card />);
			expect(renderer.find(LoadingSpinner).props.label).toBe(catalogues.en.load);
			await renderer.waitFor(() => expect(renderer.maybeFind(LoadingSpinner)).toBeNull());
			expect(sent[0]?.url.pathname).toBe(`/cards/hubspot/${path}`);
			expect(sent[0]?.url.searchParams.get("recordId")).toBe(objectTypeId ? "51" : null);
			const view = "score" in full ? full.score : "chance" in full ? full.chance : full.forecast;
			for (const text of [view?.text.value, view?.text.interval]) expect(words()).toContain(text);
			if (path !== "coaching") for (const part of view?.parts ?? []) expect(words()).toContain(part.text);
		});

		test.each([
			[401, "off"],
			[403, "forbidden"],
			[409, "off"],
			[500, "broken"],
		] as const)("after %i it says why there is nothing, and asks again", async (status, word) => {
			const refusal = { status, json: { code: status === 409 ? "wrong_state" : "x", detail: "no" } };
			const { renderer, draw } = at(place, { [path]: [refusal, { json: full }] }, given);
			draw(<Card />);
			await renderer.waitFor(() => expect(renderer.find(ErrorState).props.title).toBe(catalogues.en[word]));
			renderer.find(Button).trigger("onClick");
			await renderer.waitFor(() => expect(renderer.maybeFind(ErrorState)).toBeNull());
		});

		test("a broken connection is an error state, and nothing is thrown", async () => {
			const { renderer, draw } = at(place, { [path]: "broken" }, given);
			draw(<Card />);
			await renderer.waitFor(() => expect(renderer.find(ErrorState).props.title).toBe(catalogues.en.broken));
		});

		test.each(Object.keys(catalogues))("speaks %s", async (language) => {
			const { renderer, sent, draw, words } = at(
				place,
				{ [path]: { status: 403, json: {} } },
				{ ...given, language: `${language}-XX` },
			);
			draw(<Card />);
			await renderer.waitFor(() => expect(renderer.maybeFind(ErrorState)).not.toBeNull());
			expect(words()).toContain(catalogues[language as "de"].forbiddenHint);
			expect(sent[0]?.url.searchParams.get("locale")).toBe(`${language}-XX`);
		});
	});
}

test.each([
	["lead score", "crm.record.sidebar", { lead: { json: noLead } }, LeadScore],
	["lead history", "crm.record.tab", { lead: { json: noLead } }, LeadHistory],
	["chance", "crm.record.sidebar", { deal: { json: { ...dealCard, subject: null, chance: null } } }, DealChance],
	[
		"next step",
		"crm.record.tab",
		{ coaching: { json: { ...coachingCard, subject: null, chance: null } } },
		DealCoaching,
	],
] as const)("%s: a record that the server does not know shows the empty state", async (_, place, answers, Card) => {
	const { renderer, draw, words } = at(place, answers);
	draw(<Card />);
	await renderer.waitFor(() => expect(words()).toContain(catalogues.en.none));
});

test("the tab draws how the score moved, with parts and reasons; without a past it says so", async () => {
	const { renderer, draw, words } = at("crm.record.tab", { lead: { json: leadCard } });
	draw(<LeadHistory />);
	await renderer.waitFor(() => expect(renderer.find(LineChart).props.data).toHaveLength(2));
	for (const { amount, text } of leadCard.score?.parts ?? []) {
		expect(words()).toContain(amount);
		expect(words()).toContain(text);
	}
	const young = at("crm.record.tab", { lead: { json: { ...leadCard, trend: [] } } });
	young.draw(<LeadHistory />);
	await young.renderer.waitFor(() => expect(young.words()).toContain(catalogues.en.noTrend));
	expect(young.renderer.maybeFind(LineChart)).toBeNull();
});

test("a page without territories or a meeting, and a deal that is closed, say so", async () => {
	const page = at("pages", { outlook: { json: { ...outlookCard, forecast: null, rows: [] } } });
	page.draw(<Outlook />);
	await page.renderer.waitFor(() => expect(page.words()).toContain(catalogues.en.noTerritories));
	const quiet = { ...coachingCard, meeting: null, actions: [], objections: [], recent: [] };
	const tab = at("crm.record.tab", { coaching: { json: quiet } }, { objectTypeId: "0-3" });
	tab.draw(<DealCoaching />);
	await tab.renderer.waitFor(() => expect(tab.words()).toContain(catalogues.en.noRecent));
	expect(tab.words()).not.toContain(catalogues.en.lastMeeting);
	const closed = at("crm.record.sidebar", { deal: { json: { ...dealCard, chance: null, may: { score: false } } } });
	closed.draw(<DealChance />);
	await closed.renderer.waitFor(() => expect(closed.words()).toContain(catalogues.en.closed));
});

test("scoring anew puts the new number in place and says so; a refusal leaves what stood there", async () => {
	const anew = {
		...leadCard,
		score: leadCard.score && { ...leadCard.score, value: 80, text: { ...leadCard.score.text, value: "80" } },
	};
	const { renderer, sent, alerts, draw } = at("crm.record.sidebar", {
		lead: { json: leadCard },
		"POST score": [{ json: { lead: anew, deal: null } }, { status: 429, json: { detail: "Too many" } }],
	});
	draw(<LeadScore />);
	await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(71));
	renderer.findAll(LoadingButton)[0]?.trigger("onClick");
	await renderer.waitFor(() => expect(renderer.find(ScoreCircle).props.score).toBe(80));
	expect(sent.at(-1)).toMatchObject({ method: "POST", body: { record: "contact", recordId: "51" } });
	renderer.findAll(LoadingButton)[0]?.trigger("onClick");
	await renderer.waitFor(() => expect(alerts.at(-1)).toBe("Too many"));
	expect(renderer.find(ScoreCircle).props.score).toBe(80);
});

test("giving a lead away carries a key of its own at each click, and names who has it", async () => {
	const { renderer, sent, alerts, draw } = at("crm.record.sidebar", {
		lead: { json: leadCard },
		"POST route": { json: { owner: "Maria", text: "" } },
	});
	draw(<LeadScore />);
	await renderer.waitFor(() => expect(renderer.findAll(LoadingButton)).toHaveLength(2));
	renderer.findAll(LoadingButton)[1]?.trigger("onClick");
	await renderer.waitFor(() => expect(alerts.at(-1)).toContain("Maria"));
	expect(String(sent.at(-1)?.body?.["requestId"]).length).toBeGreaterThan(20);
	expect(renderer.findAll(LoadingButton)).toHaveLength(1);
});

test("what the last meeting left stands with the next step: what was agreed, and what was doubted", async () => {
	const { renderer, draw, words } = at("crm.record.tab", { coaching: { json: coachingCard } }, { objectTypeId: "0-3" });
	draw(<DealCoaching />);
	await renderer.waitFor(() => expect(words()).toContain("Send the offer (18 Sep)"));
	for (const text of [
		"Answer her",
		"You asked about prices",
		"Negotiation",
		"it is too dear",
		"Called about the price",
	])
		expect(words()).toContain(text);
});
