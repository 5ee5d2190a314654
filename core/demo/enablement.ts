import type { DealCategory } from "../model/deal-category.ts";
import type { Competitor, Content } from "../model/enablement.ts";
import type { Instant } from "../model/instant.ts";
import type { Pipeline, Stage } from "../model/pipeline.ts";
import { idMaker } from "./ids.ts";

/** The one pipeline: five open stages, won, lost. In order, so that `stages[k]` is open stage k. */
export function salesPipeline(seed: number, since: Instant): { pipeline: Pipeline; stages: Stage[] } {
	const pipeline: Pipeline = { id: idMaker(seed, "pipeline")(0, since), name: "Lighting projects", isDefault: true };
	const id = idMaker(seed, "stage");
	const names = ["Qualification", "Discovery", "Light plan", "Proposal", "Negotiation", "Closed won", "Closed lost"];
	const stages = names.map((name, k): Stage => {
		const kind = k < 5 ? "open" : k === 5 ? "won" : "lost";
		return { id: id(k, since), pipelineId: pipeline.id, name, position: k + 1, kind };
	});
	return { pipeline, stages };
}

/** The forecast category of each open stage: as most companies set their CRM up, it follows the stage. */
export const CATEGORIES: readonly DealCategory[] = ["pipeline", "pipeline", "pipeline", "best_case", "commit"];

/** What a rep plans to do next in each open stage. */
export const NEXT_STEPS: readonly (readonly string[])[] = [
	["Call to ask what is wrong with the light today", "Find out who pays for it", "Agree a first visit"],
	["Walk the floor with facilities", "Meet the person who signs", "Ask what happens if nothing changes"],
	["Send the light plan", "Show the demo room", "Agree measurements with the electrician"],
	["Go through the proposal together", "Ask for the purchasing steps", "Confirm the installation week"],
	["Agree payment terms", "Get the contract to legal", "Set the signing day"],
];

/** Whom Fjordlight meets. */
export function competitors(seed: number, since: Instant): Competitor[] {
	const id = idMaker(seed, "competitor");
	const known: [string, string[]][] = [
		["Lumenhaus", ["Lumen Haus", "Lumenhouse"]],
		["BrightGrid", ["Bright Grid", "BrightGrid Systems"]],
		["OfficeGlow", ["Office Glow"]],
	];
	return known.map(([name, aliases], k) => ({ id: id(k, since), name, aliases }));
}

/** Five things a seller can say or send, in a seller's words. */
export function content(seed: number, since: Instant, stages: Stage[], rivals: Competitor[]): Content[] {
	const id = idMaker(seed, "content");
	const items: Omit<Content, "id" | "locale">[] = [
		{
			kind: "battlecard",
			title: "Against Lumenhaus: they are cheaper per lamp",
			body: "“You are right, their lamp costs less. Shall we compare the whole floor over five years, with energy and the calls to the electrician? I have the sheet here.”",
			competitorId: rivals[0]?.id ?? null,
			stageId: null,
		},
		{
			kind: "battlecard",
			title: "Against BrightGrid: they have more controls",
			body: "“Who in your team would use forty settings? Ours has three, and people leave it alone. Would you like to ask a customer who changed from them?”",
			competitorId: rivals[1]?.id ?? null,
			stageId: null,
		},
		{
			kind: "battlecard",
			title: "Against OfficeGlow: they deliver in two weeks",
			body: "“Which day does the floor have to be lit? Let us count back from it. If two weeks matter we can bring the first zone early and finish the rest while you move in.”",
			competitorId: rivals[2]?.id ?? null,
			stageId: null,
		},
		{
			kind: "playbook_line",
			title: "Find the pain before the plan",
			body: "“If nothing changed for another year, who would mind most, and what would it cost them?”",
			competitorId: null,
			stageId: stages[1]?.id ?? null,
		},
		{
			kind: "playbook_line",
			title: "When the champion goes quiet",
			body: "“I have not heard from you, so I may have missed something. Has this moved down the list, or is there someone I should help you convince?”",
			competitorId: null,
			stageId: stages[4]?.id ?? null,
		},
	];
	return items.map((item, k) => ({ id: id(k, since), ...item, locale: "en" }));
}
