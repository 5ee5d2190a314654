import { z } from "zod";
import { periodOfForecast } from "./forecasts.ts";
import { id, instant, money } from "./scalars.ts";
import { scopeNode } from "./waterfall.ts";

/** One figure of accuracy: as it is read, with its range and on how many forecasts it rests. */
const figure = z.object({
	value: z.number().nullable(),
	low: z.number().nullable(),
	high: z.number().nullable(),
	/** "8 %", "–" where it cannot be said. */
	text: z.string(),
	/** "5–11 %"; empty without a range. */
	range: z.string(),
	state: z.enum(["ok", "provisional", "empty"]),
	/** On what it rests, or why there is none. */
	says: z.string(),
});
export type AccuracyFigure = z.infer<typeof figure>;

const row = z.object({
	by: z.enum(["all", "horizon", "model", "period", "scope_kind", "scope"]),
	key: z.string(),
	/** What it is called on the page. */
	label: z.string(),
	forecasts: z.number().int(),
	periods: z.number().int(),
	mape: figure,
	wape: figure,
	bias: figure,
	coverage: figure,
	/** How often ranges are meant to hold, 0–1. */
	nominal: z.number().nullable(),
	mae: money.nullable(),
});
export type AccuracyRowJson = z.infer<typeof row>;

/** Which forecasts are looked at. */
export const accuracyQuery = z.object({
	/** A team or person; without it the first that one may see. */
	node: z.string().max(120).optional(),
	/** Those that were really made, those replayed at past moments, or both. */
	source: z.enum(["all", "made", "replayed"]).default("all"),
	/** Of months, quarters or years; without it all. */
	grain: z.enum(["month", "quarter", "year"]).optional(),
});

/** GET /forecasts/accuracy. */
export const accuracy = z
	.object({
		/** `none`: nobody has measured it yet. */
		state: z.enum(["none", "running", "done", "failed"]),
		progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
		reason: z.string().nullable(),
		measuredAt: instant.nullable(),
		node: scopeNode.nullable(),
		nodes: z.array(scopeNode),
		/** How many of the forecasts looked at were made, and how many replayed. */
		made: z.number().int(),
		replayed: z.number().int(),
		rows: z.array(row),
		/** Each period's last replayed or made forecast beside what came, oldest first. */
		past: z.array(
			z.object({
				period: z.string(),
				horizonDays: z.number().int(),
				forecast: money,
				low: money.nullable(),
				high: money.nullable(),
				actual: money,
				held: z.boolean().nullable(),
			}),
		),
	})
	.meta({ id: "ForecastAccuracy" });
export type AccuracyJson = z.infer<typeof accuracy>;

/** A forecast that was stored. */
export const pastForecast = z
	.object({
		id,
		period: periodOfForecast,
		asOf: instant,
		createdAt: instant,
		/** Who asked for it; null for the system. */
		createdBy: z.string().nullable(),
		modelVersion: z.string(),
	})
	.meta({ id: "PastForecast" });
export type PastForecastJson = z.infer<typeof pastForecast>;
export const pastForecasts = z.object({ items: z.array(pastForecast) });

/** GET /forecasts/{id}/replay: the same forecast made again from what was known then. */
export const replay = z
	.object({
		id,
		asOf: instant,
		verdict: z.enum(["same", "differs", "impossible"]),
		/** What it means, in one sentence. */
		text: z.string(),
		/** Why, where it differs or cannot be made again. */
		reasons: z.array(z.object({ code: z.string(), text: z.string() })),
		/** Teams and people compared, and those whose number or range came out otherwise. */
		compared: z.number().int(),
		different: z.number().int(),
		/** The first node in sight: as it was stored, as made again, and with what has arrived since. */
		was: money,
		again: money.nullable(),
		withLate: money.nullable(),
		/** Changes from before its moment that arrived after it was made. */
		lateChanges: z.number().int(),
	})
	.meta({ id: "ForecastReplay" });
export type ReplayJson = z.infer<typeof replay>;
