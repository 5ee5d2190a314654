import type { Transaction } from "kysely";
import type { CoverageJson, CoveredRepJson } from "../../core/contract/monitoring.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { type HiringAdvice, hiringAdvice, repCoverage } from "../../core/monitoring/plan-coverage.ts";
import type { Asker } from "../answers/asker.ts";
import { accountCare } from "../db/account-care.ts";
import { ownedAccounts } from "../db/account-classes.ts";
import { type CoverageNorms, coverageNorms } from "../db/coverage-norms.ts";
import { listRepHours } from "../db/rep-hours.ts";
import type { Tables } from "../db/tables.ts";
import { wonDeals } from "../db/won-deals.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { loadQuotaTree } from "../quotas/quota-tree.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { showMoney, showNumber } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** Hours beside the work of everybody in sight, gaps and overlaps, and what that says about hiring. */
export async function coverageFor(trx: Transaction<Tables>, asker: Asker, realNow: number): Promise<CoverageJson> {
	const { principal, viewer } = asker;
	const workspace = await loadWorkspace(trx, realNow);
	const { now, currency, zone } = workspace;
	const [yearAgo, lately] = [now - 365 * DAY_MS, now - 90 * DAY_MS];
	const norms = await coverageNorms(trx);
	const hours = new Map((await listRepHours(trx)).map((h) => [h.userId, h]));
	const owned = await ownedAccounts(trx);
	const care = new Map((await accountCare(trx, yearAgo, lately, now)).map((c) => [c.ownerId, c]));
	const won = new Map<string, number>();
	for (const deal of await wonDeals(trx, { since: yearAgo, now, currency, zone })) {
		if (deal.ownerId !== null) won.set(deal.ownerId, (won.get(deal.ownerId) ?? 0) + deal.minor);
	}
	const tree = await loadQuotaTree(trx, principal.tenantId, workspace);
	const nodes = visibleNodes(
		tree.nodes.map((n) => ({ ...n, nodeId: n.id })),
		tree.teams,
		principal,
	);
	const names = new Map(tree.owners.map((o) => [o.id, o.name]));
	const reps = nodes
		.filter((n) => n.kind === "user")
		.map((node) => {
			const said = hours.get(node.id);
			const cared = care.get(node.id);
			const accounts = new Map<string, number>(
				owned.filter((o) => o.ownerId === node.id).map((o) => [o.sizeClass, o.accounts]),
			);
			const rep = {
				...{ id: node.id, hoursPerWeek: said?.hoursPerWeek ?? norms.usualHours, accounts },
				...{ visits: cared?.visits ?? 0, calls: cared?.calls ?? 0, untouched: cared?.untouched ?? 0 },
				...{ shared: cared?.shared ?? 0, wonMinor: won.get(node.id) ?? 0 },
			};
			const covered = repCoverage(rep, norms.classes, norms.weeksPerYear);
			const json: CoveredRepJson = {
				user: { id: node.id, name: node.name },
				team: node.parentId === null ? null : (names.get(node.parentId) ?? null),
				...{ hoursPerWeek: rep.hoursPerWeek, isUsual: !said, startedOn: said?.startedOn ?? null },
				...{ capacity: covered.capacityHours, workload: covered.workloadHours },
				...{ load: covered.load, gap: covered.gapHours, doneShare: covered.doneShare, verdict: covered.verdict },
				accounts: [...accounts.values()].reduce((a, b) => a + b, 0),
				...{ visits: rep.visits, calls: rep.calls, untouched: rep.untouched, shared: rep.shared },
			};
			return { json, covered, wonMinor: rep.wonMinor, teamId: node.parentId };
		});
	const teams = nodes
		.filter((n) => n.kind === "team")
		.map((team) => {
			const mine = reps.filter((r) => r.teamId === team.id);
			const advice = hiringAdvice({
				...norms,
				costMinor: norms.costMinor === null ? null : Number(norms.costMinor),
				reps: mine.map((r) => ({ ...r.covered, wonMinor: r.wonMinor })),
			});
			const sum = (key: "capacity" | "workload") => mine.reduce((total, r) => total + r.json[key], 0);
			const [capacity, workload] = [sum("capacity"), sum("workload")];
			const monthly = advice.monthlyMinor === null ? null : BigInt(Math.round(advice.monthlyMinor));
			return {
				...{ id: team.id, name: team.name, capacity, workload, people: mine.length },
				load: capacity > 0 ? workload / capacity : null,
				...{ lacks: advice.lacks, hire: advice.hire, payBackMonths: advice.payBackMonths },
				monthly: monthly === null ? null : { amountMinor: monthly.toString(), currency },
				text: adviceText(team.name, advice, norms, currency, viewer),
			};
		})
		.filter((team) => team.people > 0);
	const tooMuch = reps.filter((r) => r.json.verdict === "too-much").length;
	const room = reps.filter((r) => r.json.verdict === "room").length;
	return {
		text: say(viewer, "cover.text", { much: tooMuch, room, n: reps.length }),
		reps: reps.map((r) => r.json),
		teams,
		unowned: principal.scope === "all" ? (care.get(null)?.accounts ?? 0) : 0,
		norms,
		mayWrite: principal.permissions.has("territories:write"),
		currency,
		asOf: new Date(now).toISOString(),
	};
}

function adviceText(
	team: string,
	advice: HiringAdvice,
	norms: CoverageNorms,
	currency: string,
	viewer: Viewer,
): string {
	const { lacks, hire, payBackMonths, monthlyMinor } = advice;
	const given = { team, lacks: showNumber(Math.abs(lacks), viewer.locale, 1), hire };
	if (hire === 0) return say(viewer, lacks < -0.5 ? "cover.advice.room" : "cover.advice.fits", given);
	if (norms.costMinor === null) return say(viewer, "cover.advice.noCost", given);
	if (monthlyMinor === null) return say(viewer, "cover.advice.noPast", given);
	const monthly = showMoney(BigInt(Math.round(monthlyMinor)), currency, viewer.locale);
	if (payBackMonths === null) return say(viewer, "cover.advice.never", { ...given, monthly });
	return say(viewer, "cover.advice.hire", { ...given, monthly, months: payBackMonths });
}
