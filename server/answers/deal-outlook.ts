import { daysBetween } from "../../core/model/instant.ts";
import { winWithin } from "../../core/scoring/deal-probability.ts";
import { expectedClose } from "../../core/scoring/expected-close.ts";
import { tenthOf } from "../../core/scoring/model-test.ts";
import { similarDeals } from "../../core/scoring/similar-deals.ts";
import type { Db } from "../db/connect.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { standingOverride } from "../db/deal-overrides.ts";
import { comparedDeals } from "../db/similar-deals.ts";
import { loadDealTimeline } from "../db/timelines.ts";
import { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import { testOf } from "../jobs/deal-model-metrics.ts";
import { type OutlookRows, outlookJson } from "../views/deal-outlook-view.ts";
import type { Asker } from "./asker.ts";

/** What stands beside an open deal's chance. A closed deal has nothing ahead; its like and what people said are still told. */
export async function outlookOf(db: Db, deal: DealRow, { principal, viewer }: Asker) {
	const [live, override, { own, others }] = await Promise.all([
		dealModelInUse(db),
		standingOverride(db, deal.id),
		comparedDeals(db, deal, principal.visibleOwners),
	]);
	const names = new Map(others.map((other) => [other.id, other]));
	const rows: OutlookRows = {
		deal,
		past: null,
		winBy: null,
		expected: null,
		override,
		similar: similarDeals(own, others).flatMap((found) => {
			const other = names.get(found.id);
			return other ? [{ ...found, name: other.name, status: other.status }] : [];
		}),
	};
	const line = live && deal.status === "open" ? await loadDealTimeline(db, deal.id, deal.now) : null;
	if (live && line) {
		const score = deal.score?.value ?? null;
		rows.past =
			score === null ? null : (testOf(live.metrics)?.past.find((band) => band.tenth === tenthOf(score)) ?? null);
		rows.expected = expectedClose(live.model, line, deal.now);
		const days = deal.closeDate === null ? 0 : daysBetween(deal.today, deal.closeDate) + 1;
		if (deal.closeDate !== null && days > 0) {
			rows.winBy = { date: deal.closeDate, probability: winWithin(live.model, line, deal.now, days) };
		}
	}
	return outlookJson(rows, viewer);
}
