import { sql } from "kysely";
import type { z } from "zod";
import type { createContentRequest, updateContentRequest } from "../../core/contract/content.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { appendEvent } from "../events/append.ts";
import type { Db } from "./connect.ts";
import { changedFields, requireVersion, type Writer } from "./own-write.ts";
import { jsonb, timestamp } from "./values.ts";

/** What a line says and what it is for. */
export type ContentFields = {
	kind: "battlecard" | "playbook_line" | "document";
	title: string;
	body: string;
	competitorId: string | null;
	stageId: string | null;
	industry: string | null;
	locale: string;
};

/** A line with its names and counts. */
export interface ContentRow extends ContentFields {
	id: string;
	competitorName: string | null;
	stageName: string | null;
	isArchived: boolean;
	version: number;
	updatedAt: Instant;
	updatedBy: string | null;
	updatedByName: string | null;
	shown: number;
	opened: number;
	used: number;
	dealsOpen: number;
	dealsWon: number;
	dealsLost: number;
}

/** Every line, or one; by title. Counts are of the whole company: whose deals they were is not told. */
export async function listContent(db: Db, only?: string): Promise<ContentRow[]> {
	const { rows } = await sql<ContentRow>`
		with counted as (
			select u.content_id, count(*) filter (where u.kind = 'shown')::int as shown,
				count(*) filter (where u.kind = 'opened')::int as opened, count(*) filter (where u.kind = 'used')::int as used,
				count(distinct d.id) filter (where u.kind = 'used' and d.status = 'open')::int as deals_open,
				count(distinct d.id) filter (where u.kind = 'used' and d.status = 'won')::int as deals_won,
				count(distinct d.id) filter (where u.kind = 'used' and d.status = 'lost')::int as deals_lost
			from content_uses u left join deals d on d.id = u.deal_id
			${only ? sql`where u.content_id = ${only}::uuid` : sql``} group by u.content_id)
		select c.id, c.kind, c.title, c.body, c.competitor_id as "competitorId", k.name as "competitorName",
			c.stage_id as "stageId", s.name as "stageName", c.industry, c.locale, c.archived_at is not null as "isArchived",
			c.version, c.updated_at as "updatedAt", c.updated_by as "updatedBy", u.name as "updatedByName",
			coalesce(n.shown, 0) as shown, coalesce(n.opened, 0) as opened, coalesce(n.used, 0) as used,
			coalesce(n.deals_open, 0) as "dealsOpen", coalesce(n.deals_won, 0) as "dealsWon", coalesce(n.deals_lost, 0) as "dealsLost"
		from content c left join competitors k on k.id = c.competitor_id left join stages s on s.id = c.stage_id
			left join users u on u.id = c.updated_by left join counted n on n.content_id = c.id
		${only ? sql`where c.id = ${only}::uuid` : sql``} order by lower(c.title), c.id`.execute(db);
	return rows;
}

/** What a line said before. */
export interface ContentVersionRow {
	version: number;
	fields: ContentFields;
	savedAt: Instant;
	savedBy: string | null;
	savedByName: string | null;
}

/** Everything that a line said before, newest first. */
export async function listContentVersions(db: Db, id: string): Promise<ContentVersionRow[]> {
	const { rows } =
		await sql<ContentVersionRow>`select v.version, v.fields, v.saved_at as "savedAt", v.saved_by as "savedBy",
			u.name as "savedByName"
		from content_versions v left join users u on u.id = v.saved_by
		where v.content_id = ${id}::uuid order by v.version desc limit 200`.execute(db);
	return rows;
}

/** Makes a line and gives its id. Throws unprocessable on a stage or competitor that is not there. */
export async function createContent(writer: Writer, body: z.output<typeof createContentRequest>): Promise<string> {
	const { trx, principal, now } = writer;
	const fields: ContentFields = {
		kind: body.kind,
		title: body.title,
		body: body.body,
		competitorId: body.competitorId ?? null,
		stageId: body.stageId ?? null,
		industry: body.industry || null,
		locale: body.locale,
	};
	await requireAims(writer, fields);
	const { id } = await trx
		.insertInto("content")
		.values({
			...columnsOf(fields),
			tenant_id: principal.tenantId,
			updated_at: timestamp(now),
			updated_by: principal.userId,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await tellOfContent(writer, id, "content.created", { title: fields.title });
	return id;
}

/**
 * Changes what is given; what it said before is kept as a version. Null where there is no such line; throws
 * version_required, version_conflict, unprocessable.
 */
export async function updateContent(
	writer: Writer,
	id: string,
	body: z.output<typeof updateContentRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx, principal, now } = writer;
	const row = await trx
		.selectFrom("content")
		.select([
			"kind",
			"title",
			"body",
			"competitor_id as competitorId",
			"stage_id as stageId",
			"industry",
			"locale",
			"archived_at",
			"version",
			"updated_at",
			"updated_by",
		])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!row) return null;
	const { archived_at: archivedAt, version, updated_at: savedAt, updated_by: savedBy, ...before } = row;
	requireVersion(read, version, "line");
	const { isArchived, version: _, ...given } = body;
	const next = { ...given, ...(given.industry === undefined ? {} : { industry: given.industry || null }) };
	const changed = changedFields<ContentFields>(before, next as Partial<ContentFields>);
	const turns = isArchived !== undefined && isArchived !== (archivedAt !== null);
	if (Object.keys(changed).length === 0 && !turns) return "done";
	const after = { ...before, ...changed };
	await requireAims(writer, after);
	await trx
		.insertInto("content_versions")
		.values({
			tenant_id: principal.tenantId,
			content_id: id,
			version,
			fields: jsonb(before),
			saved_at: timestamp(savedAt),
			saved_by: savedBy,
		})
		.execute();
	await trx
		.updateTable("content")
		.set({
			...columnsOf(after),
			...(turns ? { archived_at: isArchived ? timestamp(now) : null } : {}),
			version: version + 1,
			updated_at: timestamp(now),
			updated_by: principal.userId,
		})
		.where("id", "=", id)
		.execute();
	const action = turns ? (isArchived ? "content.archived" : "content.restored") : "content.updated";
	await tellOfContent(writer, id, action, { title: after.title, fields: Object.keys(changed) });
	return "done";
}

/** What every change to content or competitors leaves: an event and an audit entry. */
export async function tellOfContent(
	{ trx, principal, requestId }: Writer,
	entityId: string,
	action: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	const { tenantId, userId, name } = principal;
	await appendEvent(trx, { tenantId, type: "content.changed", entity: "content", entityId, causeId: requestId });
	const entity = action.split(".")[0] ?? "content";
	await recordAudit(trx, { tenantId, actorId: userId, actor: name, action, entity, entityId, detail, requestId });
}

async function requireAims({ trx }: Writer, { competitorId, stageId }: ContentFields): Promise<void> {
	const known = async (table: "competitors" | "stages", wanted: string | null) =>
		wanted === null ||
		(await trx.selectFrom(table).select("id").where("id", "=", wanted).executeTakeFirst()) !== undefined;
	for (const [path, table, wanted] of [
		["competitorId", "competitors", competitorId],
		["stageId", "stages", stageId],
	] as const) {
		if (await known(table, wanted)) continue;
		throw new CourtsideError("unprocessable", `${path}: it is not there any more. Load the page again.`, {
			errors: [{ path, message: "not there" }],
		});
	}
}

function columnsOf(f: ContentFields) {
	return {
		kind: f.kind,
		title: f.title,
		body: f.body,
		competitor_id: f.competitorId,
		stage_id: f.stageId,
		industry: f.industry,
		locale: f.locale,
	};
}
