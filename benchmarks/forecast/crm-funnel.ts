import { csvRows } from "../../cli/csv-rows.ts";
import type { BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { minorFromDecimal } from "../../core/model/money.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { dataFile } from "../data-folder.ts";
import { dayOf } from "../scoring/maven.ts";

const CURRENCY = "USD";
const STAGE = "Engaging";

/**
 * Maven's fictitious CRM as deals: engaged on a day at the product's list price, won on a day at what was paid, or lost.
 * Prospects without a day of engagement are no deals yet. Null without the files.
 */
export async function readCrmFunnel(data: string | null): Promise<BookingsInput | null> {
	const deals = dataFile(data, "deals", "maven-crm", "sales_pipeline.csv");
	const products = dataFile(data, "deals", "maven-crm", "products.csv");
	if (!deals || !products) return null;
	const listPrice = new Map<string, bigint | null>();
	for await (const { product, sales_price: price } of csvRows(products, ["product", "sales_price"])) {
		listPrice.set(plain(product), minorFromDecimal(price ?? "", CURRENCY));
	}
	const timelines: DealTimeline[] = [];
	for await (const row of csvRows(deals, [
		"opportunity_id",
		"deal_stage",
		"engage_date",
		"close_date",
		"close_value",
	])) {
		const engaged = dayOf(row["engage_date"]);
		if (Number.isNaN(engaged)) continue;
		const line: DealTimeline = {
			dealId: row["opportunity_id"] ?? "",
			createdAt: engaged,
			stages: [{ at: engaged, value: STAGE }],
			status: [{ at: engaged, value: "open" }],
			amounts: [{ at: engaged, value: listPrice.get(plain(row["product"])) ?? null }],
			currency: CURRENCY,
			closeDates: [],
			owners: [],
			hasHistory: true,
		};
		const closed = dayOf(row["close_date"]);
		if (!Number.isNaN(closed)) {
			const isWon = row["deal_stage"] === "Won";
			line.status.push({ at: closed, value: isWon ? "won" : "lost" });
			if (isWon) line.amounts.push({ at: closed, value: minorFromDecimal(row["close_value"] ?? "", CURRENCY) });
		}
		timelines.push(line);
	}
	const stages = [{ id: STAGE, pipelineId: "crm", name: STAGE, position: 0, kind: "open" as const }];
	return { timelines, stages, currency: CURRENCY, rates: [], zone: "UTC", seed: 1 };
}

/** The file says "GTXPro" where its list of products says "GTX Pro". */
function plain(product: string | undefined): string {
	return (product ?? "").replaceAll(" ", "").toLowerCase();
}
