import type pg from "pg";
import { DRAFT_ENTITIES, type DraftEntity } from "../../core/intake/draft.ts";
import { recordAudit } from "../audit/record.ts";
import { askThrough } from "../db/ask.ts";
import type { Database } from "../db/connect.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { forgetIdentities } from "../people/note-identities.ts";
import { ENTITY_TABLES } from "./entity-tables.ts";
import { readImport } from "./import-rows.ts";
import { countKept, loosen, removeActivities, removeBatch, removeStages } from "./remove-records.ts";
import { LOCK } from "./run-import.ts";
import { type TenantClient, takeTenantClient } from "./tenant-client.ts";

/** What taking an import back came to. */
export interface UndoCounts {
	/** Records it had made, gone again; by kind. */
	removed: Record<string, number>;
	/** Records it had made that others have changed or point to since: they stay. */
	kept: Record<string, number>;
	/** Fields put back to what they were, and those that somebody has changed since. */
	restored: number;
	leftAsIs: number;
	/** Field changes taken out of the history. */
	changes: number;
}

const FIRST = "00000000-0000-0000-0000-000000000000";
const OBJECTS = [...DRAFT_ENTITIES].reverse();

/**
 * Takes a whole import back: what it made goes, what it changed is as before where nobody changed it since, its history
 * and activities go. In steps that can each be run again, so it can be broken off. Undone already: the same counts.
 */
export async function undoImport(
	deps: { database: Database },
	tenantId: number,
	importId: string,
	options: { onProgress?: (done: number) => void | Promise<void>; signal?: AbortSignal } = {},
): Promise<UndoCounts> {
	const session = await takeTenantClient(deps.database, tenantId);
	try {
		await session.client.query("select pg_advisory_lock($1, $2)", [LOCK, tenantId]);
		try {
			return await undoLocked(deps, session, tenantId, importId, options);
		} finally {
			await session.client.query("select pg_advisory_unlock($1, $2)", [LOCK, tenantId]);
		}
	} finally {
		session.release();
	}
}

async function undoLocked(
	{ database }: { database: Database },
	session: TenantClient,
	tenantId: number,
	importId: string,
	{ onProgress, signal }: Parameters<typeof undoImport>[3] & object,
): Promise<UndoCounts> {
	const { row } = await session.inTenant((client) => readImport(client, importId));
	const counts = (row.progress as { undo?: UndoCounts }).undo ?? {
		removed: {},
		kept: {},
		restored: 0,
		leftAsIs: 0,
		changes: 0,
	};
	if (row.state === "undone") return counts;
	const save = (client: pg.PoolClient): Promise<unknown> =>
		client.query("update imports set state = 'undoing', progress = progress || $2 where id = $1", [
			importId,
			JSON.stringify({ undo: counts }),
		]);
	const step = async <R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R> => {
		signal?.throwIfAborted();
		const result = await session.inTenant(async (client) => {
			const found = await work(client);
			await save(client);
			return found;
		});
		await onProgress?.(Object.values(counts.removed).reduce((sum, n) => sum + n, 0));
		return result;
	};

	await step((client) => restore(client, importId, counts));
	await step((client) => removeActivities(client, importId, counts));
	await step((client) => loosen(client, importId));
	for (const entity of OBJECTS) {
		if (entity === "activity") continue;
		for (let after: string | null = FIRST; after !== null; ) {
			const from: string = after;
			after = await step((client) => removeBatch(client, importId, entity, from, counts));
		}
		await step((client) => countKept(client, importId, entity, counts));
	}
	await step((client) => removeStages(client, importId));
	await step(async (client) => {
		// The history of a record that stays is all that is known of it.
		const gone = await client.query(
			`delete from field_changes c where c.import_id = $1 and not exists (
				select 1 from external_ids e where e.id = c.entity_id and e.import_id = $1)`,
			[importId],
		);
		counts.changes += gone.rowCount ?? 0;
	});
	await database.inTenant(tenantId, async (trx) => {
		const before = row.progress.workspaceBefore;
		if (before) {
			const later = await trx
				.selectFrom("imports")
				.select("id")
				.where("id", ">", importId)
				.where("state", "=", "done")
				.execute();
			const settings = {
				...(row.progress.setsWorkspace
					? { zone: before.zone, reporting_currency: before.currency, fiscal: jsonb(before.fiscal) }
					: {}),
				clock_at: before.clockAt === null ? null : timestamp(before.clockAt),
			};
			if (later.length === 0) await trx.updateTable("tenants").set(settings).execute();
		}
		await trx
			.updateTable("imports")
			.set({ state: "undone", undone_at: timestamp(Date.now()) })
			.where("id", "=", importId)
			.execute();
		await trx.deleteFrom("import_prior").where("import_id", "=", importId).execute();
		await trx.deleteFrom("external_ids").where("import_id", "=", importId).execute();
		await forgetIdentities(askThrough(trx), tenantId, row.plan.source);
		await appendEvent(trx, { tenantId, type: "import.undone", entity: "import", entityId: importId });
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: "system",
			action: "import.undone",
			entity: "import",
			entityId: importId,
			detail: { removed: counts.removed, kept: counts.kept, restored: counts.restored, changes: counts.changes },
		});
	});
	return counts;
}

/** Fields that still are what the import made them go back to what they were. */
async function restore(client: pg.PoolClient, importId: string, counts: UndoCounts): Promise<void> {
	const { rows } = await client.query<{
		entity: DraftEntity;
		entity_id: string;
		prior: Record<string, { before: unknown; after: unknown }>;
		made: boolean;
	}>(
		// Records that the import itself made go as a whole.
		`delete from import_prior p where import_id = $1 returning entity, entity_id, prior,
			exists (select 1 from external_ids e where e.id = p.entity_id and e.import_id = $1) as made`,
		[importId],
	);
	for (const { entity, entity_id: id, prior, made } of rows) {
		if (made) continue;
		const table = ENTITY_TABLES[entity];
		for (const [field, { before, after }] of Object.entries(prior)) {
			if (field.startsWith("externalId:")) {
				await client.query("delete from external_ids where object = $1 and external_id = $2 and id = $3", [
					entity,
					after,
					id,
				]);
				continue;
			}
			const column = table.columns[field];
			if (!column) continue;
			const type = {
				text: "text",
				int: "int",
				int8: "int8",
				numeric: "numeric",
				bool: "boolean",
				uuid: "uuid",
				date: "date",
				moment: "timestamptz",
				json: "jsonb",
			}[column.kind];
			const param = (value: unknown): unknown =>
				value === null
					? null
					: column.kind === "moment"
						? new Date(Number(value))
						: column.kind === "json"
							? JSON.stringify(value)
							: value;
			const changed = await client.query(
				`update ${table.table} set ${column.column} = $2::${type} where id = $1 and ${column.column} is not distinct from $3::${type}`,
				[id, param(before), param(after)],
			);
			if (changed.rowCount) counts.restored++;
			else counts.leftAsIs++;
		}
	}
}
