import { csvRows } from "../../cli/csv-rows.ts";
import { DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import { findDrivers } from "../../core/scoring/drivers.ts";
import type { TabularRow } from "../../core/scoring/tabular/cell.ts";
import { dataFile } from "../data-folder.ts";
import type { Judging } from "./learn-and-judge.ts";

const KNOWN_AT_CREATION = [
	...["sales_agent", "manager", "regional_office", "product", "series", "sales_price", "account", "sector"],
	...["year_established", "revenue", "employees", "office_location", "subsidiary_of", "engage_date"],
];

/**
 * Maven's fictitious CRM joined to what is known of account, product and agent when a deal is created. Its outcomes are
 * next to random. Null without the files.
 */
export async function readMaven(data: string | null): Promise<TabularRow[] | null> {
	const file = (name: string): string | null => dataFile(data, "deals", "maven-crm", name);
	const [deals, accounts, products, teams] = ["sales_pipeline", "accounts", "products", "sales_teams"].map((n) =>
		file(`${n}.csv`),
	);
	if (!deals || !accounts || !products || !teams) return null;
	const plain = (product: string): string => product.replaceAll(" ", "").toLowerCase();
	const keyed = async (path: string, key: string): Promise<Map<string, TabularRow>> => {
		const found = new Map<string, TabularRow>();
		for await (const row of csvRows(path, [key]))
			found.set(key === "product" ? plain(row[key] ?? "") : (row[key] ?? ""), row);
		return found;
	};
	const [byAccount, byProduct, byAgent] = [
		await keyed(accounts, "account"),
		await keyed(products, "product"),
		await keyed(teams, "sales_agent"),
	];
	const rows: TabularRow[] = [];
	for await (const row of csvRows(deals, ["opportunity_id", "deal_stage", "engage_date", "close_date"])) {
		if (row["deal_stage"] !== "Won" && row["deal_stage"] !== "Lost") continue;
		rows.push({
			...byAccount.get(row["account"] ?? ""),
			...byProduct.get(plain(row["product"] ?? "")),
			...byAgent.get(row["sales_agent"] ?? ""),
			...row,
		});
	}
	return rows;
}

/** The newest fifth judged by what was closed before the first of them was created. */
export function mavenJudging(rows: TabularRow[]): Judging {
	const sorted = rows.toSorted((a, b) => dayOf(a["engage_date"]) - dayOf(b["engage_date"]));
	const test = sorted.slice(Math.floor(sorted.length * 0.8));
	const origin = dayOf(test[0]?.["engage_date"]);
	return {
		columns: KNOWN_AT_CREATION,
		train: sorted.filter((row) => dayOf(row["close_date"]) < origin),
		test,
		happened: (row) => row["deal_stage"] === "Won",
		id: (row) => String(row["opportunity_id"]),
		time: (row) => dayOf(row["engage_date"]) / DAY_MS,
	};
}

/** How many columns known at creation are called drivers of winning at a rate of false discoveries of 5 %. */
export function mavenDrivers(rows: TabularRow[]): { looked: number; significant: string[] } {
	const happened = Uint8Array.from(rows, (row) => (row["deal_stage"] === "Won" ? 1 : 0));
	const drivers = findDrivers({ columns: KNOWN_AT_CREATION, rows, happened });
	return { looked: drivers.length, significant: drivers.filter((d) => d.significant).map((d) => d.column) };
}

/** "20-10-16" → midnight UTC; NaN where no day is said. */
export function dayOf(cell: unknown): number {
	const match = /^(\d{2})-(\d{2})-(\d{2})$/.exec(String(cell));
	return match ? startOfDayUtc(`20${match[3]}-${match[2]}-${match[1]}`) : Number.NaN;
}
