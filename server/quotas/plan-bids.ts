import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { bidQuotaRequest } from "../../core/contract/quota-plans.ts";
import type { Writer } from "../db/own-write.ts";
import { saveBids } from "../db/quota-plan-rules.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import type { PlanAmounts } from "./plan-amounts.ts";
import { allowed } from "./plan-answer.ts";
import { tellOfPlan } from "./plan-steps.ts";

/**
 * Keeps what people say they and those they lead can bring, beside what the plan would have them carry. Throws forbidden
 * for a node that is none of theirs, wrong_state where nobody asked.
 */
export async function bidFor(
	writer: Writer,
	{ plan, tree, result }: PlanAmounts,
	{ bids }: z.output<typeof bidQuotaRequest>,
): Promise<void> {
	const { trx, principal } = writer;
	const { tenantId, userId } = principal;
	if (!allowed(plan, principal, result.shares !== null).bid) {
		throw new CourtsideError("wrong_state", "This plan does not ask for proposals now. Talk to whoever makes it.");
	}
	const nodes = tree.nodes.map(({ id: nodeId, parentId, kind }) => ({ nodeId, parentId, kind }));
	const mine = new Set(visibleNodes(nodes, tree.teams, principal).map(({ nodeId }) => nodeId));
	const strange = bids.find(({ nodeId }) => !mine.has(nodeId));
	if (strange) throw new CourtsideError("forbidden", "You can propose for yourself and for the people you lead.");
	await saveBids(
		trx,
		{ tenantId, planId: plan.id, by: userId },
		bids.map(({ nodeId, amount, reason }) => ({
			...{ nodeId, bid: amount === null ? null : BigInt(amount), reason: reason ?? null },
		})),
	);
	await tellOfPlan(writer, plan.id, "quota-plan.bid", { name: plan.name, nodes: bids.length });
}
