import { sql } from "kysely";
import type { IntakeDeps } from "./import-service.ts";

/**
 * When the same files were begun before and the work stopped: that import's id, and the new one is dropped. Null: there
 * is none, the new one stands.
 */
export async function takeUpUnfinished(deps: IntakeDeps, tenantId: number, importId: string): Promise<string | null> {
	const twin = await deps.database.inTenant(tenantId, async (trx) => {
		const found = await sql<{ id: string }>`
			select i.id from imports i
			where i.state in ('running', 'failed') and i.id <> ${importId} and (
				select array_agg(f.sha256 order by f.position) from import_files f where f.import_id = i.id
			) = (select array_agg(f.sha256 order by f.position) from import_files f where f.import_id = ${importId})
			order by i.id desc limit 1`.execute(trx);
		return found.rows[0]?.id ?? null;
	});
	if (twin !== null) await dropImport(deps, tenantId, importId);
	return twin;
}

/** Takes away an import that has stored nothing, with its files. Does nothing to one that has begun. */
export async function dropImport(deps: IntakeDeps, tenantId: number, importId: string): Promise<void> {
	const keys = await deps.database.inTenant(tenantId, async (trx) => {
		const files = await trx
			.selectFrom("import_files")
			.select("storage_key")
			.where("import_id", "=", importId)
			.execute();
		const dropped = await trx
			.deleteFrom("imports")
			.where("id", "=", importId)
			.where("state", "in", ["draft", "ready"])
			.executeTakeFirst();
		return dropped.numDeletedRows > 0n ? new Set(files.map((f) => f.storage_key)) : [];
	});
	for (const key of keys) await deps.storage.delete(tenantId, key);
}
