import type { ScenarioJson, ScenarioReportJson } from "../../core/contract/scenarios.ts";
import type { View } from "../../core/contract/view.ts";
import type { ScopeNodeJson } from "../../core/contract/waterfall.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { ScenarioColumn, ScenarioFinding } from "../../core/forecast/scenario/scenario-types.ts";
import type { Period } from "../../core/model/period.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { KeptReport, StoredScenario } from "../db/scenarios.ts";
import { periodText } from "./forecast-view.ts";
import { showMoneyParts } from "./parts.ts";
import { changeText, type Names } from "./scenario-change-text.ts";
import { sentenceOf } from "./sentence.ts";
import { roundMoney, showMoney } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What a scenario is told with. */
export interface ScenarioAbout {
	period: Period;
	node: ScopeNodeJson;
	names: Names;
	currency: string;
}

/** A scenario in words, with its report where it has one. */
export function scenarioJson(stored: StoredScenario, about: ScenarioAbout, viewer: Viewer): ScenarioJson {
	const { kept, changes, state, done, total } = stored;
	return {
		id: stored.id,
		name: stored.name,
		period: about.period,
		node: about.node,
		changes,
		says: changes.map((change) => changeText(change, about.names, about.currency, viewer)),
		state,
		progress: total === null || state !== "running" ? null : { done, total },
		reason: stored.reason,
		report: kept && reportJson(kept, about, viewer),
		version: stored.version,
		createdBy: stored.createdBy,
		createdAt: new Date(stored.createdAt).toISOString(),
		updatedBy: stored.updatedBy,
		updatedAt: new Date(stored.updatedAt).toISOString(),
	};
}

function reportJson(
	{ report, below, modelVersion }: KeptReport,
	about: ScenarioAbout,
	viewer: Viewer,
): ScenarioReportJson {
	const { currency } = report;
	const told = { ...about, modelVersion };
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const finding = (found: ScenarioFinding) => {
		const id = found.about?.entity === "deal" ? found.about.id : null;
		const name = id === null ? undefined : about.names.get(id);
		return {
			text: say(viewer, `finding.${found.code}`, found.params),
			value: found.valueMinor === null ? null : money(found.valueMinor),
			deal: id !== null && name !== undefined ? { id, name } : null,
		};
	};
	return {
		asOf: new Date(report.asOf).toISOString(),
		modelVersion,
		baseline: moneyView("baseline", report.baseline, told, viewer),
		columns: report.columns.map((column) => columnJson(column, told, viewer)),
		below: below.map(({ nodeId, parentId, kind, name, baselineMinor, valuesMinor }) => ({
			node: { nodeId, parentId, kind, name: nameOf(kind, nodeId, name, viewer) },
			baseline: baselineMinor.toString(),
			values: valuesMinor.map(String),
		})),
		currency,
		recommendations: report.recommendations.map(finding),
		risks: report.risks.map(finding),
	};
}

function nameOf(kind: ScopeNodeJson["kind"], nodeId: string, name: string, viewer: Viewer): string {
	if (kind === "unassigned") return say(viewer, "view.forecast.unassigned");
	return nodeId.startsWith("hire ") ? say(viewer, "view.scenario.hires") : name;
}

function columnJson(
	{ scenario, estimate, differenceMinor, quotaMinor, quotaChance, drivers, problems }: ScenarioColumn,
	about: ScenarioAbout & { modelVersion: string },
	viewer: Viewer,
): ScenarioReportJson["columns"][number] {
	const { currency, names } = about;
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const says = scenario.changes.map((change) => changeText(change, names, currency, viewer));
	const name = say(viewer, `scenario.kind.${scenario.kind}`, { name: scenario.name });
	return {
		kind: scenario.kind,
		name,
		view: moneyView(name, estimate, about, viewer),
		difference: money(differenceMinor),
		quota: quotaMinor === null ? null : money(quotaMinor),
		quotaChance,
		drivers: drivers.map(({ change, code, params, valueMinor }) => ({
			text: (change === null ? undefined : says[change]) ?? sentenceOf(viewer, { code, params }),
			value: money(valueMinor),
		})),
		problems: problems.map(({ change, code }) => ({ change, text: sentenceOf(viewer, { code, params: {} }) })),
	};
}

/** A scenario's number as every host shows it. */
function moneyView(
	title: string,
	estimate: Estimate<bigint>,
	{ period, names, currency, modelVersion }: ScenarioAbout & { modelVersion: string },
	viewer: Viewer,
): View {
	const { value, interval, explanation, n, asOf, state } = estimate;
	const { base, parts, totalText, step } = showMoneyParts(viewer, explanation, currency);
	const rounded = (minor: bigint) => showMoney(roundMoney(minor, step), currency, viewer.locale);
	const named = parts.map((part) => {
		const about = part.about ? names.get(part.about.id) : undefined;
		return about === undefined ? part : { ...part, text: `${about}: ${part.text}` };
	});
	return {
		id: title,
		kind: "forecast",
		title,
		value: value === null ? null : value.toString(),
		unit: "money",
		currency,
		interval: interval && { low: interval.low.toString(), high: interval.high.toString(), level: interval.level },
		n,
		asOf: new Date(asOf).toISOString(),
		direction: null,
		base: value === null ? null : base,
		parts: value === null ? [] : named,
		action: null,
		modelVersion,
		state,
		text: {
			value: value === null ? "–" : totalText,
			label: say(viewer, "view.forecast.label", { period: periodText(period, viewer) }),
			interval: interval ? `${rounded(interval.low)}–${rounded(interval.high)}` : "",
			sample: say(viewer, "view.forecast.sample", { n }),
			direction: "",
			state: state === "provisional" ? say(viewer, "view.forecast.provisional") : "",
			how: say(viewer, "view.scenario.how", {
				asOf: formatInstant(asOf, viewer.locale, viewer.zone),
				model: modelVersion,
			}),
		},
	};
}
