import type { DealStatus } from "../model/deal.ts";
import { isBlank, readBoolean } from "./blank.ts";
import type { Field } from "./fields.ts";
import { isStageField } from "./map-history.ts";
import { nameKey } from "./name-key.ts";
import type { SheetPlan } from "./plan.ts";
import { readNumber } from "./read-number.ts";
import type { TableProfile } from "./sniff-table.ts";
import { kindOfStage, rankOfStage } from "./stage-words.ts";

/** One sheet with what was seen in it. */
export interface ProfiledSheet {
	file: string;
	sheet: string | null;
	headers: string[];
	profile: TableProfile;
}

/** Column of a field in a planned sheet, -1 when it has none. */
export function columnOf(plan: SheetPlan, field: Field): number {
	return plan.columns.find((c) => c.field === field)?.index ?? -1;
}

/** A stage name with what the rows around it say. */
export interface SeenStage {
	name: string;
	count: number;
	/** By its words, else by flags beside it; null: nothing says that it is closed. */
	kind: DealStatus | null;
	position: number;
}

/** Every stage that deals, their history or a log speak of, in the order deals most likely pass them. */
export function seenStages(sheets: { plan: SheetPlan; seen: ProfiledSheet }[]): SeenStage[] {
	const stages = new Map<string, Seen>();
	const note = (name: string, count: number): void => {
		if (isBlank(name)) return;
		const known = stages.get(nameKey(name));
		if (known) known.count += count;
		else {
			stages.set(nameKey(name), {
				name: name.trim(),
				count,
				kind: kindOfStage(name),
				position: 0,
				undated: 0,
				sampled: 0,
				flagged: new Set(),
				firstAt: stages.size,
			});
		}
	};
	const steps = new Map<string, number>();
	for (const { plan, seen } of sheets) {
		for (const index of stageColumns(plan)) {
			for (const { value, count } of seen.profile.columns[index]?.values ?? []) note(value, count);
		}
		const created = columnOf(plan, "createdAt");
		const stage = columnOf(plan, "stage");
		const flags = [columnOf(plan, "isWon"), columnOf(plan, "isClosed"), columnOf(plan, "outcome")] as const;
		const [from, to] = [columnOf(plan, "fromStage"), columnOf(plan, "toStage")];
		const changed = columnOf(plan, "historyField");
		const values = [columnOf(plan, "oldValue"), columnOf(plan, "newValue")];
		for (const row of seen.profile.sampleRows) {
			// A field history tells of stages that no deal stands in today; of its other fields' values it cannot be told by column.
			if (plan.entity === "stage_history" && changed >= 0 && isStageField(row[changed] ?? ""))
				for (const index of values) note(row[index] ?? "", 1);
			const here = stages.get(nameKey(row[stage] ?? ""));
			if (here) {
				here.sampled++;
				if (created >= 0 && isBlank(row[created])) here.undated++;
				here.flagged.add(kindByFlags(row, flags));
			}
			if (from >= 0 && to >= 0 && !isBlank(row[from]) && !isBlank(row[to])) {
				const key = `${nameKey(row[from] ?? "")}>${nameKey(row[to] ?? "")}`;
				steps.set(key, (steps.get(key) ?? 0) + 1);
			}
		}
	}
	for (const stage of stages.values()) {
		// Some systems leave a closed deal in the stage where it was: only one kind of flag makes a stage of that kind.
		if (stage.flagged.size === 1) stage.kind ??= [...stage.flagged][0] ?? null;
	}
	return ordered([...stages.values()], steps);
}

function stageColumns(plan: SheetPlan): number[] {
	if (plan.entity === "deal") {
		const stage = columnOf(plan, "stage");
		return [stage >= 0 ? stage : columnOf(plan, "outcome")].filter((i) => i >= 0);
	}
	if (plan.entity === "stage_history")
		return [columnOf(plan, "fromStage"), columnOf(plan, "toStage")].filter((i) => i >= 0);
	if (plan.entity === "event_log") return [columnOf(plan, "event")].filter((i) => i >= 0);
	return [];
}

