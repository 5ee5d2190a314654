import { sql } from "kysely";
import type { z } from "zod";
import type { createTerritoryRequest, updateTerritoryRequest } from "../../core/contract/planning.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Db } from "./connect.ts";
import { changedFields, requireVersion, tellOfWrite, type Writer } from "./own-write.ts";
import { jsonb, timestamp } from "./values.ts";

/** Makes a territory and gives its id. Throws already_exists on a taken name, unprocessable on a parent that will not do. */
export async function createTerritory(writer: Writer, body: z.output<typeof createTerritoryRequest>): Promise<string> {
	const { trx, principal, now } = writer;
	const row = await trx
		.insertInto("territories")
		.values({
			tenant_id: principal.tenantId,
			name: body.name,
			parent_id: body.parentId ?? null,
			owner_id: body.ownerId ?? null,
			rules: jsonb(body.rules),
			updated_at: timestamp(now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const values = {
		name: body.name,
		parentId: body.parentId ?? null,
		ownerId: body.ownerId ?? null,
		rules: plain(body.rules),
	};
	await tellOfWrite(writer, {
		entity: "territory",
		id: row.id,
		event: "territory.changed",
		action: "territory.created",
		values: { "*": values },
	});
	return row.id;
}

/** Changes what is given. Null where there is no such territory; throws version_required, version_conflict, unprocessable. */
export async function updateTerritory(
	writer: Writer,
	id: string,
	body: z.output<typeof updateTerritoryRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx } = writer;
	const before = await trx
		.selectFrom("territories")
		.select(["name", "parent_id as parentId", "owner_id as ownerId", "rules", "version"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return null;
	requireVersion(read, before.version, "territory");
	const next: Partial<Fields> = {
		...(body.name === undefined ? {} : { name: body.name }),
		...(body.parentId === undefined ? {} : { parentId: body.parentId }),
		...(body.ownerId === undefined ? {} : { ownerId: body.ownerId }),
		...(body.rules === undefined ? {} : { rules: JSON.stringify(body.rules) }),
	};
	const held: Fields = { ...before, rules: JSON.stringify(before.rules) };
	const changed = changedFields(held, next);
	if (Object.keys(changed).length === 0) return "done";
	if (changed.parentId) await refuseCircle(trx, id, changed.parentId);
	const after = { ...held, ...changed };
	await trx
		.updateTable("territories")
		.set({
			name: after.name,
			parent_id: after.parentId,
			owner_id: after.ownerId,
			rules: after.rules,
			version: before.version + 1,
			updated_at: timestamp(writer.now),
		})
		.where("id", "=", id)
		.execute();
	const values: Record<string, JsonValue> = { ...changed };
	if (changed.rules !== undefined) values["rules"] = JSON.parse(changed.rules);
	await tellOfWrite(writer, {
		entity: "territory",
		id,
		event: "territory.changed",
		action: "territory.updated",
		values,
	});
	return "done";
}

type Fields = { name: string; parentId: string | null; ownerId: string | null; rules: string };

async function refuseCircle(db: Db, id: string, parentId: string): Promise<void> {
	const { rows } = await sql`with recursive above(id) as (
			select ${parentId}::uuid union select e.parent_id from territories e join above on above.id = e.id)
		select 1 from above where id = ${id}::uuid`.execute(db);
	if (rows.length === 0) return;
	throw new CourtsideError("unprocessable", "parentId: a territory cannot lie inside itself. Choose another parent.", {
		errors: [{ path: "parentId", message: "lies inside this territory" }],
	});
}

function plain(rules: unknown): JsonValue {
	return JSON.parse(JSON.stringify(rules));
}
