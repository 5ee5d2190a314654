import type { MyQuotaJson } from "../../core/contract/quotas.ts";
import { daysBetween } from "../../core/model/instant.ts";
import type { Asker } from "../answers/asker.ts";
import type { StoredForecast } from "../db/forecasts.ts";
import { findPlan, publishedPlan } from "../db/quota-plans.ts";
import type { Deps } from "../deps.ts";
import { showMoney, showPercent, showProbability } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { forecastOfPlan, type PlanAmounts, planAmounts } from "./plan-amounts.ts";
import { quotaStandingsFor } from "./standings.ts";

/** The asker's own quota of a period: what it is, why, how likely, and what is needed. */
export async function myQuotaFor(
	deps: Pick<Deps, "database" | "jobs" | "beside" | "now">,
	asker: Asker,
	asked: { period?: string | undefined; grain?: "month" | "quarter" | "year" | undefined },
): Promise<MyQuotaJson> {
	const { principal, viewer } = asker;
	const { nodes, ...standing } = await quotaStandingsFor(deps, asker, { ...asked, measure: "revenue" });
	const mine = nodes.find((n) => n.nodeId === principal.userId) ?? null;
	const period = standing.period.name;
	const forecast = await forecastOfPlan(deps, asker, { period, measure: "revenue" });
	const { plan, why } = await deps.database.inTenant(principal.tenantId, async (trx) => {
		const from = await publishedPlan(trx, period, "revenue");
		const stored = from && (await findPlan(trx, from.id));
		if (!from || !stored) return { plan: null, why: [] };
		const amounts = await planAmounts(trx, principal.tenantId, stored, forecast, deps.now());
		return {
			plan: { id: from.id, name: from.name, publishedAt: new Date(from.at).toISOString() },
			why: whyOf(amounts, principal.userId, viewer),
		};
	});
	return {
		standing: { ...standing, mine },
		...{ why, plan, needed: neededOf(standing, mine, forecast, principal.userId, viewer) },
		text: textOf(standing, mine, viewer),
	};
}

function textOf(
	{ currency }: Pick<MyQuotaJson["standing"], "currency">,
	mine: MyQuotaJson["standing"]["mine"],
	viewer: Viewer,
): string {
	if (!mine || mine.quota === null || currency === null) return say(viewer, "myQuota.none");
	const given = {
		done: showMoney(BigInt(mine.done), currency, viewer.locale),
		quota: showMoney(BigInt(mine.quota), currency, viewer.locale),
		share: showPercent(Math.round((mine.attainment ?? 0) * 100), viewer.locale),
	};
	if ((mine.attainment ?? 0) >= 1) return say(viewer, "myQuota.reached", given);
	return mine.chance === null
		? say(viewer, "myQuota.text", given)
		: say(viewer, "myQuota.textChance", { ...given, chance: showProbability(mine.chance.chance, viewer.locale) });
}

function whyOf({ facts, rules, result, tree, plan }: PlanAmounts, userId: string, viewer: Viewer): string[] {
	const fact = facts.get(userId);
	const node = tree.nodes.find((n) => n.id === userId);
	const share = result.shares?.find((s) => s.id === userId);
	const parent = result.shares?.find((s) => s.id === node?.parentId);
	if (!fact || !share || !node) return [];
	const rule = rules.get(userId);
	const percent = (value: number) => showPercent(Math.round(value * 100), viewer.locale);
	const money = (minor: bigint) => showMoney(minor, plan.currency ?? "EUR", viewer.locale);
	const capacity = rule?.capacity ?? fact.capacity;
	const ramp = rule?.ramp ?? fact.ramp;
	const lines: string[] = [];
	if (parent && parent.givenOut > 0n) {
		lines.push(
			say(viewer, "myQuota.why.share", {
				share: percent(Number(share.amount) / Number(parent.givenOut)),
				team: tree.nodes.find((n) => n.id === parent.id)?.name ?? "",
				total: money(parent.givenOut),
			}),
		);
	}
	if (share.heldBy) lines.push(say(viewer, share.heldBy === "floor" ? "myQuota.why.floor" : "myQuota.why.cap"));
	if (plan.basis === "chance") lines.push(say(viewer, "myQuota.why.chance"));
	const worth = money(BigInt(Math.round(rule?.potential ?? fact.potential)));
	lines.push(say(viewer, "myQuota.why.potential", { n: fact.accounts, worth }));
	if (capacity !== 1) lines.push(say(viewer, "myQuota.why.capacity", { share: percent(capacity) }));
	if (ramp < 1) lines.push(say(viewer, "myQuota.why.ramp", { share: percent(ramp) }));
	if (fact.periods > 0) {
		lines.push(say(viewer, "myQuota.why.history", { share: percent(rule?.history ?? fact.history), n: fact.periods }));
	}
	return lines;
}

function neededOf(
	{ period, currency, asOf }: Pick<MyQuotaJson["standing"], "period" | "currency" | "asOf">,
	mine: MyQuotaJson["standing"]["mine"],
	forecast: StoredForecast | null,
	userId: string,
	viewer: Viewer,
): string[] {
	if (!mine || mine.missing === null || currency === null || mine.missing === "0") return [];
	const money = (minor: bigint) => showMoney(minor, currency, viewer.locale);
	const missing = BigInt(mine.missing);
	const lines: string[] = [];
	const days = Math.max(
		0,
		daysBetween(asOf.slice(0, 10) > period.start ? asOf.slice(0, 10) : period.start, period.end),
	);
	const weeks = Math.max(1, Math.ceil(days / 7));
	lines.push(
		say(viewer, "myQuota.needed.pace", { missing: money(missing), weeks, each: money(missing / BigInt(weeks)) }),
	);
	const node = forecast?.nodes.find((n) => n.nodeId === userId);
	if (node) {
		const gap = BigInt(mine.quota ?? "0") - node.valueMinor;
		const given = { forecast: money(node.valueMinor), gap: money(gap < 0n ? -gap : gap) };
		lines.push(say(viewer, gap > 0n ? "myQuota.needed.short" : "myQuota.needed.enough", given));
		lines.push(say(viewer, "myQuota.needed.open", { open: money(node.openMinor) }));
	}
	return lines;
}
