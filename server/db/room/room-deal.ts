import { sql } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";
import type { DealStatus } from "../../../core/model/deal.ts";
import { recordAudit } from "../../audit/record.ts";
import { appendEvent } from "../../events/append.ts";
import type { VisibleOwners } from "../../policy/principal.ts";
import type { Db } from "../connect.ts";
import { visibleTo } from "../deals.ts";
import type { Writer } from "../own-write.ts";

/** What a deal's room needs to know of the deal. */
export interface RoomDeal {
	id: string;
	accountId: string | null;
	stageId: string;
	status: DealStatus;
	nextStep: string | null;
	industry: string | null;
}

/** The deal whose room is asked for; null where there is none in sight. Whoever sees a deal sees its room. */
export async function findRoomDeal(db: Db, id: string, visibleOwners: VisibleOwners): Promise<RoomDeal | null> {
	const { rows } = await sql<RoomDeal>`select d.id, d.account_id as "accountId", d.stage_id as "stageId", d.status,
			d.next_step as "nextStep", a.industry
		from deals d left join accounts a on a.id = d.account_id
		where d.id = ${id}::uuid and ${visibleTo(visibleOwners)}`.execute(db);
	return rows[0] ?? null;
}

/** What every change in a room leaves: an event, by which open pages of the deal move, and an audit entry. */
export async function tellOfRoom(
	{ trx, principal, requestId }: Writer,
	dealId: string,
	action: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	const { tenantId, userId, name } = principal;
	await appendEvent(trx, { tenantId, type: "deal.room", entity: "deal", entityId: dealId, causeId: requestId });
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action,
		entity: "deal",
		entityId: dealId,
		detail,
		requestId,
	});
}
