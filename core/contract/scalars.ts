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

/** An end of a range of amounts: a decimal in the workspace's currency, such as 12500 or 99.5. */
export const decimal = z.string().regex(/^-?\d{1,13}(\.\d{1,4})?$/, "a number, such as 12500 or 99.5");
/** An end of a range of shares, 0–1. */
export const share = z.coerce.number().min(0).max(1);

/** How a download of a list is asked for, beside the list's own filters and `sort`. */
export const downloadQuery = z.object({
	format: z.enum(["csv", "xlsx"]).default("csv"),
	/** Keys of columns in the order wanted, with commas between; the usual ones without it. */
	columns: z.string().max(2000).optional(),
	/** Begins a CSV with a byte-order mark, without which Excel takes it for another alphabet. */
	bom: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
});
export type DownloadQuery = z.infer<typeof downloadQuery>;

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
