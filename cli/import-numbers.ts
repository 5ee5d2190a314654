import { sql } from "kysely";
import { periodOf } from "../core/model/period.ts";
import { formatMoney } from "../core/words/format-money.ts";
import { periodName } from "../core/words/period-name.ts";
import { word, wordsFor } from "../core/words/word.ts";
import type { Database } from "../server/db/connect.ts";
import { latestForecast } from "../server/db/forecasts.ts";
import { loadWorkspace } from "../server/db/workspace.ts";
import { rebuildNumbers } from "../server/jobs/rebuild-numbers.ts";

type Say = (line: string) => void;

/** Computes every number of the workspace anew, and says the pipeline and the forecast of the current quarter. */
export async function tellNumbers(database: Database, tenantId: number, now: () => number, say: Say): Promise<void> {
	const rebuilt = await rebuildNumbers(
		{
			database,
			now,
			// A running server finds the events by itself.
			wakeRelay: () => {},
		},
		{ tenantId },
		{ signal: new AbortController().signal, progress: async () => {} },
	);
	await database.inTenant(tenantId, async (trx) => {
		const workspace = await loadWorkspace(trx, now());
		const counts = await sql<{
			status: string;
			deals: number;
		}>`select status, count(*)::int as deals from deals group by status`.execute(trx);
		const by = new Map(counts.rows.map((r) => [r.status, r.deals]));
		const count = (status: string): string => (by.get(status) ?? 0).toLocaleString("en");
		say(
			`\nDeals: ${count("open")} open, ${count("won")} won, ${count("lost")} lost; ${rebuilt.deals.toLocaleString("en")} deals and ${rebuilt.leads.toLocaleString("en")} leads scored.`,
		);
		const period = periodOf(workspace.fiscal, "quarter", workspace.today);
		const forecast = await latestForecast(trx, period.name);
		if (!forecast) return;
		say(
			`Forecast for ${periodName(period, wordsFor("en"), "en")} as of ${workspace.today}, model ${forecast.modelVersion}:`,
		);
		const money = (minor: bigint): string =>
			formatMoney({ amountMinor: minor, currency: forecast.currency }, "en", { whole: true });
		const tell = (parent: string | null, indent: string): void => {
			for (const node of forecast.nodes.filter((n) => n.parentId === parent)) {
				if (node.kind === "user" || node.state === "empty") continue;
				const { interval } = node;
				const range = interval
					? ` (${money(interval.low)} to ${money(interval.high)}, ${Math.round(interval.level * 100)} %)`
					: "";
				const name = node.name || word("en", "view.forecast.unassigned");
				say(`${indent}${name}: ${money(node.valueMinor)}${range}, n = ${node.n.toLocaleString("en")}`);
				tell(node.nodeId, `${indent}  `);
			}
		};
		tell(null, "  ");
	});
}
