import { verifyAuditChain } from "../../server/audit/verify.ts";
import { openDatabase } from "../../server/db/connect.ts";
import { startEmbedded } from "../../server/embedded/start.ts";

/** What a run came to: lines by kind, without the ids and times that differ from run to run. */
export type Fingerprint = Record<string, string[]>;

/** Reads the folder of a server that has stopped. */
export async function fingerprintOf(home: string): Promise<Fingerprint> {
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url });
	try {
		const lines = async (query: string) =>
			(await database.pool.query<{ line: string }>(query)).rows.map(({ line }) => line).sort();
		const names = await lines(`
			select id || '=' || name as line from deals union all select id || '=' || name from accounts
			union all select id || '=' || name from stages union all select id || '=' || name from pipelines
			union all select id || '=' || coalesce(email, name) from users`);
		const byId = new Map(names.map((line) => [line.slice(0, 36), line.slice(37)]));
		const named = (line: string) => line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => byId.get(id) ?? "?");
		const tenants = await database.kysely.selectFrom("tenants").select("tenant_id").execute();
		const chains = await Promise.all(
			tenants.map(({ tenant_id }) => verifyAuditChain(database.reader(tenant_id), tenant_id)),
		);
		return {
			deals: await lines(`select concat_ws('|', e.source, e.external_id, d.name, d.amount_minor, d.currency,
					s.name, d.status, d.close_date, d.next_step, d.version, u.name, a.name) as line
				from deals d left join external_ids e on e.tenant_id = d.tenant_id and e.id = d.id and e.object = 'deal'
				left join stages s on s.tenant_id = d.tenant_id and s.id = d.stage_id
				left join users u on u.tenant_id = d.tenant_id and u.id = d.owner_id
				left join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id`),
			accounts: await lines(`select name || '|' || version as line from accounts`),
			people: await lines(`select name || '|' || role as line from users`),
			history: (
				await lines(`select concat_ws('|', entity, entity_id, field, value, source, inferred,
					case when source <> 'courtside' then recorded_at end) as line from field_changes`)
			)
				.map(named)
				.sort(),
			imports: await lines(`select concat_ws('|', i.state, counts, (select count(*) from import_rejects r
				where r.import_id = i.id)) as line from imports i where state <> 'ready' and state <> 'draft'`),
			deliveries: await lines(`select state || '|' || encode(sha256(body), 'hex') as line from inbox
				where convert_from(body, 'UTF8') not like '%"nextStep":"step %'`),
			// Numbers move with the clock; what people changed must be there once each.
			writes: await lines(`select concat_ws('|', external_id, fields ->> 'nextStep', state) as line
				from write_backs where fields ? 'nextStep'`),
			waiting: await lines(`select kind || '|' || state as line from outbox where state <> 'sent'`),
			events: await lines(`select concat_ws('|', type, count(*)) as line from events
				where type in ('deal.created', 'deal.changed', 'import.finished') group by type`),
			audit: [
				...chains.map((chain) => (chain.ok ? "the chain holds" : `broken at ${chain.brokenAt}`)),
				...(await lines(`select concat_ws('|', action, count(*)) as line from audit_entries
					where action in ('deal.updated', 'deal.created', 'write-back.confirmed') group by action`)),
			],
		};
	} finally {
		await database.close();
		await server.stop();
	}
}

/** Lines that one run has and the other has not, counting how often. */
export function differences(calm: readonly string[], killed: readonly string[]): { lost: string[]; doubled: string[] } {
	const count = new Map<string, number>();
	for (const line of calm) count.set(line, (count.get(line) ?? 0) + 1);
	for (const line of killed) count.set(line, (count.get(line) ?? 0) - 1);
	const lost: string[] = [];
	const doubled: string[] = [];
	for (const [line, left] of count) {
		for (let k = 0; k < Math.abs(left); k++) (left > 0 ? lost : doubled).push(line);
	}
	return { lost, doubled };
}
