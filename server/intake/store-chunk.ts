import { clip } from "../../core/intake/clip.ts";
import { DRAFT_ENTITIES, type Reject, type RowResult } from "../../core/intake/draft.ts";
import type { Instant } from "../../core/model/instant.ts";
import { type CopyValue, copyRows } from "../db/copy-rows.ts";
import { type ChunkContext, tally } from "./intake-run.ts";
import { matchDrafts, type NewLink } from "./match-drafts.ts";
import { promoteManagers } from "./promote-managers.ts";
import { type StoredSteps, storeChanges, storeSteps } from "./store-changes.ts";
import { type Outcome, type StoredDrafts, storeDrafts } from "./store-drafts.ts";
import { storePriors } from "./store-priors.ts";

/** One data row of a file, mapped. */
export interface MappedRow {
	number: number;
	cells: string[];
	result: RowResult;
}

/** What a chunk's storing came to, by row. */
interface RowFates {
	outcomes: (Outcome | null)[];
	rejects: (Reject | null)[];
}

/** The moments whose quarters `field_changes` and `activities` must have before a chunk is stored. */
export function momentsOf(
	rows: readonly MappedRow[],
	asOf: Instant,
): { changes: Set<number>; activities: Set<number> } {
	const moments = { changes: new Set([quarterOf(asOf - 1)]), activities: new Set<number>() };
	for (const { result } of rows) {
		if (!result.ok) continue;
		for (const step of result.steps) moments.changes.add(quarterOf(step.at));
		for (const { entity, fields } of result.drafts) {
			if (entity === "activity") moments.activities.add(quarterOf(Number(fields["occurredAt"])));
			for (const field of ["createdAt", "closedAt", "modifiedAt"]) {
				const at = fields[field];
				if (typeof at === "number") moments.changes.add(quarterOf(at));
			}
		}
	}
	return moments;
}

/** The first moment of the quarter (UTC), so that equal ones meet. */
function quarterOf(at: Instant): Instant {
	const day = new Date(at);
	return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - (day.getUTCMonth() % 3), 1);
}

/** Stores one chunk of a file's rows, in the client's transaction: records, links, history, rejects, counts. */
export async function storeChunk(context: ChunkContext, fileId: string, rows: readonly MappedRow[]): Promise<void> {
	const fates: RowFates = {
		outcomes: rows.map(() => null),
		rejects: rows.map(({ result }) => (result.ok ? null : result.reject)),
	};
	const drafts = rows.map(({ result }) => (result.ok ? result : { drafts: [], steps: [], warnings: [] }));
	for (const { warnings } of drafts) noteWarnings(context, warnings);
	context.known.trim(context.remember);
	await ensureStages(context, drafts);
	const { placed, links, people } = await matchDrafts(context, drafts);
	const stored: StoredDrafts[] = [];
	const lostIds = new Set<string>();
	for (const entity of DRAFT_ENTITIES) {
		const list = placed.get(entity);
		if (!list) continue;
		if (entity === "deal" && context.plan.amountFromProduct) await learnPrices(context, list);
		const result = await storeDrafts(context, entity, list);
		stored.push(result);
		noteWarnings(context, result.warnings);
		for (const { at, field } of result.lost) {
			fates.rejects[at] ??= missingLink(rows[at], field);
			for (const one of list) if (one.at === at && !one.draft.implied) lostIds.add(one.id);
		}
		for (const { at, outcome, implied, again } of result.outcomes) {
			if (!again) tally(context.counts, entity, outcome);
			if (!implied) fates.outcomes[at] = strongest(fates.outcomes[at] ?? null, outcome);
		}
		if (entity === "user") await promoteManagers(context, placed.get("team") ?? [], stored);
	}
	await storeLinks(
		context,
		links.filter((link) => !lostIds.has(link.id)),
	);
	await people?.save();
	await storePriors(context, stored);
	await storeChanges(
		context,
		stored.flatMap((s) => s.changes),
	);
	const steps = drafts.flatMap(({ steps: own }, at) => own.map((step) => ({ step, at })));
	settleSteps(context, rows, fates, await storeSteps(context, steps), new Set(steps.map((s) => s.at)));
	await storeRejects(context, fileId, rows, fates.rejects);
	countRows(context, rows, fates);
}

async function ensureStages(
	context: ChunkContext,
	drafts: readonly { drafts: readonly { entity: string; fields: Record<string, unknown> }[] }[],
): Promise<void> {
	const seen = new Set<string>();
	for (const row of drafts) {
		for (const { entity, fields } of row.drafts) {
			if (entity !== "deal" || typeof fields["stage"] !== "string") continue;
			const pipeline = typeof fields["pipeline"] === "string" ? fields["pipeline"] : null;
			const key = `${pipeline ?? ""}\u001f${fields["stage"]}`;
			if (seen.has(key)) continue;
			seen.add(key);
			await context.stages.ensure(context.client, pipeline, fields["stage"]);
		}
	}
}

