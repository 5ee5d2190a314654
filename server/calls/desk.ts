import type { Transaction } from "kysely";
import type { CallDeskJson } from "../../core/contract/forecast-calls.ts";
import { callStandings, roundAt } from "../../core/forecast/calls/call-cycle.ts";
import type { CallCycle } from "../../core/forecast/calls/call-types.ts";
import { categorySums } from "../../core/forecast/calls/category-sums.ts";
import { overrideState } from "../../core/forecast/calls/overrides.ts";
import { ownerScope } from "../../core/forecast/waterfall/owner-scope.ts";
import type { Asker } from "../answers/asker.ts";
import type { Db } from "../db/connect.ts";
import { categoriesOf } from "../db/deal-categories.ts";
import { callsOfPeriod, type StoredCall } from "../db/forecast-calls.ts";
import { readCycle } from "../db/forecast-cycles.ts";
import { sharesOf } from "../db/forecast-deals.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import type { Principal } from "../policy/principal.ts";
import { adjustedJson, callJson, modelThenJson, moneyIn, overrideJson } from "../views/call-view.ts";
import { say } from "../views/viewer.ts";
import { lastYearOf } from "./actuals.ts";
import { adjustedForecast, heldDeals } from "./adjusted.ts";
import { expectedCalls } from "./expected.ts";
import { type CallGround, modelThen, nodesUnder } from "./ground.ts";

/** Calls of a node that are listed. */
const MOST_LISTED = 60;

/** Everything beside the model's number of a node and period, as the asker may see it. */
export async function deskOf(
	db: Transaction<Tables>,
	ground: CallGround,
	{ principal, viewer }: Asker,
): Promise<CallDeskJson> {
	const { stored, node, nodes, workspace, period } = ground;
	const { currency } = stored;
	const money = moneyIn(currency);
	const under = nodesUnder(nodes, node.nodeId);
	const names = new Map(nodes.map((n) => [n.nodeId, n.name]));
	const calls = await callsOfPeriod(
		db,
		period.name,
		under.map((n) => n.nodeId),
	);
	const own = calls.filter((c) => c.authorId === principal.userId && c.nodeId === node.nodeId);
	const ofNode = calls.filter((c) => c.nodeId === node.nodeId);
	const sums = await sumsOf(db, ground);
	const cycle = await cycleOf(db, workspace);
	const adjusted = await adjustedForecast(db, stored, workspace.now);
	const seen = new Set(under.map((n) => n.nodeId));
	const overrides = adjusted.overrides.filter((o) => seen.has(o.target.nodeId));
	const lastYear = await lastYearOf(db, workspace, ground.owners, period, node.nodeId);
	const held = await heldDeals(
		db,
		stored.id,
		overrides.flatMap(({ target }) => (target.kind === "deal" ? [target.dealId] : [])),
	);
	return {
		period: { name: period.name, start: period.start, end: period.end },
		forecastId: stored.id,
		node: { nodeId: node.nodeId, name: node.name || say(viewer, "view.forecast.unassigned") },
		model: modelThenJson(modelThen(stored, node), currency),
		categories: {
			closed: money(sums.closedMinor),
			commit: money(sums.commitMinor),
			bestCase: money(sums.bestCaseMinor),
			pipeline: money(sums.pipelineMinor),
			deals: {
				commit: sums.deals.commit,
				bestCase: sums.deals.best_case,
				pipeline: sums.deals.pipeline,
				uncategorised: sums.deals.uncategorised,
			},
		},
		mayCall: mayCall(ground, principal),
		mayOverride: principal.permissions.has("forecasts:write"),
		round: cycle && roundJson(cycle, workspace),
		own: own.at(-1) ? callJson(own.at(-1) as StoredCall) : null,
		version: own.at(-1)?.version ?? 0,
		standings: cycle ? await standingsOf(db, ground, cycle, calls, seen, names) : [],
		calls: ofNode.toReversed().slice(0, MOST_LISTED).map(callJson),
		overrides: overrides.map((o) => {
			const stage = o.target.kind === "deal" ? (held.get(o.target.dealId)?.stageId ?? null) : null;
			return overrideJson(o, overrideState(o, workspace.now, stage));
		}),
		adjusted: adjustedJson(adjusted.nodes.get(node.nodeId), currency, viewer),
		lastYear: lastYear && { period: lastYear.period, value: money(lastYear.minor) },
	};
}

/** What deals make of the categories of the ground's node. */
export async function sumsOf(db: Db, { stored, node, owners }: CallGround) {
	const leaves = ownerScope(owners, node.nodeId)?.leaves ?? new Set<string>();
	const shares = await sharesOf(db, stored.id, leaves);
	const categories = await categoriesOf(
		db,
		shares.map((s) => s.dealId),
	);
	const none = {
		closedMinor: node.closedMinor,
		commitMinor: node.closedMinor,
		bestCaseMinor: node.closedMinor,
		pipelineMinor: node.closedMinor,
		deals: { commit: 0, best_case: 0, pipeline: 0, uncategorised: 0 },
	};
	return categorySums(owners, node.nodeId, shares, categories) ?? none;
}

/** The workspace's cycle as the engine reads it; null while it is off. */
export async function cycleOf(db: Db, { zone }: Pick<Workspace, "zone">): Promise<CallCycle | null> {
	const { isOn, weekday, dueMinute, remindDaysBefore } = await readCycle(db);
	return isOn ? { weekday, dueMinute, remindDaysBefore, zone } : null;
}

/** One calls for oneself, for a team that one leads, and with sight of everything for the company. */
export function mayCall({ node, teams }: CallGround, { permissions, scope, userId }: Principal): boolean {
	if (!permissions.has("calls:write")) return false;
	if (node.nodeId === userId) return true;
	if (teams.some((t) => t.id === node.nodeId && t.managerId === userId)) return true;
	return scope === "all" && node.parentId === null && node.kind === "company";
}

function roundJson(cycle: CallCycle, { now }: Workspace) {
	const { opensAt, remindAt, dueOn, closesAt } = roundAt(cycle, now);
	const iso = (at: number) => new Date(at).toISOString();
	return { opensAt: iso(opensAt), remindAt: iso(remindAt), dueOn, closesAt: iso(closesAt) };
}

async function standingsOf(
	db: Db,
	{ users, teams, workspace, period }: CallGround,
	cycle: CallCycle,
	calls: StoredCall[],
	seen: ReadonlySet<string>,
	nodeNames: Map<string, string>,
): Promise<CallDeskJson["standings"]> {
	const expected = (await expectedCalls(db, users, teams)).filter((e) => seen.has(e.nodeId));
	const names = new Map(users.map((u) => [u.id, u.name]));
	const byId = new Map(calls.map((c) => [c.id, c]));
	const shown = (call: { id: string } | null) => {
		const stored = call && byId.get(call.id);
		return stored ? callJson(stored) : null;
	};
	return callStandings(cycle, workspace.now, period.name, expected, calls).map((standing) => ({
		author: { id: standing.authorId, name: names.get(standing.authorId) ?? "" },
		nodeId: standing.nodeId,
		nodeName: nodeNames.get(standing.nodeId) ?? "",
		state: standing.state,
		call: shown(standing.call),
		previous: shown(standing.previous),
	}));
}
