import type { ScenarioChangeJson } from "../../core/contract/scenarios.ts";
import type { ScenarioChange } from "../../core/forecast/scenario/scenario-types.ts";
import { sentenceOf } from "./sentence.ts";
import { showMoney, showNumber, showPercent } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What ids in changes are called, where the viewer may see them. */
export type Names = ReadonlyMap<string, string>;

/** A change in a sentence, with whom or what it is about before it: "West: 1.2 × as many deals won". */
export function changeText(
	change: ScenarioChangeJson | ScenarioChange,
	names: Names,
	currency: string,
	viewer: Viewer,
): string {
	const params: Record<string, string | number> = {};
	for (const [key, value] of Object.entries(change)) {
		if (key === "kind") continue;
		if (key === "index") params[key] = showPercent(Math.round(Number(value) * 100), viewer.locale);
		else if (typeof value === "number")
			params[key] = Number.isInteger(value) ? value : showNumber(value, viewer.locale, 2);
		else if (typeof value === "string") params[key] = value;
	}
	const sentence = sentenceOf(viewer, { code: `scenario_${change.kind}`, params });
	const about = aboutOf(change, names);
	const amount = amountOf(change, currency, viewer);
	return say(viewer, "view.scenario.change", {
		about,
		hasAbout: about === "" ? "no" : "yes",
		sentence,
		amount,
		hasAmount: amount === "" ? "no" : "yes",
	});
}

/** Ids of people, teams and deals that a change names. */
export function idsIn(change: ScenarioChangeJson): { nodes: string[]; deals: string[] } {
	const nodes: string[] = [];
	const deals: string[] = [];
	if ("dealId" in change) deals.push(change.dealId);
	if ("nodeId" in change && change.nodeId !== undefined) nodes.push(change.nodeId);
	if (change.kind === "leave") nodes.push(change.userId, ...(change.dealsTo === null ? [] : [change.dealsTo]));
	if (change.kind === "territory") nodes.push(change.fromUserId, change.toUserId);
	return { nodes, deals };
}

function aboutOf(change: ScenarioChangeJson | ScenarioChange, names: Names): string {
	const name = (id: string | null | undefined): string => (id ? (names.get(id) ?? "") : "");
	if ("dealId" in change) return name(change.dealId);
	if (change.kind === "leave") return arrow(name(change.userId), name(change.dealsTo));
	if (change.kind === "territory") return arrow(name(change.fromUserId), name(change.toUserId));
	return "nodeId" in change ? name(change.nodeId) : "";
}

function arrow(from: string, to: string): string {
	return to === "" ? from : `${from} → ${to}`;
}

function amountOf(change: ScenarioChangeJson | ScenarioChange, currency: string, { locale }: Viewer): string {
	if (change.kind === "quota") return showMoney(BigInt(change.amountMinor), currency, locale);
	return "";
}
