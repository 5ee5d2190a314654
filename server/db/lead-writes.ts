import { sql } from "kysely";
import type { z } from "zod";
import type { createLeadRequest, updateLeadRequest } from "../../core/contract/leads.ts";
import type { Lead } from "../../core/model/lead.ts";
import { leadVisibleTo, OPEN_LEAD } from "./leads.ts";
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

type CreateLead = z.output<typeof createLeadRequest>;
type UpdateLead = z.output<typeof updateLeadRequest>;

/** A lead's fields as history keeps them. */
type LeadFields = Omit<Lead, "id" | "convertedDealId" | "createdAt" | "closedAt" | "extra">;

const TEXTS = ["email", "company", "title", "phone", "source", "industry", "country", "employees"] as const;

/** Makes a lead with all that a write leaves, and gives its id. Throws unprocessable on an owner that will not do. */
export async function createLead(writer: Writer, body: CreateLead): Promise<string> {
	const { trx, workspace, principal } = writer;
	const fields: LeadFields = {
		name: body.name,
		email: body.email ?? null,
		company: body.company ?? null,
		title: body.title ?? null,
		phone: body.phone ?? null,
		source: body.source ?? null,
		industry: body.industry ?? null,
		country: body.country ?? null,
		employees: body.employees ?? null,
		status: body.status ?? "new",
		ownerId: await chooseOwner(body.ownerId, writer),
	};
	const at = timestamp(workspace.recordedAt);
	const { ownerId, ...columns } = fields;
	const row = await trx
		.insertInto("leads")
		.values({
			...columns,
			owner_id: ownerId,
			tenant_id: principal.tenantId,
			created_at: at,
			closed_at: OPEN_LEAD.includes(fields.status) ? null : at,
			updated_at: timestamp(writer.now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await tellOfWrite(writer, {
		entity: "lead",
		id: row.id,
		event: "lead.created",
		action: "lead.created",
		values: { "*": fields },
	});
	return row.id;
}

/** Changes what is given. Null where the writer sees no such lead; throws version_required, version_conflict, unprocessable. */
export async function updateLead(
	writer: Writer,
	id: string,
	body: UpdateLead,
	read: number | null,
): Promise<"done" | null> {
	const { trx, workspace, principal } = writer;
	const { rows } = await sql<
		LeadFields & { version: number }
	>`select l.name, l.email, l.company, l.title, l.phone, l.source,
			l.industry, l.country, l.employees, l.status, l.owner_id as "ownerId", l.version
		from leads l where l.id = ${id}::uuid and ${leadVisibleTo(principal.visibleOwners)} for update`.execute(trx);
	if (!rows[0]) return null;
	const { version, ...before } = rows[0];
	requireVersion(read, version, "lead");
	const next: Partial<LeadFields> = {};
	if (body.name !== undefined) next.name = body.name;
	if (body.status !== undefined) next.status = body.status;
	if (body.ownerId !== undefined) next.ownerId = body.ownerId;
	for (const key of TEXTS) if (body[key] !== undefined) Object.assign(next, { [key]: body[key] });
	const changed = changedFields(before, next);
	if (Object.keys(changed).length === 0) return "done";
	if (changed.ownerId !== undefined) await requireVisibleOwner(changed.ownerId, writer);
	const { ownerId, ...columns } = { ...before, ...changed };
	const isOpen = OPEN_LEAD.includes(columns.status);
	const closing =
		isOpen === OPEN_LEAD.includes(before.status) ? {} : { closed_at: isOpen ? null : timestamp(workspace.recordedAt) };
	await trx
		.updateTable("leads")
		.set({
			...columns,
			owner_id: ownerId,
			...closing,
			// Of a lead that marketing handed over this is sales' word.
			...((changed.status === "qualified" || changed.status === "converted") && {
				sql_at: sql`case when mql_at is null then sql_at else coalesce(sql_at, ${timestamp(workspace.recordedAt)}) end`,
			}),
			version: version + 1,
			updated_at: timestamp(writer.now),
		})
		.where("id", "=", id)
		.execute();
	if (!isOpen) await dropScore(trx, "lead", id);
	await tellOfWrite(writer, {
		entity: "lead",
		id,
		event: "lead.changed",
		action: "lead.updated",
		values: changed as Record<string, string | number | null>,
		before,
	});
	return "done";
}
