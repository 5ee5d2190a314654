import type { Context } from "hono";
import type { Transaction } from "kysely";
import type { QuotaPlanJson } from "../../core/contract/quota-plans.ts";
import { askerOf } from "../answers/asker.ts";
import type { AppEnv } from "../app-env.ts";
import { findPlan, planSteps, type StoredPlan } from "../db/quota-plans.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { found } from "../routes/writing.ts";
import { forecastOfPlan, type PlanAmounts, planAmounts } from "./plan-amounts.ts";
import { maySeePlan, quotaPlanJson } from "./plan-answer.ts";

/** Work on a plan that the caller may see, in a transaction that holds it. */
export interface PlanWork {
	atWork<T>(
		c: Context<AppEnv>,
		planId: string,
		work: (
			trx: Transaction<Tables>,
			plan: StoredPlan,
			comesTo: (plan: StoredPlan) => Promise<PlanAmounts>,
		) => Promise<T>,
	): Promise<T>;
	/** A plan as the caller is shown it. */
	whole(trx: Transaction<Tables>, c: Context<AppEnv>, amounts: PlanAmounts): Promise<QuotaPlanJson>;
}

/** The two of this server. */
export function planWork(deps: Deps): PlanWork {
	const { database, now } = deps;
	return {
		async atWork(c, planId, work) {
			const { tenantId } = c.var.principal;
			const head = seen(await findPlan(database.reader(tenantId), planId), c);
			const forecast = await forecastOfPlan(deps, askerOf(c), head);
			return database.inTenant(tenantId, async (trx) => {
				const plan = seen(await findPlan(trx, planId, true), c);
				return work(trx, plan, (one) => planAmounts(trx, tenantId, one, forecast, now()));
			});
		},
		whole: async (trx, c, amounts) => quotaPlanJson(amounts, await planSteps(trx, amounts.plan.id), askerOf(c)),
	};
}

function seen(plan: StoredPlan | null, c: Context<AppEnv>): StoredPlan {
	return found(plan && maySeePlan(plan, c.var.principal) ? plan : null, "plan");
}