function kindByFlags(row: string[], [won, closed, outcome]: readonly [number, number, number]): DealStatus | null {
	if (outcome >= 0 && kindOfStage(row[outcome] ?? "")) return kindOfStage(row[outcome] ?? "");
	const isWon = won >= 0 ? readBoolean(row[won] ?? "") : null;
	const isClosed = closed >= 0 ? readBoolean(row[closed] ?? "") : null;
	if (isWon) return "won";
	return isClosed && isWon === false ? "lost" : null;
}

type Seen = SeenStage & { undated: number; sampled: number; firstAt: number; flagged: Set<DealStatus | null> };

/** Open stages first: by number in front, else by steps seen between them, else by their words and by how often they have no date yet. */
function ordered(stages: Seen[], steps: Map<string, number>): SeenStage[] {
	const open = stages.filter((s) => s.kind !== "won" && s.kind !== "lost");
	const ranks = new Map(open.map((s) => [s, rankOfStage(s.name)] as const));
	const numbered = open.length > 1 && open.every((s) => ranks.get(s)?.number !== null);
	const walked = depths(
		open.map((s) => nameKey(s.name)),
		steps,
	);
	const weight = (s: Seen): number => {
		if (numbered) return ranks.get(s)?.number ?? 0;
		if (steps.size > 0) return walked.get(nameKey(s.name)) ?? 0;
		return (ranks.get(s)?.rank ?? 5.5) - (s.sampled > 0 ? s.undated / s.sampled : 0) * 3;
	};
	open.sort((a, b) => weight(a) - weight(b) || a.firstAt - b.firstAt);
	const closed = (kind: DealStatus): Seen[] => stages.filter((s) => s.kind === kind).sort((a, b) => b.count - a.count);
	return [...open, ...closed("won"), ...closed("lost")].map(({ name, count, kind }, position) => ({
		name,
		count,
		kind,
		position,
	}));
}

/** How many steps into the pipeline each stage lies, following the direction in which most deals moved. */
function depths(keys: string[], steps: Map<string, number>): Map<string, number> {
	const depth = new Map<string, number>(keys.map((k) => [k, 0]));
	for (let round = 0; round < keys.length; round++) {
		for (const a of keys) {
			for (const b of keys) {
				if ((steps.get(`${a}>${b}`) ?? 0) <= (steps.get(`${b}>${a}`) ?? 0)) continue;
				const deeper = (depth.get(a) ?? 0) + 1;
				if (deeper > (depth.get(b) ?? 0) && deeper < keys.length) depth.set(b, deeper);
			}
		}
	}
	return depth;
}

/** What the sampled deals say about their amounts, for the questions about missing ones. */
export interface AmountFacts {
	open: number;
	openBlank: number;
	lost: number;
	lostZero: number;
}

/** Counts over the sample of a deals sheet; `kindOf` tells how a stage stands. */
export function amountFacts(plan: SheetPlan, seen: ProfiledSheet, kindOf: (row: string[]) => DealStatus): AmountFacts {
	const amount = columnOf(plan, "amount");
	const facts: AmountFacts = { open: 0, openBlank: 0, lost: 0, lostZero: 0 };
	for (const row of seen.profile.sampleRows) {
		const kind = kindOf(row);
		const cell = amount >= 0 ? row[amount] : undefined;
		if (kind === "open") {
			facts.open++;
			if (isBlank(cell)) facts.openBlank++;
		} else if (kind === "lost" && cell !== undefined && !isBlank(cell)) {
			facts.lost++;
			if (Number(readNumber(cell, plan.decimal)?.decimal ?? 1) === 0) facts.lostZero++;
		}
	}
	return facts;
}

/** Revenue per employee in the middle of the sample; null when too few rows have both. */
export function revenuePerEmployee(plan: SheetPlan, seen: ProfiledSheet): number | null {
	const [revenue, employees] = [columnOf(plan, "annualRevenue"), columnOf(plan, "employees")];
	if (revenue < 0 || employees < 0) return null;
	const ratios: number[] = [];
	for (const row of seen.profile.sampleRows) {
		const r = Number(readNumber(row[revenue] ?? "", plan.decimal)?.decimal);
		const e = Number(readNumber(row[employees] ?? "", plan.decimal)?.decimal);
		if (r > 0 && e > 0) ratios.push(r / e);
	}
	if (ratios.length < 5) return null;
	return ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? null;
}
