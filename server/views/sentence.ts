import type { Part } from "../../core/explain/explanation.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { english } from "../../core/words/english.ts";
import { formatCountry } from "../../core/words/format-country.ts";
import { formatDay } from "../../core/words/format-date.ts";
import type { Params } from "../../core/words/message.ts";
import { showNumber, showPercent } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** Parameters that are shares 0–1 and are read as percent. */
const SHARES = new Set(["priorRate", "yield", "winRate"]);

/** Parameters that their sentences write as percent themselves: rounding them first would make 47 % a half. */
const WRITTEN_AS_PERCENT = new Set(["probability", "from", "to", "own"]);

/** The sentence of a reason in the viewer's language; an unknown code is said as "another reason". */
export function sentenceOf(viewer: Viewer, { code, params }: Pick<Part, "code" | "params">): string {
	if (code === "lead_rule") return ruleSentence(viewer, params);
	if (LEARNT.has(code)) return learntSentence(viewer, code, params);
	if (code === "forecast_unpriced") return unpricedSentence(viewer, params);
	const key = `reason.${code}`;
	return say(viewer, key in english ? key : "reason.unknown", readable(viewer, params));
}

/** Parameters as they are read: shares in percent, days as dates, half numbers by the locale. */
export function readable(viewer: Viewer, params: Record<string, string | number>): Params {
	const shown: Params = {};
	for (const [name, value] of Object.entries(params)) {
		if (typeof value === "number" && WRITTEN_AS_PERCENT.has(name)) shown[name] = value;
		else if (typeof value === "number" && SHARES.has(name))
			shown[name] = showPercent(Math.round(value * 100), viewer.locale);
		else if (typeof value === "string" && isPlainDate(value)) shown[name] = formatDay(value, viewer.locale);
		else if (typeof value === "number" && !Number.isInteger(value)) shown[name] = showNumber(value, viewer.locale, 1);
		else shown[name] = value;
	}
	return shown;
}

const LEARNT = new Set(["lead_fit", "lead_demographic", "lead_behaviour", "lead_engagement", "lead_intent"]);

/** A part of a learnt score with its strongest column; columns of a source are called what it calls them. */
function learntSentence(viewer: Viewer, code: string, params: Record<string, string | number>): string {
	const { column = "", ...rest } = params;
	const key = `leadColumn.${column}`;
	const name = key in english ? say(viewer, key) : String(column).replace(/^extra\./, "");
	const { value = "" } = rest;
	const said =
		column === "country"
			? formatCountry(String(value), viewer.locale)
			: value === "yes" || value === "no"
				? say(viewer, `drivers.${value}`)
				: null;
	return say(viewer, `reason.${code}`, {
		...readable(viewer, rest),
		...(said === null ? {} : { value: said }),
		column: name,
	});
}

/** Rules of the default model have their words; a workspace's own are called what it calls them. */
function ruleSentence(viewer: Viewer, params: Record<string, string | number>): string {
	const key = `lead.rule.${params["rule"]}`;
	if (params["label"] === params["rule"] && key in english) return say(viewer, key, params);
	return String(params["label"]);
}

/** Which of the two reasons there are for deals without a price. */
function unpricedSentence(viewer: Viewer, params: Record<string, string | number>): string {
	const { withoutRate = 0, withoutAmount = 0 } = params;
	const which = withoutAmount === 0 ? "_rate" : withoutRate === 0 ? "_amount" : "";
	return say(viewer, `reason.forecast_unpriced${which}`, { withoutRate, withoutAmount });
}
