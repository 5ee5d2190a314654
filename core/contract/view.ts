import { z } from "zod";
import { currency, instant, minorText } from "./scalars.ts";

const number = z.union([z.number(), minorText]);

/** One reason on a view: its share in the unit of the value, and its sentence in the viewer's language. */
export const viewPart = z
	.object({
		code: z.string(),
		group: z.string().optional(),
		/** A number, or minor units as text when the unit is money. */
		value: number,
		/** The share as shown: "+7", "−6", "€1.2M". */
		amount: z.string(),
		/** The sentence: "close date pushed twice". */
		text: z.string(),
		/** What would raise it, where it weighs the value down and something can be done. */
		raise: z.string().optional(),
		about: z.object({ entity: z.string(), id: z.string() }).optional(),
	})
	.meta({ id: "ViewPart" });

/**
 * A number ready to be shown, the same in every host: value · range · direction · reasons · action. It is made once, on
 * the server; a host draws `text` and computes nothing. `base` and `parts` add up to `value`.
 */
export const view = z
	.object({
		id: z.string(),
		kind: z.enum(["deal", "lead", "forecast", "territory", "pipeline", "quality", "meeting", "coaching"]),
		title: z.string(),
		value: number.nullable(),
		unit: z.enum(["probability", "points", "money", "days", "ratio", "count", "moneyPerDay"]),
		currency: currency.optional(),
		interval: z.object({ low: number, high: number, level: z.number() }).nullable(),
		/** Records the number rests on. */
		n: z.number().int(),
		asOf: instant,
		direction: z.object({ change: number, since: instant }).nullable(),
		base: viewPart.nullable(),
		parts: z.array(viewPart),
		action: z.object({ code: z.string(), text: z.string(), why: z.string(), line: z.string().optional() }).nullable(),
		modelVersion: z.string(),
		state: z.enum(["ok", "provisional", "stale", "empty", "forbidden", "error"]),
		/** What a person reads. Empty where there is nothing to say. */
		text: z.object({
			/** "62 %" */
			value: z.string(),
			/** What the value is: "to close by 30 Sep". */
			label: z.string(),
			/** "48–74 %" */
			interval: z.string(),
			/** "143 similar deals" */
			sample: z.string(),
			/** What a list writes under the value where there is no range: "14 % became deals". */
			brief: z.string().optional(),
			/** "▲ 9 since Monday" */
			direction: z.string(),
			/** Why the state is not `ok`, and when it will get better. */
			state: z.string(),
			/** Behind "How we know": as-of time, model, method in plain words. */
			how: z.string(),
		}),
	})
	.meta({ id: "View" });

export type View = z.infer<typeof view>;
export type ViewPart = z.infer<typeof viewPart>;
