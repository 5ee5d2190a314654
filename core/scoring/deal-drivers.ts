import { DAY_MS, type Instant } from "../model/instant.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { quantile } from "../stats/quantile.ts";
import { featuresAt } from "./deal-features/deal-features.ts";
import { type DealFeatures, FEATURES, type FeatureName, type FeatureValue } from "./deal-features/feature-list.ts";
import { groundAsOf } from "./deal-features/training-rows.ts";
import { lifeAsOf } from "./deal-life.ts";
import { type Driver, type DriverGroup, findDrivers } from "./drivers.ts";
import type { TabularRow } from "./tabular/cell.ts";

/** What separated won deals from lost ones. Plain JSON. */
export interface DealDrivers {
	version: "deal-drivers-1";
	origin: Instant;
	/** Deals that ended in these days before the origin, and how; those still open on the day of the look. */
	days: number;
	/** Days after its beginning at which each deal is looked at. */
	lookedAtDays: number;
	won: number;
	lost: number;
	/** Columns looked at; which of them go with the ending stands in each. */
	drivers: (Driver & { column: FeatureName; unit: DriverUnit })[];
	/** Columns that were left out as they give the end away. */
	leftOut: string[];
}

/** What the ranges of a column's groups are in; `times`: of the usual amount, of the first amount. */
export type DriverUnit = "times" | "count" | "days" | "share" | "pace" | "yesNo" | "word";

/** Fewer that ended of either kind say nothing. */
export const LEAST_ENDED = 20;
const DAYS = 730;
const MOST = 10_000;

const UNITS: Readonly<Record<FeatureName, DriverUnit>> = {
	amount: "times",
	amountChange: "times",
	age: "days",
	stageDays: "days",
	velocity: "pace",
	stepsBack: "count",
	pushes: "count",
	daysToClose: "days",
	nextStep: "yesNo",
	source: "word",
	industry: "word",
	employees: "count",
	repRecord: "share",
	accountRecord: "share",
	touches: "count",
	replies: "count",
	sinceReply: "days",
	sinceTouch: "days",
	meetings: "count",
	sinceMeeting: "days",
	people: "count",
	competitors: "count",
	buyingSigns: "count",
	openObjections: "count",
	agreedStep: "yesNo",
};

/**
 * What separated the deals won in the last two years from those lost, each looked at on the same day of its life (half the
 * usual one; what had ended by then is not among them) and knowing only what was recorded by then. So neither what the end
 * brings nor how long a deal lived is a driver. Of many deals the newest. `leftOut` are columns that give the end away. Which
 * columns go with the ending is judged at 5 % false discoveries (`findDrivers`). Null with fewer than 20 won or lost.
 */
export function dealDrivers(
	{ timelines, stages, origin }: { timelines: DealTimeline[]; stages: Stage[]; origin: Instant },
	leftOut: readonly string[] = [],
): DealDrivers | null {
	const ended = timelines.flatMap((line) => {
		const life = lifeAsOf(line, origin);
		if (!life || life.closedAt === null || life.backdated || origin - life.closedAt > DAYS * DAY_MS) return [];
		return [{ line, closedAt: life.closedAt, isWon: life.status === "won" }];
	});
	const lives = ended.map(({ line, closedAt }) => (closedAt - line.createdAt) / DAY_MS);
	const lookedAtDays = Math.max(1, Math.round((quantile(lives, 0.5) ?? 0) / 2));
	const lookAt = (line: DealTimeline) => line.createdAt + lookedAtDays * DAY_MS;
	const open = ended.filter(({ line, closedAt }) => closedAt > lookAt(line));
	const newest = open.toSorted((a, b) => b.closedAt - a.closedAt).slice(0, MOST);
	const won = newest.filter((deal) => deal.isWon).length;
	if (won < LEAST_ENDED || newest.length - won < LEAST_ENDED) return null;
	const ground = groundAsOf(timelines, stages, origin);
	// All are equally old when looked at.
	const columns = FEATURES.map(({ name }) => name).filter((name) => name !== "age" && !leftOut.includes(name));
	const rows = newest.map(({ line }) => naturalRow(featuresAt(line, lookAt(line), ground)));
	const happened = Uint8Array.from(newest, (deal) => (deal.isWon ? 1 : 0));
	const drivers = findDrivers({ columns, rows, happened }).map((driver) => {
		const column = driver.column as FeatureName;
		// Ranges in order, what is not known last; words by how many there are.
		const groups = driver.groups.toSorted(inOrder);
		return { ...driver, groups, column, unit: UNITS[column] };
	});
	const common = { version: "deal-drivers-1", origin, days: DAYS, lookedAtDays } as const;
	return { ...common, won, lost: newest.length - won, drivers, leftOut: [...leftOut] };
}

/** Values as people count them: features stand partly as logarithms. */
function naturalRow(features: DealFeatures): TabularRow {
	const natural = (name: FeatureName, value: FeatureValue): FeatureValue => {
		if (typeof value !== "number") return value;
		const unit = UNITS[name];
		if (unit === "yesNo") return value > 0 ? "yes" : "no";
		if (unit === "count") return Math.round(Math.expm1(value));
		return Math.round((unit === "times" ? Math.exp(value) : value) * 100) / 100;
	};
	return Object.fromEntries(FEATURES.map(({ name }) => [name, natural(name, features[name])]));
}

function inOrder(a: DriverGroup, b: DriverGroup): number {
	if (a.from === null || b.from === null) return Number(a.from === null) - Number(b.from === null) || b.n - a.n;
	return a.from - b.from || (a.to ?? 0) - (b.to ?? 0);
}
