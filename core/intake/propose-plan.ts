import type { DealStatus } from "../model/deal.ts";
import type { PlainDate } from "../model/instant.ts";
import { daysBetween } from "../model/instant.ts";
import type { LeadStatus } from "../model/lead.ts";
import { readBoolean } from "./blank.ts";
import { guessEntity } from "./guess-entity.ts";
import { headerWords, nameKey } from "./name-key.ts";
import { PLAN_VERSION, type Plan, type SheetPlan } from "./plan.ts";
import { currencyCode } from "./read-number.ts";
import { scaleOfHeader } from "./row-reader.ts";
import { amountFacts, columnOf, type ProfiledSheet, revenuePerEmployee, seenStages } from "./sheet-facts.ts";
import { kindOfStage, leadStatusOf } from "./stage-words.ts";

/** What the workspace already knows, so that it is not asked. */
export interface WorkspaceFacts {
	/** Nothing is in it yet: what the import answers becomes its settings, so it is asked. */
	isNew: boolean;
	currency: string;
	zone: string;
	fiscalStartMonth: number;
	hasProductPrices: boolean;
	/** The plan kept for files of this shape. */
	kept: Plan | null;
}

/** Files whose newest day is older than this many days are an archive: the workspace's clock is set back to them. */
export const ARCHIVE_DAYS = 60;

/** Whether files that end on this day are an archive. */
export function isArchive(newest: PlainDate | null, today: PlainDate): newest is PlainDate {
	return newest !== null && daysBetween(newest, today) > ARCHIVE_DAYS;
}

/** The plan that the files themselves suggest; what they leave open is filled with defaults that `questionsFor` asks about. */
export function proposePlan(seen: ProfiledSheet[], workspace: WorkspaceFacts, today: PlainDate): Plan {
	const kept = workspace.kept?.version === PLAN_VERSION ? workspace.kept : null;
	const sheets = seen.map((sheet) => keptSheet(kept, sheet) ?? proposeSheet(sheet));
	const pairs = sheets.map((plan, i) => ({ plan, seen: seen[i] as ProfiledSheet }));
	for (const { plan, seen: sheet } of pairs) {
		if (!kept && plan.entity === "account") plan.revenueScale = guessRevenueScale(plan, sheet);
	}
	const newestDate = newestOf(pairs);
	const plan: Plan = {
		version: PLAN_VERSION,
		source: "file",
		sheets,
		stages: [],
		leadStatuses: { ...leadStatusesOf(pairs), ...kept?.leadStatuses },
		currency: kept?.currency ?? currencyIn(pairs) ?? workspace.currency,
		zone: kept?.zone ?? workspace.zone,
		fiscalStartMonth: kept?.fiscalStartMonth ?? workspace.fiscalStartMonth,
		clock: isArchive(newestDate, today) ? (kept?.clock ?? "file") : "now",
		newestDate,
		amountFromProduct: false,
		lostZeroIsBlank: false,
		amountKnown: "creation",
	};
	plan.stages = stagesOf(pairs, kept);
	guessAmounts(plan, pairs, workspace, kept);
	return plan;
}

function proposeSheet(sheet: ProfiledSheet): SheetPlan {
	const name = sheet.sheet === null ? sheet.file : `${sheet.file} ${sheet.sheet}`;
	const best =
		guessEntity(sheet.profile.columns, sheet.sheet ?? name)[0] ?? guessEntity(sheet.profile.columns, name)[0];
	return {
		file: sheet.file,
		sheet: sheet.sheet,
		entity: best?.entity ?? null,
		columns:
			best?.columns ??
			sheet.profile.columns.map((c) => ({
				index: c.index,
				header: c.header,
				field: null,
				confidence: 0,
				why: "none" as const,
			})),
		dateOrder: sheet.profile.dateOrder,
		decimal: sheet.profile.decimal,
		revenueScale: 1,
	};
}

/** The kept plan's sheet of the same headers, under this file's name; what this file shows for certain wins. */
function keptSheet(kept: Plan | null, sheet: ProfiledSheet): SheetPlan | null {
	const shape = sheet.headers.join("\u001f").toLowerCase();
	const same = kept?.sheets.find(
		(s) =>
			s.columns
				.map((c) => c.header)
				.join("\u001f")
				.toLowerCase() === shape,
	);
	if (!same) return null;
	return {
		...same,
		file: sheet.file,
		sheet: sheet.sheet,
		dateOrder:
			sheet.profile.dateOrderCertain && sheet.profile.dateOrder !== "ymd" ? sheet.profile.dateOrder : same.dateOrder,
		decimal: sheet.profile.decimalCertain ? sheet.profile.decimal : same.decimal,
	};
}

type Pair = { plan: SheetPlan; seen: ProfiledSheet };

/** Fields whose days lie in the past; an expected close date does too as far as the profile keeps it (up to today). */
const PAST = ["createdAt", "closedAt", "changedAt", "occurredAt", "modifiedAt", "closeDate"] as const;

