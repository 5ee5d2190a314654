import { sql } from "kysely";
import type { NudgeKind } from "../../core/contract/demo.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { addDays } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { updateDeal } from "../db/deal-writes.ts";
import type { Writer } from "../db/own-write.ts";
import { ensurePartitions } from "../db/partitions.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { maySeeOwner } from "../policy/scope.ts";

const SLIP_DAYS = 30;

/**
 * Lets something happen to an open deal of the demo by the ways in which it would: a reply is an incoming e-mail of the
 * last contact who wrote, a slip moves the close date by a month. False where the writer sees no such open deal.
 */
export async function nudgeDeal(writer: Writer, dealId: string, kind: NudgeKind): Promise<boolean> {
	const deal = await openDeal(writer, dealId);
	if (!deal) return false;
	if (kind === "customer-replies") {
		await receiveReply(writer, deal);
		return true;
	}
	const from = deal.closeDate && deal.closeDate > writer.workspace.today ? deal.closeDate : writer.workspace.today;
	await updateDeal(writer, dealId, { closeDate: addDays(from, SLIP_DAYS) }, deal.version);
	return true;
}

interface OpenDeal {
	id: string;
	ownerId: string | null;
	accountId: string | null;
	closeDate: string | null;
	version: number;
}

async function openDeal({ trx, principal }: Writer, dealId: string): Promise<OpenDeal | null> {
	const row = await trx
		.selectFrom("deals")
		.select(["id", "owner_id as ownerId", "account_id as accountId", "close_date as closeDate", "version"])
		.where("id", "=", dealId)
		.where("status", "=", "open")
		.forUpdate()
		.executeTakeFirst();
	return row && (await maySeeOwner(trx, principal, row.ownerId)) ? row : null;
}

async function receiveReply(writer: Writer, deal: OpenDeal): Promise<void> {
	const { trx, principal, workspace, requestId } = writer;
	const { tenantId, userId, name } = principal;
	const at = workspace.recordedAt;
	await ensurePartitions(trx, "activities", at, at);
	const { rows } = await sql<{ id: string }>`select c.id from contacts c
		left join lateral (select max(a.occurred_at) as at from activities a
			where a.contact_id = c.id and a.deal_id = ${deal.id}::uuid and a.direction = 'in') last on true
		where c.account_id = ${deal.accountId}::uuid order by last.at desc nulls last, c.id limit 1`.execute(trx);
	const contactId = rows[0]?.id;
	if (!contactId) throw new CourtsideError("unprocessable", "Nobody at this customer is known who could reply.");
	await trx
		.insertInto("activities")
		.values({
			tenant_id: tenantId,
			occurred_at: timestamp(at),
			kind: "email",
			direction: "in",
			subject: "Re: next steps",
			owner_id: deal.ownerId,
			account_id: deal.accountId,
			contact_id: contactId,
			deal_id: deal.id,
		})
		.execute();
	const about = { tenantId, entity: "deal", entityId: deal.id };
	await appendEvent(trx, { ...about, type: "deal.changed", causeId: requestId });
	await recordAudit(trx, { ...about, actorId: userId, actor: name, action: "demo.reply-received", requestId });
}
