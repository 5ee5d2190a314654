import { sql } from "kysely";
import { z } from "zod";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { currency, plainDate } from "../../core/contract/scalars.ts";
import type { AppliedBatch, ApplyContext } from "./apply-changes.ts";

const rateFields = z.strictObject({
	from: currency,
	to: currency,
	rate: z.string().regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/, "a decimal above nothing"),
	validFrom: plainDate,
});

/**
 * Keeps the exchange rates that vendors tell of, to the workspace's currency alone, each from its day on. A rate that
 * stands for that day stays: a person may have set it.
 */
export async function applyRates(
	{ trx, tenantId }: ApplyContext,
	changes: readonly CanonicalChange[],
	result: AppliedBatch,
): Promise<void> {
	for (const [at, change] of changes.entries()) {
		if (change.entity !== "rate" || change.deleted) continue;
		const fields = rateFields.safeParse(change.fields);
		if (!fields.success) {
			const [issue] = fields.error.issues;
			result.refused.push({ at, reason: `rate ${change.externalId}, ${issue?.path.join(".")}: ${issue?.message}` });
			continue;
		}
		const { from, to, rate, validFrom } = fields.data;
		const { rows } = await sql`insert into exchange_rates (tenant_id, from_currency, to_currency, valid_from, rate)
			select tenant_id, ${from}, ${to}, ${validFrom}::date, ${rate}::numeric from tenants
			where tenant_id = ${tenantId} and reporting_currency = ${to} and ${from} <> ${to}
			on conflict do nothing returning from_currency`.execute(trx);
		result.applied[rows.length > 0 ? "created" : "unchanged"]++;
	}
}