function newestOf(pairs: Pair[]): PlainDate | null {
	let newest: PlainDate | null = null;
	for (const { plan, seen } of pairs) {
		if (plan.entity === null) continue;
		for (const field of PAST) {
			const day = seen.profile.columns[columnOf(plan, field)]?.newest?.[plan.dateOrder] ?? null;
			if (day !== null && (newest === null || day > newest)) newest = day;
		}
	}
	return newest;
}

function stagesOf(pairs: Pair[], kept: Plan | null): Plan["stages"] {
	const known = new Map((kept?.stages ?? []).map((s) => [nameKey(s.name), s] as const));
	const fresh = seenStages(pairs).filter((s) => !known.has(nameKey(s.name)));
	const stages = [
		...(kept?.stages ?? []),
		...fresh.map((s) => ({ name: s.name, kind: s.kind ?? ("open" as const), position: 0 })),
	];
	const open = stages.filter((s) => s.kind === "open" || s.kind === "skip");
	return [...open, ...stages.filter((s) => s.kind === "won"), ...stages.filter((s) => s.kind === "lost")].map(
		(s, position) => ({ ...s, position }),
	);
}

function leadStatusesOf(pairs: Pair[]): Record<string, LeadStatus> {
	const statuses: Record<string, LeadStatus> = {};
	for (const { plan, seen } of pairs) {
		if (plan.entity !== "lead") continue;
		for (const { value } of seen.profile.columns[columnOf(plan, "status")]?.values ?? []) {
			statuses[value.trim()] = leadStatusOf(value) ?? "working";
		}
	}
	return statuses;
}

/** The one currency that signs, codes or header words name; null when none or several do. */
function currencyIn(pairs: Pair[]): string | null {
	const found = new Map<string, number>();
	const note = (code: string | null | undefined, weight: number): void => {
		if (code) found.set(code, (found.get(code) ?? 0) + weight);
	};
	for (const { plan, seen } of pairs) {
		for (const { field, index, header } of plan.columns) {
			const column = seen.profile.columns[index];
			if (!column) continue;
			if (field === "currency") for (const { value, count } of column.values ?? []) note(currencyCode(value), count);
			if (!["amount", "listPrice", "unitPrice", "annualRevenue"].includes(field ?? "")) continue;
			note(column.currency, column.filled);
			for (const word of headerWords(header).split(" ")) if (word.length === 3) note(currencyCode(word), column.filled);
			const sign = /[€£¥₪₹$]/.exec(header)?.[0];
			if (sign) note(currencyCode(sign), column.filled);
		}
	}
	return [...found].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function guessRevenueScale(plan: SheetPlan, seen: ProfiledSheet): number {
	const said = scaleOfHeader(seen.headers[columnOf(plan, "annualRevenue")] ?? "");
	if (said > 1) return said;
	const each = revenuePerEmployee(plan, seen);
	// No company lives on less than a few hundred a head: such a column counts in thousands or millions.
	if (each === null || each >= 1000) return 1;
	return each < 10 ? 1_000_000 : 1000;
}

/** How a deal's row stands by its stage words and flags, before anyone was asked. */
export function standsBy(plan: Plan, sheet: SheetPlan): (row: string[]) => DealStatus {
	const kinds = new Map(plan.stages.map((s) => [nameKey(s.name), s.kind] as const));
	const [stage, outcome, won] = [columnOf(sheet, "stage"), columnOf(sheet, "outcome"), columnOf(sheet, "isWon")];
	const closed = columnOf(sheet, "isClosed");
	return (row) => {
		const said = outcome >= 0 ? kindOfStage(row[outcome] ?? "") : null;
		if (said) return said;
		if (won >= 0 && readBoolean(row[won] ?? "")) return "won";
		if (closed >= 0 && won >= 0 && readBoolean(row[closed] ?? "")) return "lost";
		const kind = kinds.get(nameKey(row[stage >= 0 ? stage : outcome] ?? ""));
		return kind === "won" || kind === "lost" ? kind : "open";
	};
}

function guessAmounts(plan: Plan, pairs: Pair[], workspace: WorkspaceFacts, kept: Plan | null): void {
	const prices =
		workspace.hasProductPrices || pairs.some(({ plan: p }) => p.entity === "product" && columnOf(p, "listPrice") >= 0);
	for (const { plan: sheet, seen } of pairs) {
		if (sheet.entity !== "deal") continue;
		const facts = amountFacts(sheet, seen, standsBy(plan, sheet));
		const mostlyBlank = facts.open > 0 && facts.openBlank >= facts.open * 0.8;
		if (mostlyBlank && columnOf(sheet, "amount") >= 0) plan.amountKnown = "closing";
		if (mostlyBlank && prices && columnOf(sheet, "productName") >= 0) plan.amountFromProduct = true;
		if (facts.lost >= 5 && facts.lostZero >= facts.lost * 0.95) plan.lostZeroIsBlank = true;
	}
	if (kept) {
		plan.amountFromProduct = kept.amountFromProduct;
		plan.lostZeroIsBlank = kept.lostZeroIsBlank;
	}
}
