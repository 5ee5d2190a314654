import type { ChunkContext } from "./intake-run.ts";
import type { StoredDrafts } from "./store-drafts.ts";

/** Keeps what records were before this import changed them, so that it can be taken back. */
export async function storePriors(context: ChunkContext, stored: readonly StoredDrafts[]): Promise<void> {
	const priors = stored.flatMap((s) => s.priors).filter((p) => Object.keys(p.fields).length > 0);
	if (priors.length === 0) return;
	// A record changed twice by one import goes back to what it was before the first change.
	await context.client.query(
		`insert into import_prior as p (tenant_id, import_id, entity, entity_id, prior)
		select $1, $2, x.entity, x.id, x.fields from jsonb_to_recordset($3::jsonb) as x(entity text, id uuid, fields jsonb)
		on conflict (tenant_id, import_id, entity, entity_id) do update set prior = (
			select jsonb_object_agg(n.key, case when p.prior ? n.key then jsonb_set(n.value, '{before}', p.prior -> n.key -> 'before') else n.value end)
				|| (p.prior - array(select jsonb_object_keys(excluded.prior)))
			from jsonb_each(excluded.prior) n)`,
		[context.tenantId, context.importId, JSON.stringify(merged(priors))],
	);
}

function merged(priors: StoredDrafts["priors"]): StoredDrafts["priors"] {
	const byRecord = new Map<string, StoredDrafts["priors"][number]>();
	for (const prior of priors) {
		const key = `${prior.entity} ${prior.id}`;
		const known = byRecord.get(key);
		if (!known) {
			byRecord.set(key, { ...prior, fields: { ...prior.fields } });
			continue;
		}
		for (const [field, { before, after }] of Object.entries(prior.fields)) {
			known.fields[field] = { before: known.fields[field] ? known.fields[field].before : before, after };
		}
	}
	return [...byRecord.values()];
}
