import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { appendEvent } from "../events/append.ts";
import type { Db } from "./connect.ts";
import type { DealRow } from "./deal-columns.ts";
import type { Writer } from "./own-write.ts";
import { timestamp } from "./values.ts";

/** What somebody says of a deal's chance beside the model's number. */
export interface DealOverride {
	id: string;
	probability: number;
	reason: string;
	stageId: string;
	/** What the model said then; null where the deal had no number yet. */
	modelValue: number | null;
	madeBy: string | null;
	/** On the workspace's clock. */
	madeAt: Instant;
}

/** An override is asked about again after so many days, or as soon as the deal is in another stage. */
export const ASK_AFTER_DAYS = 30;

/** Why an override is to be looked at again; null while it stands. */
export function whyAskAgain(override: DealOverride, deal: Pick<DealRow, "stageId" | "now">): "stage" | "age" | null {
	if (override.stageId !== deal.stageId) return "stage";
	return deal.now - override.madeAt > ASK_AFTER_DAYS * DAY_MS ? "age" : null;
}

/** The override that stands on a deal; null without one. */
export async function standingOverride(db: Db, dealId: string): Promise<DealOverride | null> {
	const { rows } = await sql<DealOverride>`select o.id, o.probability, o.reason, o.stage_id as "stageId",
			o.model_value as "modelValue", u.name as "madeBy", o.made_at as "madeAt"
		from deal_overrides o left join users u on u.id = o.made_by
		where o.deal_id = ${dealId}::uuid and o.ended_at is null`.execute(db);
	return rows[0] ?? null;
}

/** Puts an override beside the deal's number; one that stands ends. Saying the same again of a deal that has not moved changes nothing. */
export async function setOverride(
	writer: Writer,
	deal: DealRow,
	said: { probability: number; reason: string },
): Promise<void> {
	const { trx, principal, workspace } = writer;
	const standing = await standingOverride(trx, deal.id);
	const isSame = standing?.probability === said.probability && standing.reason === said.reason;
	if (standing && isSame && whyAskAgain(standing, deal) === null) return;
	await endStanding(writer, deal.id);
	await trx
		.insertInto("deal_overrides")
		.values({
			tenant_id: principal.tenantId,
			deal_id: deal.id,
			...said,
			stage_id: deal.stageId,
			model_value: deal.score?.value ?? null,
			model_version: deal.score?.modelVersion ?? null,
			made_by: principal.userId,
			made_at: timestamp(workspace.now),
		})
		.execute();
	await tell(writer, deal.id, "deal.chance_said", { probability: said.probability, model: deal.score?.value ?? null });
}

/** Takes the override off a deal. False where there is none. */
export async function withdrawOverride(writer: Writer, dealId: string): Promise<boolean> {
	if (!(await endStanding(writer, dealId))) return false;
	await tell(writer, dealId, "deal.chance_withdrawn", {});
	return true;
}

async function endStanding({ trx, workspace }: Writer, dealId: string): Promise<boolean> {
	const ended = await trx
		.updateTable("deal_overrides")
		.set({ ended_at: timestamp(workspace.now) })
		.where("deal_id", "=", dealId)
		.where("ended_at", "is", null)
		.executeTakeFirst();
	return ended.numUpdatedRows > 0n;
}

async function tell(
	{ trx, principal, requestId }: Writer,
	dealId: string,
	action: string,
	detail: Record<string, number | null>,
): Promise<void> {
	const { tenantId, userId, name } = principal;
	const about = { tenantId, entity: "deal", entityId: dealId };
	await appendEvent(trx, { ...about, type: "deal.scored", causeId: requestId });
	await recordAudit(trx, { ...about, actorId: userId, actor: name, action, detail, requestId });
}

/** How people's own chances fared against the model's, over deals that are over: means of (chance − outcome)². */
export interface OverrideRecord {
	decided: number;
	closer: number;
	brierPeople: number | null;
	brierModel: number | null;
	standing: number;
}

/** Judges the overrides that stood when their deal was won or lost. */
export async function overrideRecord(db: Db): Promise<OverrideRecord> {
	const { rows } = await sql<OverrideRecord>`select
			count(*) filter (where d.status <> 'open' and o.model_value is not null)::int as decided,
			count(*) filter (where d.status <> 'open' and abs(o.probability - y.won) < abs(o.model_value - y.won))::int as closer,
			avg((o.probability - y.won) ^ 2) filter (where d.status <> 'open' and o.model_value is not null) as "brierPeople",
			avg((o.model_value - y.won) ^ 2) filter (where d.status <> 'open') as "brierModel",
			count(*) filter (where d.status = 'open')::int as standing
		from deal_overrides o join deals d on d.id = o.deal_id
			cross join lateral (select case when d.status = 'won' then 1 else 0 end as won) y
		where o.ended_at is null`.execute(db);
	return rows[0] ?? { decided: 0, closer: 0, brierPeople: null, brierModel: null, standing: 0 };
}
