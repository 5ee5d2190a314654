import type { JsonValue } from "../model/change.ts";
import { addDays, daysBetween, type PlainDate } from "../model/instant.ts";
import { nameKey } from "./name-key.ts";
import type { Plan } from "./plan.ts";
import { ARCHIVE_DAYS, isArchive, type WorkspaceFacts } from "./propose-plan.ts";
import type { ProfiledSheet } from "./sheet-facts.ts";
import { kindOfStage, leadStatusOf } from "./stage-words.ts";

/**
 * Something no file answers. Texts are `question.<code>` with `params`; the default's reason is
 * `question.reason.<reason.code>`, an option's label `question.option.<code>` unless it carries its own `label`.
 */
export interface Question {
	id: string;
	code: string;
	params: Record<string, string | number>;
	/** `stages`: the list of stages with kind and order; `leadStatuses`: the company's word → ours. */
	kind: "choice" | "yesNo" | "stages" | "leadStatuses" | "currency" | "zone" | "month";
	options: { value: JsonValue; code: string; params: Record<string, string | number> }[];
	suggested: JsonValue;
	reason: { code: string; params: Record<string, string | number> };
}

/** What is left to ask, each with a default and why; nothing that a kept plan, a file or the workspace has answered. */
export function questionsFor(
	plan: Plan,
	seen: ProfiledSheet[],
	workspace: WorkspaceFacts,
	today: PlainDate,
): Question[] {
	const kept = workspace.kept;
	const questions: Question[] = [];
	const keptStages = new Set((kept?.stages ?? []).map((s) => nameKey(s.name)));
	if (plan.stages.some((s) => !keptStages.has(nameKey(s.name)))) questions.push(askStages(plan));
	const unsure = Object.keys(plan.leadStatuses).filter((word) => !(word in (kept?.leadStatuses ?? {})));
	if (unsure.length > 0) questions.push(askLeadStatuses(plan, unsure));
	plan.sheets.forEach((sheet, index) => {
		const profile = seen[index]?.profile;
		if (!profile || sheet.entity === null || kept?.sheets.some((k) => sameHeaders(k, sheet))) return;
		const hasDates = sheet.columns.some((c) => c.field !== null && profile.columns[c.index]?.newest);
		if (!profile.dateOrderCertain && hasDates)
			questions.push(askDateOrder(plan, sheet.file, index, profile.unsureDate ?? ""));
		if (!profile.decimalCertain)
			questions.push(askDecimal(sheet.file, index, sheet.decimal, profile.unsureNumber ?? ""));
		if (sheet.revenueScale !== 1) questions.push(askRevenueScale(sheet.file, index, sheet.revenueScale, seen[index]));
	});
	if (!kept) {
		if (workspace.isNew) questions.push(askCurrency(plan, seen));
		if (workspace.isNew) {
			questions.push({
				id: "fiscalStartMonth",
				code: "fiscalStartMonth",
				params: {},
				kind: "month",
				options: [],
				suggested: plan.fiscalStartMonth,
				reason: { code: "mostCompanies", params: {} },
			});
			questions.push({
				id: "zone",
				code: "zone",
				params: {},
				kind: "zone",
				options: [],
				suggested: plan.zone,
				reason: { code: "workspaceZone", params: { zone: plan.zone } },
			});
		}
		if (plan.amountFromProduct) {
			questions.push(yesNo("amountFromProduct", plan.amountFromProduct, "openDealsWithoutAmount"));
		}
		if (plan.lostZeroIsBlank) questions.push(yesNo("lostZeroIsBlank", plan.lostZeroIsBlank, "allLostAreZero"));
		if (workspace.isNew && isArchive(plan.newestDate, today)) questions.push(askClock(plan, today));
	}
	return questions;
}

function sameHeaders(a: Plan["sheets"][number], b: Plan["sheets"][number]): boolean {
	return (
		a.columns.length === b.columns.length &&
		a.columns.every((c, i) => c.header.toLowerCase() === b.columns[i]?.header.toLowerCase())
	);
}

