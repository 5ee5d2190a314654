import { sql, type Transaction } from "kysely";
import type { Vault } from "../auth/vault.ts";
import type { Tables } from "../db/tables.ts";
import { notify } from "../mail/notify.ts";

/**
 * Writes to a meeting's rep that its notes are ready, once, unless they want no such mail. Nobody is written to about a
 * meeting whose transcript they have just put in themselves, nor about a sample call. The sweep of mails sends it.
 */
export async function mailReady(
	trx: Transaction<Tables>,
	vault: Vault,
	tenantId: number,
	meetingId: string,
): Promise<void> {
	const { rows } = await sql<{ ownerId: string; title: string }>`update meetings m set ready_mailed_at = now()
		where m.id = ${meetingId}::uuid and m.ready_mailed_at is null and m.source not in ('upload', 'sample')
			and m.owner_id is not null
		returning m.owner_id as "ownerId", m.title`.execute(trx);
	const [meeting] = rows;
	if (!meeting) return;
	const { ownerId: userId, title } = meeting;
	const wish = await trx
		.selectFrom("coaching_preferences")
		.select("mails_ready")
		.where("user_id", "=", userId)
		.executeTakeFirst();
	if (wish && !wish.mails_ready) return;
	await notify(trx, vault, { tenantId, userId }, "meeting-ready", () => ({
		params: { title },
		path: `/meetings/${meetingId}`,
	}));
}
