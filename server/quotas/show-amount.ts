import type { QuotaMeasure } from "../db/quota-plans.ts";
import { showMoney, showNumber } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** An amount of a quota in words: money, or so many pieces. */
export function showQuota(
	amount: bigint,
	{ measure, currency }: { measure: QuotaMeasure; currency: string | null },
	viewer: Viewer,
): string {
	if (measure === "revenue" && currency !== null) return showMoney(amount, currency, viewer.locale);
	return say(viewer, measure === "units" ? "quota.units" : "quota.activities", {
		n: showNumber(Number(amount), viewer.locale),
		count: Number(amount),
	});
}