async function learnPrices(
	context: ChunkContext,
	deals: readonly { draft: { links: Record<string, { key: string } | null> } }[],
): Promise<void> {
	const ids = new Set<string>();
	for (const { draft } of deals) {
		const product = draft.links["productId"];
		const id = product ? context.known.id("product", product.key) : null;
		if (id) ids.add(id);
	}
	await context.prices.learn(context.client, ids);
}

async function storeLinks(context: ChunkContext, links: readonly NewLink[]): Promise<void> {
	if (links.length === 0) return;
	const rows = links.map(({ entity, key, id, created }): CopyValue[] => [
		context.tenantId,
		context.plan.source,
		entity,
		key,
		id,
		created ? context.importId : null,
	]);
	await copyRows(
		context.client,
		"external_ids",
		["tenant_id", "source", "object", "external_id", "id", "import_id"],
		rows,
	);
	await storePriors(context, [
		{
			outcomes: [],
			lost: [],
			changes: [],
			warnings: [],
			// An id given to a record that was there before is taken back with the import.
			priors: links
				.filter((l) => !l.created)
				.map((l) => ({
					entity: l.entity,
					id: l.id,
					fields: { [`externalId:${l.key}`]: { before: null, after: l.key } },
				})),
		},
	]);
}

function settleSteps(
	context: ChunkContext,
	rows: readonly MappedRow[],
	fates: RowFates,
	steps: StoredSteps,
	told: Set<number>,
): void {
	for (const at of told) {
		const row = rows[at];
		if (steps.unknown.has(at)) fates.rejects[at] ??= { ...missingLink(row, "dealId"), code: "unknown_deal" };
		else fates.outcomes[at] = strongest(fates.outcomes[at] ?? null, steps.stored.has(at) ? "created" : "unchanged");
		if (row?.result.ok && row.result.drafts.every((d) => d.implied)) {
			tally(
				context.counts,
				"stage_change",
				steps.unknown.has(at) ? "rejected" : steps.stored.has(at) ? "created" : "unchanged",
			);
		}
	}
}

function missingLink(row: MappedRow | undefined, field: string): Reject {
	const key = row?.result.ok
		? (row.result.drafts.find((d) => d.links[field])?.links[field]?.key ?? row.result.steps[0]?.dealKey)
		: null;
	return {
		row: row?.number ?? 0,
		column: null,
		value: key ?? null,
		code: field === "dealId" ? "unknown_deal" : "missing_link",
		params: {},
	};
}

async function storeRejects(
	context: ChunkContext,
	fileId: string,
	rows: readonly MappedRow[],
	rejects: readonly (Reject | null)[],
): Promise<void> {
	const values: CopyValue[][] = [];
	rejects.forEach((reject, at) => {
		const row = rows[at];
		if (!reject || !row) return;
		values.push([
			context.tenantId,
			context.importId,
			fileId,
			row.number,
			reject.code,
			reject.column,
			reject.value,
			JSON.stringify(reject.params),
			JSON.stringify(row.cells.map(storable)),
		]);
	});
	if (values.length === 0) return;
	await copyRows(
		context.client,
		"import_rejects",
		["tenant_id", "import_id", "file_id", "row_number", "code", "column_name", "value", "params", "fields"],
		values,
	);
}

/** A cell of a refused row as it can be kept: jsonb takes neither NUL nor half characters. */
function storable(cell: string): string {
	return clip(cell.replaceAll("\u0000", "").toWellFormed(), 100_000);
}

function countRows({ counts }: ChunkContext, rows: readonly MappedRow[], fates: RowFates): void {
	for (let at = 0; at < rows.length; at++) {
		counts.rows.read++;
		if (fates.rejects[at]) counts.rows.rejected++;
		else if (fates.outcomes[at] === "created" || fates.outcomes[at] === "updated") counts.rows.stored++;
		else counts.rows.unchanged++;
	}
}

function noteWarnings({ counts }: ChunkContext, warnings: StoredDrafts["warnings"]): void {
	for (const warning of warnings) counts.warnings[warning] = (counts.warnings[warning] ?? 0) + 1;
}

function strongest(a: Outcome | null, b: Outcome): Outcome {
	if (a === "created" || b === "created") return "created";
	return a === "updated" || b === "updated" ? "updated" : "unchanged";
}
