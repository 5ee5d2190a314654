import { z } from "zod";

/** An opaque id (UUID). */
export const id = z.uuid();
/** A moment on the wire: ISO 8601 in UTC. */
export const instant = z.iso.datetime();
/** A calendar day, `YYYY-MM-DD`. */
export const plainDate = z.iso.date();
/** Minor units as text, so that no JSON reader turns money into a float. */
export const minorText = z.string().regex(/^-?\d{1,18}$/, "minor units: a whole number as text");
/**
 * Money as it may be given: up to fifteen digits, so that a double holds it exactly and thousands of them still sum up
 * within the database's eight bytes.
 */
export const givenMinor = z.string().regex(/^-?\d{1,15}$/, "minor units: a whole number as text, up to 15 digits");
/** ISO 4217, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as EUR");

/** An amount on the wire. */
export const money = z.object({ amountMinor: minorText, currency }).meta({ id: "Money" });
export type MoneyJson = z.infer<typeof money>;

/** How every list is asked for: `cursor` is what the page before returned, `sort` a field, `-` first for descending. */
export const paging = z.object({
	limit: z.coerce.number().int().min(1).max(200).default(50),
	cursor: z.string().max(400).optional(),
	sort: z.string().max(60).optional(),
});

/** A page of a list. `total` counts all that match, up to the limit told in `totalIsAtLeast`. */
export function pageOf<T extends z.ZodType>(item: T) {
	return z.object({
		items: z.array(item),
		nextCursor: z.string().nullable(),
		total: z.number().int(),
		totalIsAtLeast: z.boolean(),
	});
}
/** A page of a list as a type. */
export interface Page<T> {
	items: T[];
	nextCursor: string | null;
	total: number;
	totalIsAtLeast: boolean;
}
