import { makePlanRequest } from "../../core/contract/territory-plan-requests.ts";
import {
	type TerritoryPlanItemJson,
	type TerritoryPlanJson,
	territoryPlan,
	territoryPlanItem,
} from "../../core/contract/territory-plans.ts";
import { insertRun } from "../db/territory-runs.ts";
import { applierOf } from "../routes/territory-steps.ts";
import { writerOf } from "../routes/writing.ts";
import { tellOfPlan } from "../territory/apply-plan.ts";
import { makePlan } from "../territory/make-plan.ts";
import { planAnswer, plansFor } from "../territory/plan-answers.ts";
import { builder, needs } from "./builder.ts";
import { inputOf, objectOf, parsed } from "./contract-types.ts";
import { once } from "./mutations.ts";
import { idOf } from "./pages.ts";

/** A plan with what it comes to, before and after. */
const TerritoryPlan = objectOf<TerritoryPlanJson>("TerritoryPlan", territoryPlan, {
	...needs("territories:plan"),
	description: "A territory plan: balance, travel, disruption and fairness before and after, and why each is as it is.",
});
const TerritoryPlanItem = objectOf<TerritoryPlanItemJson>("TerritoryPlanItem", territoryPlanItem, {
	...needs("territories:plan"),
	description: "A territory plan in a list.",
});
const TerritoryOptimizationInput = inputOf("TerritoryOptimizationInput", makePlanRequest);

builder.queryFields((t) => ({
	territoryPlan: t.field({
		...needs("territories:plan"),
		type: TerritoryPlan,
		args: { id: t.arg.id({ required: true }) },
		complexity: 50,
		resolve: (_, args, { db, deps, ...asker }) => planAnswer(db, asker, idOf(args.id), deps.now()),
	}),
	territoryPlans: t.field({
		...needs("territories:plan"),
		type: [TerritoryPlanItem],
		description: "Territory plans in sight, changed last first.",
		complexity: { field: 20, multiplier: 5 },
		resolve: (_, __, { db, principal }) => plansFor(db, principal),
	}),
}));

builder.mutationFields((t) => ({
	optimizeTerritory: t.field({
		...needs("territories:plan"),
		type: TerritoryPlan,
		description:
			"Makes a plan from today's accounts and owners and looks for better territories; ask for the plan again.",
		args: { input: t.arg({ type: TerritoryOptimizationInput, required: true }) },
		complexity: 200,
		resolve: async (_, args, context, info) => {
			const { c, deps, principal, viewer } = context;
			const asked = parsed(makePlanRequest, args.input);
			const { tenantId, userId } = principal;
			const plan = await once(context, info, async (trx) => {
				const planId = await makePlan(await writerOf(c, trx, deps), asked, viewer);
				await insertRun(trx, { tenantId, planId, kind: "design", seconds: asked.seconds, seed: 1, by: userId });
				await tellOfPlan(applierOf(c, trx, deps.now()), { id: planId, name: asked.name }, "territory.planMade");
				return planAnswer(trx, { principal, viewer }, planId, deps.now());
			});
			const { run } = plan;
			if (run) {
				const job = { tenantId, runId: run.id };
				await deps.jobs.enqueue("design-territories", job, { dedupId: `territory-run-${run.id}` });
			}
			return plan;
		},
	}),
}));
