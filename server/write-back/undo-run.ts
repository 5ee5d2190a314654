import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Tables } from "../db/tables.ts";
import { dropWaiting } from "./drop-waiting.ts";
import type { WriteRun } from "./runs.ts";
import { lockWriteBack, saveWriteBack } from "./settings.ts";
import { proofOf } from "./settle.ts";

/**
 * Takes a run back: what it still would write is dropped, and of each record that it wrote, every field gets the value
 * from before its first write, only where the value that it wrote last still stands. Write-back is paused with it, else the next
 * number would come right after. Gives the new run, with what the audit keeps of it. Throws wrong_state where there is
 * nothing to take back.
 */
export async function undoRun(
	trx: Transaction<Tables>,
	{ tenantId, userId }: { tenantId: number; userId: string },
	run: WriteRun,
): Promise<{ runId: string; detail: { rows: number; sha256: string } }> {
	const settings = await lockWriteBack(trx, tenantId, run.host);
	if (run.state !== "running" || run.kind === "undo") {
		throw new CourtsideError("wrong_state", "Only a run that wrote something can be taken back, and once.");
	}
	if (settings.state === "on") await saveWriteBack(trx, tenantId, { ...settings, state: "paused" });
	await dropWaiting(trx, { tenantId, host: run.host, runId: run.id, reason: "undone" });
	const { id } = await trx
		.insertInto("write_runs")
		.values({
			tenant_id: tenantId,
			host: run.host,
			kind: "undo",
			state: "running",
			undoes: run.id,
			created_by: userId,
			confirmed_at: sql`now()`,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	// A record may have been written more than once in a run: back to before the first, from what the last one wrote.
	const { rows } = await sql<{ line: string }>`with field as (
			select w.entity, w.entity_id, w.external_id, f.key, f.value, w.before -> f.key as before,
				row_number() over (partition by w.entity, w.entity_id, f.key order by w.id) as first,
				row_number() over (partition by w.entity, w.entity_id, f.key order by w.id desc) as last
			from write_backs w cross join jsonb_each(w.fields - array(select jsonb_object_keys(w.left_fields))) f
			where w.tenant_id = ${tenantId} and w.run_id = ${run.id}::uuid and w.state = 'written'
		), record as (
			select entity, entity_id, min(external_id) as external_id,
				jsonb_object_agg(key, coalesce(before, 'null')) filter (where first = 1) as fields,
				jsonb_object_agg(key, value) filter (where last = 1) as expected
			from field group by entity, entity_id
		)
		insert into write_backs (tenant_id, host, run_id, entity, entity_id, external_id, cause, caused_by, fields, expected)
		select ${tenantId}, ${run.host}, ${id}::uuid, entity, entity_id, external_id, 'undo', ${userId}::uuid, fields, expected
		from record
		on conflict (tenant_id, host, entity, entity_id, (cause = 'undo')) where state = 'planned'
			do update set fields = write_backs.fields || excluded.fields, expected = excluded.expected || write_backs.expected
		returning entity || ' ' || external_id || ' ' || fields::text as line`.execute(trx);
	await trx
		.updateTable("write_runs")
		.set({ state: "undone" })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", run.id)
		.execute();
	return { runId: id, detail: { rows: rows.length, sha256: proofOf(rows.map(({ line }) => line)) } };
}
