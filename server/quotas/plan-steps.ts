import { CourtsideError } from "../../core/contract/problem.ts";
import { COMPANY } from "../../core/forecast/owner-tree.ts";
import { recordAudit } from "../audit/record.ts";
import type { Writer } from "../db/own-write.ts";
import { requireVersion } from "../db/own-write.ts";
import { savePieceQuotas } from "../db/piece-quotas.ts";
import { addPlanStep, changePlan, type PlanAction } from "../db/quota-plans.ts";
import { saveQuotas } from "../db/quotas.ts";
import { appendEvent } from "../events/append.ts";
import { amountsText, carryingNodes, type PlanAmounts } from "./plan-amounts.ts";
import { allowed } from "./plan-answer.ts";
import { dividedAmounts } from "./plan-split.ts";

/** A step of a plan that somebody takes. */
export interface TakenStep {
	action: PlanAction;
	version: number;
	comment: string | null;
}

const STATE_AFTER = {
	submitted: "submitted",
	withdrawn: "draft",
	returned: "returned",
	approved: "approved",
	published: "published",
} as const;

/**
 * Takes a step of a plan: kept as a version, handed in, taken back, sent back, agreed to, or published so that forecasts
 * and people have the numbers. Audited. Throws version_conflict, forbidden, unprocessable.
 */
export async function takePlanStep(writer: Writer, of: PlanAmounts, step: TakenStep): Promise<void> {
	const { trx, principal } = writer;
	const { plan } = of;
	requireVersion(step.version, plan.version, "plan");
	refuseStep(writer, of, step.action);
	const { tenantId, userId } = principal;
	const amounts = amountsText(of);
	if (step.action === "published") await publish(writer, of);
	await addPlanStep(trx, {
		...{ tenantId, planId: plan.id, action: step.action, comment: step.comment, by: userId },
		amounts,
	});
	const submittedBy = step.action === "submitted" ? userId : plan.submittedBy;
	const state = step.action === "kept" ? plan.state : STATE_AFTER[step.action];
	await changePlan(trx, plan, { state, submittedBy }, userId);
	await tellOfPlan(writer, plan.id, `quota-plan.${step.action}`, {
		name: plan.name,
		period: plan.period,
		nodes: Object.keys(amounts).length,
		total: amounts[of.tree.nodes[0]?.id ?? ""] ?? "",
		...(step.comment && { comment: step.comment }),
	});
}

/** Event and audit entry of what was done with a plan. */
export async function tellOfPlan(
	{ trx, principal, requestId }: Writer,
	planId: string,
	action: string,
	detail: Record<string, string | number>,
): Promise<void> {
	const { tenantId, userId, name } = principal;
	await appendEvent(trx, {
		tenantId,
		type: "quota.changed",
		entity: "quota-plan",
		entityId: planId,
		causeId: requestId,
	});
	await recordAudit(trx, {
		...{ tenantId, actorId: userId, actor: name, action, entity: "quota-plan", entityId: planId, detail, requestId },
	});
}

function refuseStep({ principal }: Writer, { plan, result }: PlanAmounts, action: PlanAction): void {
	const may = allowed(plan, principal, result.shares !== null);
	const isMine = plan.state === "submitted" && principal.permissions.has("quotas:write");
	const isOpen = {
		kept: may.edit,
		submitted: may.submit,
		withdrawn: isMine,
		returned: may.decide,
		approved: may.decide,
		published: may.publish,
	}[action];
	if (isOpen) return;
	if (result.conflicts.length > 0) {
		throw new CourtsideError(
			"unprocessable",
			"The plan's rules conflict. Solve the conflicts it names, then hand it in.",
		);
	}
	if (action === "approved" || action === "returned") {
		throw new CourtsideError(
			"forbidden",
			plan.state === "submitted"
				? "Who handed a plan in does not agree to it. Ask somebody else who may."
				: "The plan is not waiting for anybody to agree.",
		);
	}
	throw new CourtsideError("unprocessable", `A plan that is ${plan.state} cannot be ${action}.`);
}

/** Writes what everyone carries, in all and in each part; the company without a team of its own is what its teams are together. */
async function publish({ trx, principal: { tenantId } }: Writer, of: PlanAmounts): Promise<void> {
	const { plan, tree } = of;
	const shares = carryingNodes(of);
	const spans = [
		{ period: plan.period, amounts: shares.map(({ id, amount }) => ({ nodeId: id, amountMinor: amount })) },
		...(of.division ? dividedAmounts(of.workspace, of.division, shares, of.period) : []),
	];
	const people = new Set(tree.nodes.filter((n) => n.kind === "user").map((n) => n.id));
	const kindOf = (id: string) => (people.has(id) ? ("user" as const) : ("team" as const));
	for (const { period, amounts } of spans) {
		const quotas = amounts.filter(({ nodeId }) => nodeId !== COMPANY);
		if (plan.measure !== "revenue") await savePieceQuotas(trx, tenantId, period, plan.measure, quotas);
		else await saveQuotas(trx, tenantId, { period, currency: plan.currency ?? "", quotas, kindOf });
	}
}
