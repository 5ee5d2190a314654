import { expect, test } from "vitest";
import { kindOfStage, leadStatusOf, rankOfStage } from "./stage-words.ts";

test.each([
	[
		"won",
		"Won|Closed Won|closedwon|6 - Closed Won|Ganada|Cerrada ganada|Gagnée|Fermée gagnée|Gewonnen|Geschlossen, gewonnen|זכייה|受注|成約",
	],
	[
		"lost",
		"Lost|Loss|Closed Lost|Closed - Lost to competitor|Perdida|Cerrada perdida|Perdu|Verloren|Geschlossen verloren|הפסד|失注|Dead|No decision",
	],
	["open", "Open|In progress"],
	[
		null,
		"Proposal|Negotiation/Review|Prospecting|Angebot|Propuesta|Proposition|הצעת מחיר|提案|Wonderful stage|Value proposition|受注見込",
	],
] as const)("%s is what these say", (kind, names) => {
	expect(names.split("|").map((name) => [name, kindOfStage(name)])).toEqual(
		names.split("|").map((name) => [name, kind]),
	);
});

test("numbers in front and common words tell the order", () => {
	const order = (names: string[]): string[] =>
		names.toSorted((a, b) => (rankOfStage(a).rank ?? 5.5) - (rankOfStage(b).rank ?? 5.5));
	expect(order(["Negotiation", "Demo", "Prospecting", "Proposal", "Qualification"])).toEqual([
		"Prospecting",
		"Qualification",
		"Demo",
		"Proposal",
		"Negotiation",
	]);
	expect(["10% - Qualify", "2. Demo", "Stage 3", "Commit (90%)"].map((n) => rankOfStage(n).number)).toEqual([
		10, 2, 3, 90,
	]);
});

test("lead statuses are known in six languages", () => {
	expect(
		[
			"Open - Not Contacted",
			"Working - Contacted",
			"Closed - Converted",
			"Closed - Not Converted",
			"Qualifiziert",
			"Nouveau",
			"Descartado",
			"לא רלוונטי",
			"対応中",
			"Zorp",
		].map(leadStatusOf),
	).toEqual([
		"new",
		"working",
		"converted",
		"disqualified",
		"qualified",
		"new",
		"disqualified",
		"disqualified",
		"working",
		null,
	]);
});
