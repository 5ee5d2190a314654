import { minorDigits } from "../../core/model/money.ts";
import type { PlanFault } from "../../core/territory/evaluate-plan.ts";
import type { ExplainedMove } from "../../core/territory/explain-moves.ts";
import type { DistrictReport } from "../../core/territory/plan-report.ts";
import { english } from "../../core/words/english.ts";
import { showMoney, showNumber, showPercent } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { LoadedPlan } from "./load-plan.ts";

/** What a measure is called: its word, or the name its file gives it. */
export function measureWord(viewer: Viewer, name: string): string {
	const key = `terr.measure.${name}`;
	return key in english ? say(viewer, key) : name;
}

/** Measures that are amounts of money. */
const MONEY = new Set(["potential", "revenue", "pipeline"]);

/** What a territory holds of a measure, with its currency where it is money. */
function measureAmount(viewer: Viewer, measure: string, value: number, currency: string): string {
	if (!MONEY.has(measure)) return showNumber(value, viewer.locale, value < 100 && value % 1 !== 0 ? 1 : 0);
	return showMoney(BigInt(Math.round(value * 10 ** minorDigits(currency))), currency, viewer.locale);
}

type Named = Pick<LoadedPlan, "districts" | "units" | "currency">;

/** A broken wish as a sentence. */
export function faultText(viewer: Viewer, { districts, units, currency }: Named, fault: PlanFault): string {
	const amount = (value: number) => showNumber(value, viewer.locale, value < 100 ? 1 : 0);
	if (fault.code === "disrupted") {
		return say(viewer, "terr.fault.disrupted", { moved: amount(fault.moved), most: amount(fault.most) });
	}
	const name = districts[fault.district]?.name ?? "";
	switch (fault.code) {
		case "empty":
			return say(viewer, "terr.fault.empty", { name });
		case "apart":
			return say(viewer, "terr.fault.apart", { name, parts: fault.parts });
		case "lockBroken":
			return say(viewer, "terr.fault.lockBroken", { name, unit: units[fault.unit]?.name ?? "" });
		case "outOfBounds":
			return say(viewer, "terr.fault.outOfBounds", {
				name,
				measure: measureWord(viewer, fault.measure),
				held: measureAmount(viewer, fault.measure, fault.held, currency),
				least: measureAmount(viewer, fault.measure, Math.max(0, fault.least), currency),
				most: measureAmount(viewer, fault.measure, fault.most, currency),
			});
	}
}

/** "Your territory has …, because …": the reasons of a territory as sentences, the strongest first. */
export function reasonTexts(
	viewer: Viewer,
	{ currency }: Pick<Named, "currency">,
	{ reasons }: DistrictReport,
): string[] {
	return reasons.map(({ code, params }) => {
		const shown = Object.fromEntries(
			Object.entries(params).map(([name, value]) => {
				if (name === "measure") return [name, measureWord(viewer, String(value))];
				if (name === "off") return [name, showPercent(Math.round(100 * Number(value)), viewer.locale)];
				if (name === "held") return [name, measureAmount(viewer, String(params["measure"]), Number(value), currency)];
				if (name.endsWith("Km")) return [name, showNumber(Number(value), viewer.locale, 0)];
				return [name, value];
			}),
		);
		return say(viewer, `terr.reason.${code.replace("territory.", "")}`, shown);
	});
}

/** Why a unit moves, as sentences. */
export function whyTexts(viewer: Viewer, { districts }: Pick<Named, "districts">, move: ExplainedMove): string[] {
	const [from, to] = [districts[move.from]?.name ?? "", districts[move.to]?.name ?? ""];
	return move.reasons.map(({ code, measure }) =>
		say(viewer, `terr.why.${code}`, {
			...{ from, to, measure: measure ? measureWord(viewer, measure) : "" },
			km: showNumber(Math.abs(move.saves), viewer.locale, 0),
		}),
	);
}
