import type { Transaction } from "kysely";
import type { ClosedLoopJson, LoopRowJson } from "../../core/contract/marketing.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import { closedLoopRows, type LoopRow } from "../../core/scoring/sources/closed-loop.ts";
import { handedLeads } from "../db/closed-loop.ts";
import { CAMPAIGN_MARK } from "../db/lead-sources.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { monthNumber, shiftMonth } from "./months.ts";

/** From marketing's leads to won deals, by source or campaign, as the page shows it. */
export async function closedLoopFor(
	trx: Transaction<Tables>,
	asked: { from?: string | undefined; to?: string | undefined; by: "source" | "campaign" },
	given: { visibleOwners: VisibleOwners; viewer: Viewer; now: number },
): Promise<ClosedLoopJson> {
	const { visibleOwners, viewer } = given;
	const workspace = await loadWorkspace(trx, given.now);
	const to = asked.to ?? workspace.today.slice(0, 7);
	const from = asked.from ?? shiftMonth(to, -11);
	const leads = await handedLeads(trx, {
		from: startOfDayIn(workspace.zone, `${from}-01`),
		to: startOfDayIn(workspace.zone, `${shiftMonth(to, 1)}-01`),
		visibleOwners,
	});
	const names = new Map<string, { source: string | null; campaign: string | null }>();
	const { rows, total } = closedLoopRows(
		leads.map(({ source, campaign, mqlAt, sqlAt, dealStatus, amountMinor, currency }) => {
			const named = { source, campaign: asked.by === "campaign" ? campaign : null };
			const key = [named.source ?? "", named.campaign ?? ""].join(CAMPAIGN_MARK).toLowerCase();
			if (!names.has(key)) names.set(key, named);
			const amount = amountMinor !== null && currency !== null ? { amountMinor, currency } : null;
			return { key, mqlAt, sqlAt, deal: dealStatus, amount };
		}),
	);
	const nothing = { source: null, campaign: null };
	const none = say(viewer, "sources.none");
	return {
		from,
		to,
		text: say(viewer, total.mql === 0 ? "loop.finding.none" : "loop.finding", {
			mql: total.mql,
			sql: total.sql,
			won: total.won,
			months: monthNumber(to) - monthNumber(from) + 1,
		}),
		rows: rows.map((row) => {
			const { source, campaign } = names.get(row.key) ?? nothing;
			return rowJson(row, { source, campaign }, [source ?? none, campaign].filter(Boolean).join(" · "));
		}),
		total: rowJson(total, nothing, say(viewer, "loop.all")),
		asOf: new Date(workspace.now).toISOString(),
	};
}

function rowJson(
	{ key: _, revenue, ...row }: LoopRow,
	named: { source: string | null; campaign: string | null },
	label: string,
): LoopRowJson {
	return {
		...row,
		...named,
		label,
		revenue: revenue.map(({ amountMinor, currency }) => ({ amountMinor: amountMinor.toString(), currency })),
	};
}
