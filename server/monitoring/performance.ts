import type { Transaction } from "kysely";
import type { z } from "zod";
import type { PerformanceJson, performanceQuery, WatchedJson } from "../../core/contract/monitoring.ts";
import { shiftPeriod } from "../../core/model/period.ts";
import {
	type Against,
	usualPace,
	type Watch,
	type Watched,
	type WatchedPeriod,
	watchPerformance,
} from "../../core/monitoring/watch-performance.ts";
import type { Asker } from "../answers/asker.ts";
import { periodAsked } from "../answers/forecast.ts";
import { quotasOf, rollUp } from "../db/quotas.ts";
import type { Tables } from "../db/tables.ts";
import { territoriesInSight } from "../db/territories.ts";
import { type WonDeal, wonDeals } from "../db/won-deals.ts";
import { loadRates, loadWorkspace, type Workspace } from "../db/workspace.ts";
import { spanIn } from "../quotas/outlook.ts";
import { loadQuotaTree, type QuotaTree } from "../quotas/quota-tree.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { showMoney, showNumber, showPercent } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";

const PAST_PERIODS = 8;

interface Subject {
	id: string;
	name: string;
	owner: string | null;
	holds: (deal: WonDeal) => boolean;
	quota: number | null;
}

/** How people, teams or territories in sight do against quota, each other, their own past and the season. */
export async function performanceFor(
	trx: Transaction<Tables>,
	asker: Asker,
	asked: z.output<typeof performanceQuery>,
	realNow: number,
): Promise<PerformanceJson> {
	const { principal, viewer } = asker;
	const workspace = await loadWorkspace(trx, realNow);
	const { fiscal, zone, now, currency } = workspace;
	const period = periodAsked(workspace, asked);
	const before = Array.from({ length: PAST_PERIODS }, (_, k) => shiftPeriod(fiscal, period, -k - 1));
	const spans = [period, ...before].map((p) => spanIn(p, zone));
	const since = Math.min(...spans.map((s) => s.start));
	const tree = await loadQuotaTree(trx, principal.tenantId, workspace);
	const territories = asked.by === "territory" ? await territoriesInSight(trx, principal.visibleOwners) : [];
	const deals = await wonDeals(trx, { since, now, currency, zone }, territories);
	// Periods before the first deal say nothing.
	const first = deals.reduce((least, deal) => Math.min(least, deal.closedAt), now);
	const past = spans
		.slice(1)
		.filter((span) => span.start >= first - 92 * 86_400_000 && deals.some((d) => d.closedAt < span.end));
	const [running] = spans;
	if (!running) throw new RangeError("a period without days");
	const passed = Math.min(1, Math.max(0, (now - running.start) / (running.end - running.start)));
	const pace = usualPace(
		past.map((span) => ({
			wonBy: inSpan(deals, span).map((d) => ({
				at: (d.closedAt - span.start) / (span.end - span.start),
				minor: d.minor,
			})),
		})),
		passed,
	);
	const subjects =
		asked.by === "territory"
			? territories.map(
					(t): Subject => ({ ...t, owner: t.ownerName, holds: (d) => d.territories.includes(t.id), quota: null }),
				)
			: await treeSubjects(trx, workspace, tree, asker, asked.by, period);
	const watched = subjects.map((of): Watched => {
		const mine = deals.filter(of.holds);
		const cut = (span: (typeof spans)[number]): WatchedPeriod => ({
			name: span.name,
			wins: inSpan(mine, span).map((d) => d.minor),
		});
		return { id: of.id, running: cut(running), past: past.map(cut), quota: of.quota };
	});
	const watches = watchPerformance(watched, pace);
	const rows = subjects.map((of, k): WatchedJson => {
		const [watch, seen] = [watches[k] as Watch, watched[k] as Watched];
		const won = seen.running.wins.reduce((a, b) => a + b, 0);
		return {
			...{ id: of.id, name: of.name, owner: of.owner, won: String(Math.round(won)), wins: seen.running.wins.length },
			quota: of.quota === null ? null : String(of.quota),
			againstQuota: againstJson(watch.quota),
			againstOthers: againstJson(watch.benchmark),
			againstPast: againstJson(watch.trend),
			againstSeason: againstJson(watch.season),
			growth: watch.growth,
			says: saysOf(seen, watch, watched, currency, viewer),
		};
	});
	const below = rows.filter((r) => [r.againstQuota, r.againstOthers].some((a) => a?.verdict === "below")).length;
	const above = rows.filter((r) => [r.againstQuota, r.againstOthers].some((a) => a?.verdict === "above")).length;
	return {
		text: say(viewer, "watch.text", { below, above, n: rows.length }),
		...{ period, by: asked.by, currency, pace, pastPeriods: past.length, rows },
		asOf: new Date(now).toISOString(),
	};
}

