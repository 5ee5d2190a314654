import { newReplays } from "../../core/forecast/backtest.ts";
import type { BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { addDays } from "../../core/model/instant.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { readLoanFunnel } from "../loan-funnel.ts";
import { readCrmFunnel } from "./crm-funnel.ts";
import { measureKnownTruth } from "./known-truth.ts";
import { measureFunnels } from "./measure-funnels.ts";
import {
	equalMean,
	type MeasuredOrigin,
	measureOrigin,
	methodsOf,
	methodsTable,
	originMetrics,
	originsTable,
	verdict,
} from "./measure-origins.ts";
import { measureSpeed } from "./speed.ts";
import { WHY, WHY_SECOND } from "./why.ts";

const LOAN_ORIGINS = weekly("2011-11-07", 8);
/** The file ends with 2017. Earlier origins served to choose on, and none of their windows reaches into these. */
const CRM_ORIGINS = weekly("2017-09-04", 14);

/** Bookings from two funnels: weekly origins, 28 days ahead, only what was known before each origin. */
export async function run({ data, smoke, progress }: BenchmarkContext): Promise<BenchmarkReport | null> {
	const loans = await readLoanFunnel(data);
	const crm = await readCrmFunnel(data);
	if (!loans || !crm) return null;
	const measure = (name: string, input: BookingsInput, origins: string[]): MeasuredOrigin[] => {
		const replays = newReplays();
		return (smoke ? origins.slice(-1) : origins).map((day) => {
			progress(`${name}, origin ${day}`);
			return measureOrigin(input, day, replays);
		});
	};
	const loanRows = measure("loans", loans, LOAN_ORIGINS);
	const crmRows = measure("CRM", crm, CRM_ORIGINS);
	const [loanMethods, crmMethods] = [methodsOf(loanRows), methodsOf(crmRows)];
	progress("simulated companies");
	const truth = measureKnownTruth(smoke, progress);
	progress("made-up funnels");
	const funnels = measureFunnels(smoke);
	progress("speed");
	const speed = measureSpeed(smoke);
	return {
		title: "Forecast: bookings in the next 28 days",
		body: [
			"## A bank's loans",
			"Funnel of the BPI Challenge 2012 (a bank's loan applications, file up to 22 January 2012). At every origin a method sees only events before it.",
			"Windows overlap: eight origins are about two and a half independent ones, and five of them hold Christmas or New Year, in a history that begins on 1 October.",
			methodsTable([...loanMethods, equalMean(loanRows)]),
			"Each origin, thousand euro:",
			originsTable(loanRows),
			verdict(loanMethods),
			"## A second funnel",
			"Maven's CRM deals (fictitious, published for exercise): engaged on a day at the list price, won or lost on a day, one open stage. One funnel is thin evidence, and nobody had forecast this one before. Origins to 7 August 2017 served to choose on; none of their windows reaches into those below, which were looked at when nothing was left to choose (the last one in a trial run before). Of deals from before March 2017 the file has only those that closed in March or later, and it ends with hardly any new ones: both make it hard in their own way.",
			methodsTable([...crmMethods, equalMean(crmRows)]),
			"Each origin, thousand dollars:",
			originsTable(crmRows),
			verdict(crmMethods),
			WHY_SECOND,
			"## What was chosen and why",
			WHY,
			"## Simulated companies",
			"Simulated companies whose own future is known, at full size (10,000 deals), a third of them each early in the quarter, half-way and near its end:",
			truth.full,
			"The same at a tenth of the size. Here one planted deal (large, and silent in a way that only the simulator sees) weighs much: about four fifths of the bias come from it alone:",
			truth.small,
			"## Made-up funnels",
			"As in `benchmarks/forecast/funnels.ts`:",
			funnels.table,
			"## Speed",
			"On simulated deals (one thread):",
			speed.table,
		].join("\n\n"),
		metrics: {
			origins: loanRows.length,
			...originMetrics("", loanMethods),
			...originMetrics("crm.", crmMethods),
			...truth.metrics,
			...funnels.metrics,
			...speed.metrics,
		},
	};
}

function weekly(first: string, count: number): string[] {
	return Array.from({ length: count }, (_, k) => addDays(first, 7 * k));
}