function askStages(plan: Plan): Question {
	const guessed = plan.stages.filter((s) => kindOfStage(s.name) === null).length;
	return {
		id: "stages",
		code: "stages",
		params: { count: plan.stages.length },
		kind: "stages",
		options: (["open", "won", "lost", "skip"] as const).map((value) => ({ value, code: `stage.${value}`, params: {} })),
		suggested: plan.stages.map(({ name, kind, position }) => ({ name, kind, position })),
		reason: { code: guessed > 0 ? "stageWordsAndOrder" : "stageWords", params: { guessed } },
	};
}

function askLeadStatuses(plan: Plan, unsure: string[]): Question {
	return {
		id: "leadStatuses",
		code: "leadStatuses",
		params: { count: unsure.length },
		kind: "leadStatuses",
		options: (["new", "working", "qualified", "converted", "disqualified"] as const).map((value) => ({
			value,
			code: `lead.${value}`,
			params: {},
		})),
		suggested: Object.fromEntries(unsure.map((word) => [word, plan.leadStatuses[word] ?? "working"])),
		reason: { code: "leadWords", params: { guessed: unsure.filter((w) => leadStatusOf(w) === null).length } },
	};
}

function askDateOrder(plan: Plan, file: string, index: number, example: string): Question {
	const american = plan.currency === "USD" || plan.zone.startsWith("America/");
	return {
		id: `dateOrder:${index}`,
		code: "dateOrder",
		params: { file, example },
		kind: "choice",
		options: (["dmy", "mdy"] as const).map((value) => ({ value, code: `dateOrder.${value}`, params: { example } })),
		suggested: american ? "mdy" : "dmy",
		reason: { code: american ? "dateOrderAmerican" : "dateOrderWorld", params: {} },
	};
}

function askDecimal(file: string, index: number, mark: string, example: string): Question {
	return {
		id: `decimal:${index}`,
		code: "decimal",
		params: { file, example },
		kind: "choice",
		options: [".", ","].map((value) => ({
			value,
			code: value === "." ? "decimal.point" : "decimal.comma",
			params: { example },
		})),
		suggested: mark,
		reason: { code: "decimalHabit", params: {} },
	};
}

function askRevenueScale(file: string, index: number, scale: number, seen: ProfiledSheet | undefined): Question {
	const column =
		seen?.profile.columns.find((c) => c.header.toLowerCase().includes("revenue")) ?? seen?.profile.columns[0];
	return {
		id: `revenueScale:${index}`,
		code: "revenueScale",
		params: { file, example: column?.samples[0] ?? "" },
		kind: "choice",
		options: [1, 1000, 1_000_000].map((value) => ({ value, code: `revenueScale.${value}`, params: {} })),
		suggested: scale,
		reason: { code: "revenuePerEmployee", params: {} },
	};
}

function askCurrency(plan: Plan, seen: ProfiledSheet[]): Question {
	const said = plan.sheets.some((sheet, i) =>
		sheet.columns.some((c) => c.field === "currency" || seen[i]?.profile.columns[c.index]?.currency === plan.currency),
	);
	return {
		id: "currency",
		code: "currency",
		params: {},
		kind: "currency",
		options: [],
		suggested: plan.currency,
		reason: { code: said ? "currencyInFile" : "currencyUnsaid", params: { currency: plan.currency } },
	};
}

function askClock(plan: Plan, today: PlainDate): Question {
	const newest = plan.newestDate ?? today;
	return {
		id: "clock",
		code: "clock",
		params: { newest, days: daysBetween(newest, today) },
		kind: "choice",
		options: [
			{ value: "file", code: "clock.file", params: { day: addDays(newest, 1) } },
			{ value: "now", code: "clock.now", params: { day: today } },
		],
		suggested: plan.clock,
		reason: { code: "clockOld", params: { days: daysBetween(newest, today), limit: ARCHIVE_DAYS } },
	};
}

function yesNo(id: string, suggested: boolean, reason: string): Question {
	return { id, code: id, params: {}, kind: "yesNo", options: [], suggested, reason: { code: reason, params: {} } };
}
