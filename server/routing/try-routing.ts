import type { Transaction } from "kysely";
import type { RoutingTrialJson } from "../../core/contract/lead-routing.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { routeMany } from "../../core/routing/route-many.ts";
import type { RoutingSettings } from "../../core/routing/routing-model.ts";
import type { Solve } from "../../core/solve/program.ts";
import { newestAccounts } from "../db/arrivals.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { listRoutingPeople } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { accountsToRoute, withoutLimit } from "./accounts-to-route.ts";
import { readyToRoute } from "./routing-ground.ts";

const DAYS = 30;
const MOST = 2000;
const SECONDS = 5;

/**
 * What these settings would have done with the leads, and the accounts, of the last 30 days, in the order in which they came, from standings
 * of nought; nothing is kept. Each person's room is what they would have had without those leads.
 */
export async function tryRouting(
	trx: Transaction<Tables>,
	settings: RoutingSettings,
	workspace: Workspace,
	solve: Solve,
): Promise<RoutingTrialJson> {
	const since = workspace.now - DAYS * DAY_MS;
	const newest = await leadsWithTouches(trx, { newestBefore: workspace.now, limit: MOST }, workspace.now);
	const touched = newest.filter(({ lead }) => lead.createdAt >= since);
	const order = touched.toSorted((a, b) => a.lead.createdAt - b.lead.createdAt).map(({ lead }) => lead.id);
	const leads = await readyToRoute(trx, settings, touched, workspace, order, true);
	const isTheirs = (id: string) => touched.filter(({ lead }) => lead.ownerId === id);
	const people = (await listRoutingPeople(trx))
		.filter((p) => p.takesLeads)
		.map((p) => ({
			...p,
			open: p.open - isTheirs(p.id).filter(({ lead }) => OPEN_LEAD.includes(lead.status)).length,
		}));
	const { decisions, turns, best } = await routeMany(settings, leads, people, {
		turns: new Map(),
		solve,
		seconds: SECONDS,
	});
	const owners = new Map(touched.map(({ lead }) => [lead.id, lead.ownerId]));
	const dueOf = (id: string) => {
		const due = [...turns.values()].flatMap((of) => of.get(id)?.due ?? []);
		return due.length > 0 ? due.reduce((a, b) => a + b, 0) : null;
	};
	return {
		leads: leads.length,
		days: DAYS,
		waits: decisions.filter((d) => d.userId === null).length,
		people: people.map(({ id, name }) => ({
			id,
			name,
			got: decisions.filter((d) => d.userId === id).length,
			due: dueOf(id),
			hasNow: isTheirs(id).length,
		})),
		rules: settings.rules.map(({ id, label }) => ({
			id,
			label,
			leads: decisions.filter((d) => d.ruleId === id).length,
		})),
		others: decisions.filter((d) => d.userId !== null && owners.get(d.leadId) !== d.userId).length,
		expected: best?.expected ?? null,
		isPart: newest.length === MOST && touched.length === MOST,
		accounts: settings.accountsToo ? await tryAccounts(trx, settings, workspace, since) : null,
	};
}

async function tryAccounts(
	trx: Transaction<Tables>,
	settings: RoutingSettings,
	workspace: Workspace,
	since: Instant,
): Promise<RoutingTrialJson["accounts"]> {
	const accounts = await newestAccounts(trx, { since, until: workspace.now, most: MOST });
	const { placed, others } = await accountsToRoute(trx, settings, accounts, workspace);
	const people = (await listRoutingPeople(trx)).filter((p) => p.takesLeads);
	const { decisions } = await routeMany(settings, others, withoutLimit(people), {
		turns: new Map(),
		solve: null,
		seconds: 0,
	});
	const all = [...placed, ...decisions];
	const owners = new Map(accounts.map(({ id, ownerId }) => [id, ownerId]));
	return {
		accounts: accounts.length,
		placed: placed.length,
		waits: all.filter((d) => d.userId === null).length,
		others: all.filter((d) => d.userId !== null && owners.get(d.leadId) !== d.userId).length,
		people: people.map(({ id, name }) => ({
			...{ id, name },
			got: all.filter((d) => d.userId === id).length,
			hasNow: accounts.filter(({ ownerId }) => ownerId === id).length,
		})),
		isPart: accounts.length === MOST,
	};
}
