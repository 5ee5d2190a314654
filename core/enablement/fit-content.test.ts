import { expect, test } from "vitest";
import { fitContent } from "./fit-content.ts";
import { heardCompetitors } from "./heard-competitors.ts";

const line = (id: string, aim: Partial<Parameters<typeof fitContent>[0][number]> = {}) => ({
	id,
	title: id,
	competitorId: null,
	stageId: null,
	industry: null,
	locale: "en",
	...aim,
});
const deal = { stageId: "proposal", competitorIds: new Set(["lumenhaus"]), industry: "Healthcare", locale: "de" };

test("a line fits when nothing it names differs from the deal, the closest first", () => {
	const fitting = fitContent(
		[
			line("general"),
			line("general, in German", { locale: "de" }),
			line("other competitor", { competitorId: "brightgrid" }),
			line("other stage", { stageId: "discovery", competitorId: "lumenhaus" }),
			line("stage", { stageId: "proposal" }),
			line("all three", { stageId: "proposal", competitorId: "lumenhaus", industry: "healthcare" }),
			line("other industry", { industry: "Retail" }),
		],
		deal,
	);
	expect(fitting.map((f) => f.line.id)).toEqual(["all three", "stage", "general, in German", "general"]);
	expect(fitting[0]?.fits).toEqual(["competitor", "stage", "industry"]);
});

test("a deal without an industry takes no line made for one", () => {
	expect(fitContent([line("a", { industry: "Retail" })], { ...deal, industry: null })).toEqual([]);
});

test("competitors are heard by name or alias as whole words, whatever the case and accents", () => {
	const rivals = [
		{ id: "l", name: "Lumenhaus", aliases: ["Lumen Haus"] },
		{ id: "o", name: "Ö", aliases: [] },
		{ id: "b", name: "BrightGrid", aliases: [] },
	];
	const heard = (text: string) => [...heardCompetitors(rivals, [text])];
	expect(heard("They also asked LUMEN-HAUS for a price")).toEqual(["l"]);
	expect(heard("brightgrids are no competitor")).toEqual([]);
	expect(heard("Ö asked")).toEqual([]);
	expect([...heardCompetitors(rivals, ["quote by Lumén", "Haus visit"])]).toEqual([]);
});
