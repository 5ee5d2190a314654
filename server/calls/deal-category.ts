import type { z } from "zod";
import type { categoryRequest, DealCategoryJson } from "../../core/contract/forecast-calls.ts";
import { recordAudit } from "../audit/record.ts";
import { recordChanges } from "../db/history.ts";
import { requireVersion, type Writer } from "../db/own-write.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { maySeeOwner } from "../policy/scope.ts";

/** Puts a deal into a forecast category, which then stands above its source's until that changes; null when there is none in sight. Throws version_conflict. */
export async function setCategory(
	{ trx, principal, workspace, requestId }: Writer,
	dealId: string,
	{ category, version }: z.output<typeof categoryRequest>,
): Promise<DealCategoryJson | null> {
	const { tenantId, userId, name } = principal;
	const deal = await trx
		.selectFrom("deals")
		.select(["owner_id"])
		.where("id", "=", dealId)
		.forUpdate()
		.executeTakeFirst();
	if (!deal || !(await maySeeOwner(trx, principal, deal.owner_id))) return null;
	const before = await trx
		.selectFrom("deal_categories")
		.select(["category", "version"])
		.where("deal_id", "=", dealId)
		.executeTakeFirst();
	requireVersion(version, before?.version ?? 0, "category");
	const at = workspace.recordedAt;
	const values = { category, set_by: userId, set_at: timestamp(at), version: version + 1 };
	await trx
		.insertInto("deal_categories")
		.values({ tenant_id: tenantId, deal_id: dealId, ...values })
		.onConflict((conflict) => conflict.columns(["tenant_id", "deal_id"]).doUpdateSet(values))
		.execute();
	await recordChanges(trx, {
		...{ tenantId, entity: "deal", entityId: dealId, values: { chosenCategory: category } },
		...{ recordedAt: at, isPast: workspace.isStanding, changedBy: userId },
	});
	await appendEvent(trx, {
		tenantId,
		type: "forecast.called",
		entity: "forecast",
		entityId: dealId,
		causeId: requestId,
	});
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action: "deal.categorised",
		entity: "deal",
		entityId: dealId,
		detail: { from: before?.category ?? null, to: category },
		requestId,
	});
	return { dealId, category, version: version + 1 };
}
