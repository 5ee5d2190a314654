import { sql } from "kysely";
import type { z } from "zod";
import type { createDealRequest, updateDealRequest } from "../../core/contract/deals.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import { visibleTo } from "./deals.ts";
import {
	changedFields,
	chooseOwner,
	requireVersion,
	requireVisibleOwner,
	tellOfWrite,
	type Writer,
} from "./own-write.ts";
import { dropScore } from "./scores.ts";
import { timestamp } from "./values.ts";

type CreateDeal = z.output<typeof createDealRequest>;
type UpdateDeal = z.output<typeof updateDealRequest>;

/** A deal's fields as history keeps them. */
type DealFields = {
	name: string;
	accountId: string | null;
	ownerId: string | null;
	pipelineId: string;
	stageId: string;
	status: "open" | "won" | "lost";
	amountMinor: string | null;
	currency: string | null;
	closeDate: string | null;
	source: string | null;
	nextStep: string | null;
	lostReason: string | null;
};

/** Makes a deal with all that a write leaves, and gives its id. Throws unprocessable on a stage, account or owner that will not do. */
export async function createDeal(writer: Writer, body: CreateDeal): Promise<string> {
	const { trx, workspace, principal } = writer;
	const stage = await stageOf(writer, body.stageId);
	const status = stage.kind;
	const amountMinor = body.amountMinor ?? null;
	const fields: DealFields = {
		name: body.name,
		accountId: body.accountId ?? null,
		ownerId: await chooseOwner(body.ownerId, writer),
		pipelineId: stage.pipelineId,
		stageId: body.stageId,
		status,
		amountMinor,
		currency: amountMinor === null ? (body.currency ?? null) : (body.currency ?? workspace.currency),
		closeDate: body.closeDate ?? (status === "open" ? null : workspace.today),
		source: body.source ?? null,
		nextStep: body.nextStep ?? null,
		lostReason: null,
	};
	const at = timestamp(workspace.recordedAt);
	const row = await trx
		.insertInto("deals")
		.values({
			...columnsOf(fields),
			tenant_id: principal.tenantId,
			created_at: at,
			closed_at: status === "open" ? null : at,
			updated_at: timestamp(writer.now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await tellOfWrite(writer, {
		entity: "deal",
		id: row.id,
		event: "deal.created",
		action: "deal.created",
		values: { "*": fields },
	});
	return row.id;
}

/**
 * Changes what is given. Moving to a won or lost stage closes the deal, moving back opens it. Null where the writer sees
 * no such deal; throws version_required, version_conflict, unprocessable.
 */
export async function updateDeal(
	writer: Writer,
	id: string,
	body: UpdateDeal,
	read: number | null,
): Promise<"done" | null> {
	const { trx, principal } = writer;
	const { rows } = await sql<StoredDeal>`select d.name, d.account_id as "accountId", d.owner_id as "ownerId",
			d.pipeline_id as "pipelineId", d.stage_id as "stageId", d.status, d.amount_minor::text as "amountMinor", d.currency,
			d.close_date as "closeDate", d.source, d.next_step as "nextStep", d.lost_reason as "lostReason",
			d.version
		from deals d where d.id = ${id}::uuid and ${visibleTo(principal.visibleOwners)} for update`.execute(trx);
	if (!rows[0]) return null;
	const { version, ...before } = rows[0];
	requireVersion(read, version, "deal");
	const next = await nextFields(writer, before, body);
	const changed = changedFields(before, next);
	if (Object.keys(changed).length === 0) return "done";
	if (changed.ownerId !== undefined) await requireVisibleOwner(changed.ownerId, writer);
	const closing =
		changed.status === undefined
			? {}
			: { closed_at: changed.status === "open" ? null : timestamp(closedAt(writer, next.closeDate)) };
	await trx
		.updateTable("deals")
		.set({
			...columnsOf({ ...before, ...changed }),
			...closing,
			version: version + 1,
			updated_at: timestamp(writer.now),
		})
		.where("id", "=", id)
		.execute();
	if (changed.status === "won" || changed.status === "lost") await dropScore(trx, "deal", id);
	await tellOfWrite(writer, {
		entity: "deal",
		id,
		event: "deal.changed",
		action: "deal.updated",
		values: changed as Record<string, string | null>,
		before,
	});
	return "done";
}

type StoredDeal = DealFields & { version: number };

async function nextFields(writer: Writer, before: DealFields, body: UpdateDeal): Promise<Partial<DealFields>> {
	const next: Partial<DealFields> = {};
	if (body.name !== undefined) next.name = body.name;
	for (const key of [
		"accountId",
		"ownerId",
		"amountMinor",
		"currency",
		"closeDate",
		"source",
		"nextStep",
		"lostReason",
	] as const) {
		if (body[key] !== undefined) next[key] = body[key];
	}
	if (typeof next.amountMinor === "string" && (next.currency ?? before.currency) === null) {
		next.currency = writer.workspace.currency;
	}
	if (body.stageId === undefined || body.stageId === before.stageId) return next;
	const stage = await stageOf(writer, body.stageId);
	next.stageId = body.stageId;
	next.pipelineId = stage.pipelineId;
	next.status = stage.kind;
	if (stage.kind !== "lost") next.lostReason = null;
	// Once closed, the close date is the day it did.
	if (stage.kind !== "open" && before.status === "open" && body.closeDate === undefined) {
		next.closeDate = writer.workspace.today;
	}
	return next;
}

function closedAt({ workspace }: Writer, day: string | null | undefined): number {
	// A closing told for an earlier day closed then; its change is still recorded now.
	return day && day < workspace.today ? startOfDayIn(workspace.zone, day) : workspace.recordedAt;
}

async function stageOf({ trx }: Writer, id: string): Promise<{ pipelineId: string; kind: "open" | "won" | "lost" }> {
	const stage = await trx
		.selectFrom("stages")
		.select(["pipeline_id as pipelineId", "kind"])
		.where("id", "=", id)
		.executeTakeFirst();
	if (stage) return stage;
	throw new CourtsideError("unprocessable", "stageId: there is no such stage. GET /stages lists them.", {
		errors: [{ path: "stageId", message: "no such stage" }],
	});
}

function columnsOf(f: DealFields) {
	return {
		name: f.name,
		account_id: f.accountId,
		owner_id: f.ownerId,
		pipeline_id: f.pipelineId,
		stage_id: f.stageId,
		status: f.status,
		amount_minor: f.amountMinor === null ? null : BigInt(f.amountMinor),
		currency: f.currency,
		close_date: f.closeDate,
		source: f.source,
		next_step: f.nextStep,
		lost_reason: f.lostReason,
	};
}
