import type { DealAround, HeardMeeting } from "../../model/deal-around.ts";
import { DAY_MS, type Instant, startOfDayUtc } from "../../model/instant.ts";
import { at, type DealTimeline, since } from "../../model/timeline.ts";
import { pushesAsOf } from "../deal-life.ts";
import { type DealFeatures, FEATURES } from "./feature-list.ts";
import { type RecordBook, shareOf } from "./track-records.ts";

/** What a deal's own history does not say, learnt before the origin. */
export interface FeatureGround {
	/** By currency: the amount that half of the deals are below, in minor units. */
	typical: Record<string, number>;
	/** Where a stage stands in its pipeline. */
	positions: Record<string, number>;
	/** The share of closed deals that were won. */
	usual: number;
	book: RecordBook;
}

/** Days over which touches are counted. */
const LATELY_DAYS = 30;

/**
 * A deal as it was known just before a moment: nothing recorded at or after it is read. Days are days, counts and amounts
 * stand as logarithms (ln(1 + n); amount against the usual one of its currency), records as shares 0–1.
 */
export function featuresAt(line: DealTimeline, moment: Instant, ground: FeatureGround): DealFeatures {
	const features: DealFeatures = {
		...pipelineFeatures(line, moment, ground),
		...recordFeatures(line, moment, ground),
		...aroundFeatures(line, moment),
	};
	if (!line.hasHistory) for (const { name, needsHistory } of FEATURES) if (needsHistory) features[name] = null;
	return features;
}

function pipelineFeatures(line: DealTimeline, moment: Instant, { typical, positions }: FeatureGround) {
	const amount = at(line.amounts, moment) ?? null;
	const first = line.amounts.find((step) => step.value !== null && step.at < moment)?.value ?? null;
	const usual = line.currency === null ? undefined : typical[line.currency];
	const closeDate = at(line.closeDates, moment) ?? null;
	const { forward, back } = moves(line, moment, positions);
	const age = Math.max(0, (moment - line.createdAt) / DAY_MS);
	return {
		amount: amount === null || usual === undefined ? null : lnRatio(Number(amount), usual),
		amountChange: amount === null || first === null ? null : lnRatio(Number(amount), Number(first)),
		age,
		stageDays: Math.max(0, (moment - (since(line.stages, moment) ?? line.createdAt)) / DAY_MS),
		velocity: (forward * 30) / Math.max(age, 7),
		stepsBack: Math.log1p(back),
		pushes: Math.log1p(pushesAsOf(line, moment)),
		daysToClose: closeDate === null ? null : (startOfDayUtc(closeDate) - moment) / DAY_MS,
	};
}

function moves(line: DealTimeline, moment: Instant, positions: Record<string, number>) {
	let forward = 0;
	let back = 0;
	let before: number | undefined;
	for (const step of line.stages) {
		if (step.at >= moment) break;
		const here = step.value === null ? undefined : positions[step.value];
		if (here !== undefined && before !== undefined && here > before) forward++;
		if (here !== undefined && before !== undefined && here < before) back++;
		before = here ?? before;
	}
	return { forward, back };
}

function recordFeatures(line: DealTimeline, moment: Instant, { book, usual }: FeatureGround) {
	const owner = at(line.owners, moment) ?? null;
	const account = (line.around && at(line.around.accountIds, moment)) ?? null;
	const before = account === null ? null : book.account(account, moment, line.dealId);
	return {
		repRecord: owner === null ? null : shareOf(book.rep(owner, moment, line.dealId), usual),
		// A customer without a past is told apart from one whose past is like the others'.
		accountRecord: before === null || before.closed === 0 ? null : shareOf(before, usual),
	};
}

function aroundFeatures({ around }: DealTimeline, moment: Instant) {
	if (!around) return { ...NOTHING_AROUND };
	const known = around.touches.filter((touch) => touch.at < moment);
	const lately = known.filter((touch) => touch.at >= moment - LATELY_DAYS * DAY_MS);
	const met = known.filter(({ kind }) => kind === "meeting" || kind === "demo");
	const people = new Set(around.people.filter((p) => p.at < moment).map((p) => p.contactId));
	for (const { contactId } of known) if (contactId !== null) people.add(contactId);
	const employees = at(around.employees, moment) ?? null;
	return {
		nextStep: at(around.nextSteps, moment) ? 1 : 0,
		source: at(around.sources, moment) ?? null,
		industry: at(around.industries, moment) ?? null,
		employees: employees === null ? null : Math.log1p(employees),
		touches: Math.log1p(lately.length),
		replies: Math.log1p(lately.filter((touch) => touch.direction === "in").length),
		sinceReply: daysSince(known.findLast((touch) => touch.direction === "in")?.at, moment),
		sinceTouch: daysSince(known.at(-1)?.at, moment),
		meetings: Math.log1p(met.length),
		sinceMeeting: daysSince(met.at(-1)?.at, moment),
		people: Math.log1p(people.size),
		competitors: Math.log1p(around.competitors.filter((noted) => noted < moment).length),
		...heardFeatures(around, moment),
	};
}

/** What was heard in meetings; unknown where no meeting's words are here. */
function heardFeatures({ heard }: DealAround, moment: Instant) {
	const known = heard.filter((one) => one.at < moment);
	const last = known.at(-1);
	if (!last) return { buyingSigns: null, openObjections: null, agreedStep: null };
	const sum = (of: (one: HeardMeeting) => number) => known.reduce((total, one) => total + of(one), 0);
	return {
		buyingSigns: Math.log1p(sum((one) => one.buying)),
		openObjections: Math.log1p(sum((one) => Math.max(0, one.objections - one.met))),
		agreedStep: last.nextStep,
	};
}

const NOTHING_AROUND = {
	nextStep: null,
	source: null,
	industry: null,
	employees: null,
	touches: null,
	replies: null,
	sinceReply: null,
	sinceTouch: null,
	meetings: null,
	sinceMeeting: null,
	people: null,
	competitors: null,
	buyingSigns: null,
	openObjections: null,
	agreedStep: null,
} as const;

function daysSince(then: Instant | undefined, moment: Instant): number | null {
	return then === undefined ? null : (moment - then) / DAY_MS;
}

function lnRatio(value: number, usual: number): number {
	return Math.log((Math.max(0, value) + 1) / (Math.max(0, usual) + 1));
}
