import type { Estimate } from "../explain/estimate.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import { priorStrength, rateInterval, shrunkRate } from "../stats/shrinkage.ts";
import type { LeadModel, LeadTouch } from "./lead-model.ts";
import { scoreLead } from "./lead-points.ts";

/** What scores of a model have been worth: of past leads in a range of scores, the share that converted. Plain JSON. */
export interface LeadCalibration {
	version: "lead-share-1";
	modelVersion: string;
	origin: Instant;
	n: number;
	/** Share of all past leads that converted. */
	share: number;
	strength: number;
	/** In order of score; a score belongs to the last bin whose `from` it reaches. */
	bins: { from: number; n: number; converted: number }[];
}

/** A lead with what was done with it. */
export interface LeadWithTouches {
	lead: Lead;
	touches: LeadTouch[];
}

/** A lead that has not converted so long after it came counts as one that did not. */
export const LEAD_DECIDED_DAYS = 90;

/** Scores are compared as they stood so many days after the lead came, or just before it was closed. */
const SCORED_AFTER_DAYS = 14;

/** Fewer past leads than this say nothing yet. */
const LEAST_LEADS = 20;

/**
 * Scores past leads as they stood early in their life and keeps, by fifths of score, how many converted. Leads still
 * open and younger than LEAD_DECIDED_DAYS are left out: nobody knows yet. Null with fewer than 20 leads decided.
 */
export function calibrateLeadModel(model: LeadModel, past: LeadWithTouches[], origin: Instant): LeadCalibration | null {
	const decided: { points: number; converted: boolean }[] = [];
	for (const { lead, touches } of past) {
		if (!(lead.createdAt < origin)) continue;
		const closedAt = lead.closedAt !== null && lead.closedAt < origin ? lead.closedAt : null;
		// Some sources say how a lead ended and not when.
		const isEnded = closedAt !== null || (lead.closedAt === null && isFinal(lead.status));
		if (!isEnded && origin - lead.createdAt < LEAD_DECIDED_DAYS * DAY_MS) continue;
		const when = Math.min(lead.createdAt + SCORED_AFTER_DAYS * DAY_MS, closedAt ?? origin);
		// The status says how it ended, so a rule on it would know the answer: at that age the lead was being worked.
		const asThen: Lead = { ...lead, status: "working", closedAt: null, convertedDealId: null };
		const points = scoreLead(model, asThen, touches, when).value ?? 0;
		decided.push({ points, converted: isEnded && lead.status === "converted" });
	}
	if (decided.length < LEAST_LEADS) return null;
	decided.sort((a, b) => a.points - b.points);
	const bins: LeadCalibration["bins"] = [];
	const wanted = Math.min(5, Math.floor(decided.length / 10));
	for (let k = 0; k < wanted; k++) {
		const from = decided[Math.floor((k * decided.length) / wanted)]?.points ?? 0;
		if (k === 0 || from > (bins.at(-1)?.from ?? 0)) bins.push({ from: k === 0 ? 0 : from, n: 0, converted: 0 });
	}
	for (const { points, converted } of decided) {
		const bin = binOf(bins, points);
		if (!bin) continue;
		bin.n++;
		if (converted) bin.converted++;
	}
	const share = (decided.filter((d) => d.converted).length + 0.5) / (decided.length + 1);
	const strength = priorStrength(bins.map((b) => ({ rate: b.converted / Math.max(1, b.n), n: b.n, expected: share })));
	const filled = bins.filter((b) => b.n > 0).map((b, k) => (k === 0 ? { ...b, from: 0 } : b));
	return {
		version: "lead-share-1",
		modelVersion: model.version,
		origin,
		n: decided.length,
		share,
		strength,
		bins: filled,
	};
}

/**
 * The share that converted among past leads with a score like this one, with its range: base is the share of all leads,
 * the one part what the score adds. `empty` without a calibration.
 */
export function leadEvidence(calibration: LeadCalibration | null, points: number, now: Instant): Estimate {
	const bin = calibration ? binOf(calibration.bins, points) : undefined;
	const common = { unit: "probability", asOf: now, modelVersion: "lead-share-1" } as const;
	if (!calibration || !bin) {
		const base = { code: "lead_no_past", params: { needed: LEAST_LEADS }, value: 0 };
		return { ...common, value: null, interval: null, n: 0, state: "empty", explanation: { base, parts: [], total: 0 } };
	}
	const value = shrunkRate(bin.n > 0 ? bin.converted / bin.n : 0, bin.n, calibration.share, calibration.strength);
	return {
		...common,
		value,
		interval: rateInterval(value, bin.n + Math.min(calibration.strength, calibration.n)),
		n: bin.n,
		state: calibration.n < 120 ? "provisional" : "ok",
		explanation: {
			base: { code: "lead_share_all", params: { leads: calibration.n }, value: calibration.share },
			parts: [
				{
					code: "lead_share_similar",
					params: { from: bin.from, leads: bin.n, converted: bin.converted },
					value: value - calibration.share,
				},
			],
			total: value,
		},
	};
}

function isFinal(status: Lead["status"]): boolean {
	return status === "converted" || status === "disqualified";
}

function binOf(bins: LeadCalibration["bins"], points: number): LeadCalibration["bins"][number] | undefined {
	let found = bins[0];
	for (const bin of bins) if (points >= bin.from) found = bin;
	return found;
}