async function treeSubjects(
	trx: Transaction<Tables>,
	workspace: Workspace,
	tree: QuotaTree,
	{ principal }: Asker,
	by: "person" | "team",
	period: Parameters<typeof quotasOf>[1],
): Promise<Subject[]> {
	const { currency, fiscal } = workspace;
	const list = await quotasOf(trx, period, fiscal, currency, await loadRates(trx, currency));
	const quotas = new Map(rollUp(list, tree.owners).map((q) => [q.nodeId, Number(q.amountMinor)]));
	const nodes = visibleNodes(
		tree.nodes.map((n) => ({ ...n, nodeId: n.id })),
		tree.teams,
		principal,
	).filter((n) => (by === "person" ? n.kind === "user" : n.kind === "team"));
	return nodes.map((node): Subject => {
		const beneath = new Set([node.id]);
		for (const owner of tree.owners) if (owner.parentId !== null && beneath.has(owner.parentId)) beneath.add(owner.id);
		return {
			...{ id: node.id, name: node.name, owner: null, quota: quotas.get(node.id) ?? null },
			holds: (deal) => deal.ownerId !== null && beneath.has(deal.ownerId),
		};
	});
}

function inSpan(deals: readonly WonDeal[], { start, end }: { start: number; end: number }): WonDeal[] {
	return deals.filter((d) => d.closedAt >= start && d.closedAt < end);
}

function againstJson(of: Against | null): WatchedJson["againstQuota"] {
	if (!of) return null;
	const text = (value: number) => String(Math.round(value));
	return {
		...{ expected: text(of.expected), actual: text(of.actual), low: text(of.low), high: text(of.high) },
		...{ n: of.n, verdict: of.verdict },
	};
}

/** What stands out, and whether it comes from how many deals or from how large they are. */
function saysOf(of: Watched, watch: Watch, all: readonly Watched[], currency: string, viewer: Viewer): string[] {
	const lines: string[] = [];
	const show = (minor: number) => showMoney(BigInt(Math.round(minor)), currency, viewer.locale);
	const others = watch.benchmark;
	if (others && (others.verdict === "below" || others.verdict === "above") && all.length > 1) {
		const mean = (list: readonly number[]) => (list.length > 0 ? list.reduce((a, b) => a + b, 0) / list.length : 0);
		const [mine, theirs] = [of.running.wins.length, mean(all.map((w) => w.running.wins.length))];
		const [size, usual] = [mean(of.running.wins), mean(all.flatMap((w) => w.running.wins))];
		const isCount =
			Math.abs(Math.log((mine || 0.5) / (theirs || 0.5))) >= Math.abs(Math.log((size || usual || 1) / (usual || 1)));
		lines.push(
			isCount
				? say(viewer, `watch.says.count.${others.verdict}`, { mine, theirs: showNumber(theirs, viewer.locale, 1) })
				: say(viewer, `watch.says.size.${others.verdict}`, { mine: show(size), theirs: show(usual) }),
		);
	}
	if (watch.quota?.verdict === "below") {
		lines.push(
			say(viewer, "watch.says.quota", { actual: show(watch.quota.actual), expected: show(watch.quota.expected) }),
		);
	}
	if (watch.trend?.verdict === "below") lines.push(say(viewer, "watch.says.falling"));
	const { growth } = watch;
	if (growth && (growth.low > 0 || growth.high < 0)) {
		lines.push(
			say(viewer, growth.low > 0 ? "watch.says.grows" : "watch.says.shrinks", {
				share: showPercent(Math.abs(Math.round(growth.perPeriod * 100)), viewer.locale),
				n: growth.n,
			}),
		);
	}
	return lines;
}
