import { z } from "zod";
import {
	type QuotaPlanJson,
	type QuotaPlanListJson,
	quotaPlan,
	quotaPlanList,
} from "../../core/contract/quota-plans.ts";
import { type QuotaStandingsJson, quotaStandings, quotasQuery } from "../../core/contract/quotas.ts";
import { findPlan, planSteps } from "../db/quota-plans.ts";
import { forecastOfPlan, planAmounts } from "../quotas/plan-amounts.ts";
import { maySeePlan, quotaPlanJson, quotaPlansFor } from "../quotas/plan-answer.ts";
import { quotaStandingsFor } from "../quotas/standings.ts";
import { builder, needs } from "./builder.ts";
import { objectOf, parsed } from "./contract-types.ts";
import { idOf } from "./pages.ts";

const QuotaStandings = objectOf<QuotaStandingsJson>("QuotaStandings", quotaStandings, needs("quotas:read"));
const QuotaPlan = objectOf<QuotaPlanJson>("QuotaPlan", quotaPlan, needs("quotas:read"));
const QuotaPlanList = objectOf<QuotaPlanListJson>("QuotaPlanList", quotaPlanList, needs("quotas:read"));
const asked = z.object({ period: quotasQuery.shape.period, measure: quotasQuery.shape.measure });

builder.queryFields((t) => ({
	quotas: t.field({
		...needs("quotas:read"),
		type: QuotaStandings,
		description:
			"What people and teams carry in a period (default: this quarter) and have reached; measure: revenue, units or activities.",
		args: { period: t.arg.string(), measure: t.arg.string() },
		complexity: { field: 50, multiplier: 1 },
		resolve: (_, args, { deps, ...asker }) => quotaStandingsFor(deps, asker, parsed(asked, args)),
	}),
	quotaPlans: t.field({
		...needs("quotas:read"),
		type: QuotaPlanList,
		description: "Quota plans, changed last first; those at work only for who may plan or agree.",
		complexity: { field: 10, multiplier: 1 },
		resolve: (_, __, { db, deps, ...asker }) => quotaPlansFor(db, asker, deps.now()),
	}),
	quotaPlan: t.field({
		...needs("quotas:read"),
		type: QuotaPlan,
		nullable: true,
		description: "A plan with what each number is made of, its chances and conflicts.",
		args: { id: t.arg.id({ required: true }) },
		complexity: { field: 50, multiplier: 1 },
		resolve: async (_, args, { db, deps, ...asker }) => {
			const { principal } = asker;
			const plan = await findPlan(db, idOf(args.id));
			if (!plan || !maySeePlan(plan, principal)) return null;
			const forecast = await forecastOfPlan(deps, asker, plan);
			return deps.database.inTenant(principal.tenantId, async (trx) =>
				quotaPlanJson(
					await planAmounts(trx, principal.tenantId, plan, forecast, deps.now()),
					await planSteps(trx, plan.id),
					asker,
				),
			);
		},
	}),
}));
