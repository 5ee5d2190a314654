import { csvRows } from "../../cli/csv-rows.ts";
import type { Instant } from "../../core/model/instant.ts";
import { DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import { minorFromDecimal } from "../../core/model/money.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { Scored } from "../../core/stats/calibration.ts";
import { dataFile } from "../data-folder.ts";

/**
 * Maven's fictitious CRM, whose outcomes are next to random: the newest fifth of closed deals scored the day after they
 * were created, by a model of what was known when the first of them was. Anything but an AUC near one half is a leak.
 * Null without the file.
 */
export async function mavenAtCreation(data: string | null): Promise<Scored[] | null> {
	const pipeline = dataFile(data, "deals", "maven-crm", "sales_pipeline.csv");
	const products = dataFile(data, "deals", "maven-crm", "products.csv");
	if (pipeline === null || products === null) return null;
	const prices = new Map<string, string>();
	for await (const row of csvRows(products, ["product", "sales_price"])) {
		prices.set(plain(row["product"] ?? ""), row["sales_price"] ?? "");
	}
	const lines: DealTimeline[] = [];
	const needed = ["opportunity_id", "product", "deal_stage", "engage_date", "close_date"];
	for await (const row of csvRows(pipeline, needed)) {
		const createdAt = dayOf(row["engage_date"] ?? "");
		if (createdAt === null) continue;
		const closedAt = dayOf(row["close_date"] ?? "");
		const stage = row["deal_stage"];
		const ending = stage === "Won" ? "won" : stage === "Lost" ? "lost" : null;
		// The list price is known at creation; close_value is not, it tells the ending.
		const price = minorFromDecimal(prices.get(plain(row["product"] ?? "")) ?? "", "USD");
		lines.push({
			dealId: row["opportunity_id"] ?? "",
			createdAt,
			stages: [{ at: createdAt, value: "Engaging" }],
			status: [
				{ at: createdAt, value: "open" },
				...(ending && closedAt !== null ? [{ at: closedAt, value: ending } as const] : []),
			],
			amounts: [{ at: createdAt, value: price }],
			currency: "USD",
			closeDates: [],
			owners: [],
			hasHistory: true,
		});
	}
	const closed = lines.filter((l) => l.status.length > 1).sort((a, b) => a.createdAt - b.createdAt);
	const test = closed.slice(Math.floor(closed.length * 0.8));
	const origin = test[0]?.createdAt ?? 0;
	const model = trainDealModel({ timelines: lines, stages: [], origin });
	return test.map((line) => ({
		probability: scoreDeal(model, line, line.createdAt + DAY_MS / 2).value ?? model.winRate,
		happened: line.status.at(-1)?.value === "won",
	}));
}

/** "20-10-16" → midnight UTC. */
function dayOf(text: string): Instant | null {
	const match = /^(\d{2})-(\d{2})-(\d{2})$/.exec(text);
	return match ? startOfDayUtc(`20${match[3]}-${match[2]}-${match[1]}`) : null;
}

/** The pipeline file writes "GTXPro" where the product list has "GTX Pro". */
function plain(product: string): string {
	return product.replaceAll(" ", "").toLowerCase();
}
