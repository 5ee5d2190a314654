import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import { type LeadToRoute, routeMany } from "../../core/routing/route-many.ts";
import type { RoutingDecision, RoutingSettings } from "../../core/routing/routing-model.ts";
import { recordAudit } from "../audit/record.ts";
import { type AccountDecision, arrivedAccounts, arrivedLeads, assignAccounts } from "../db/arrivals.ts";
import { addAssignment } from "../db/lead-assignments.ts";
import { listRoutingPeople, routingTurns, saveTurns } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { BulkDeps, Progressing } from "../jobs/job-deps.ts";
import { tellOfHands } from "../territory/apply-plan.ts";
import { accountsToRoute, withoutLimit } from "./accounts-to-route.ts";
import { giveLead } from "./give-lead.ts";
import { holdRouting, leadsToRoute, routingInUse } from "./routing-ground.ts";

const BATCH = 200;

/**
 * Gives what came in since routing was switched on, by an import or a sync, to somebody: leads by the rules, accounts by
 * their territory or else by the same rules. A transaction a batch; what nobody can take is kept as waiting with why, and
 * each is routed once, however often this runs.
 */
export async function routeArrivals(
	{ database, now, wakeRelay }: BulkDeps,
	{ tenantId }: { tenantId: number },
	job: Progressing,
): Promise<void> {
	for (const [step, route] of [
		["leads", routeLeads],
		["accounts", routeAccounts],
	] as const) {
		for (let done = 0; ; ) {
			job.signal.throwIfAborted();
			await job.progress({ step, done, total: null });
			const routed = await database.inTenant(tenantId, async (trx) => {
				const settings = await routingInUse(trx);
				if (!settings.isOn || settings.onSince === null) return 0;
				await holdRouting(trx, tenantId);
				return route({ trx, tenantId, settings, workspace: await loadWorkspace(trx, now()), now: now() });
			});
			wakeRelay();
			done += routed;
			if (routed < BATCH) break;
		}
	}
}

interface Round {
	trx: Transaction<Tables>;
	tenantId: number;
	settings: RoutingSettings;
	workspace: Workspace;
	/** Real time. */
	now: number;
}

async function routeLeads({ trx, tenantId, settings, workspace, now }: Round): Promise<number> {
	const ids = await arrivedLeads(trx, settings.onSince ?? now, BATCH);
	const decisions = await decide(trx, tenantId, settings, await leadsToRoute(trx, settings, ids, workspace));
	for (const decision of decisions) {
		const { leadId, userId: toId } = decision;
		const made = { leadId, cause: "arrival", state: toId ? "given" : "waits", fromId: null, toId, decision } as const;
		if ((await addAssignment(trx, tenantId, made, now)) === null || toId === null) continue;
		await giveLead(trx, { tenantId, leadId, fromId: null, toId, by: null, workspace, now });
	}
	await tellOfBatch(trx, tenantId, "lead-routing.arrivals", decisions);
	return ids.length;
}

async function routeAccounts({ trx, tenantId, settings, workspace, now }: Round): Promise<number> {
	if (!settings.accountsToo) return 0;
	const accounts = await arrivedAccounts(trx, settings.onSince ?? now, BATCH);
	const { placed, others } = await accountsToRoute(trx, settings, accounts, workspace);
	// Their turns are their own: who has had many leads is not passed over for an account.
	const own = { ...settings, rules: settings.rules.map((rule) => ({ ...rule, id: `account ${rule.id}` })) };
	const byRule = (await decide(trx, tenantId, own, others, true)).map((decision) => ({
		...decision,
		ruleId: decision.ruleId?.slice("account ".length) ?? null,
		placing: null,
	}));
	const decisions: AccountDecision[] = [...placed, ...byRule];
	const handed = await assignAccounts(trx, tenantId, decisions, now);
	const causeId = String(tenantId);
	await tellOfHands(
		{ trx, tenantId, actorId: null },
		workspace,
		causeId,
		handed.map(({ id, toId }) => ({ entity: "account", id, fromId: null, toId })),
	);
	await tellOfBatch(trx, tenantId, "account-routing.arrivals", decisions);
	return accounts.length;
}

/** Decides by the rules and keeps the new standings. `isUnlimited`: the room for open leads does not count. */
async function decide(
	trx: Transaction<Tables>,
	tenantId: number,
	settings: RoutingSettings,
	ready: LeadToRoute[],
	isUnlimited = false,
): Promise<RoutingDecision[]> {
	const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
	const { decisions, turns } = await routeMany(settings, ready, isUnlimited ? withoutLimit(people) : people, {
		turns: await routingTurns(trx),
		solve: null,
		seconds: 0,
	});
	await saveTurns(trx, tenantId, turns);
	return decisions;
}

/** One audit entry a batch, with its count and a hash over who got what. */
async function tellOfBatch(
	trx: Transaction<Tables>,
	tenantId: number,
	action: string,
	decisions: readonly RoutingDecision[],
): Promise<void> {
	if (decisions.length === 0) return;
	const given = decisions.filter((decision) => decision.userId !== null);
	const lines = decisions.map(({ leadId, userId }) => `${leadId} ${userId}`).sort();
	const sha256 = createHash("sha256").update(lines.join("\n")).digest("hex");
	const detail = { given: given.length, waits: decisions.length - given.length, sha256 };
	await recordAudit(trx, { tenantId, actorId: null, actor: "system", action, detail });
}
