import { z } from "zod";
import { id, instant } from "./scalars.ts";
import { WRITE_BACK_ENTITIES } from "./write-back-fields.ts";

const entity = z.enum(WRITE_BACK_ENTITIES);
const vendorName = z.string().trim().min(1).max(200);
const shown = z.union([z.string(), z.number(), z.boolean()]);

/** One field that may be written, and where to. */
export const writeBackField = z
	.object({
		entity,
		field: z.string(),
		/** `courtside`: ours at the vendor, always written once it is on. `native`: theirs, written only when chosen. */
		kind: z.enum(["courtside", "native"]),
		isChosen: z.boolean(),
		/** The vendor's name of it; null where none is known yet. */
		vendorField: z.string().nullable(),
	})
	.meta({ id: "WriteBackField" });

/** What a run would write into one field, or has written. */
export const writeBackValue = z
	.object({ field: z.string(), vendorField: z.string().nullable(), before: shown.nullable(), after: shown.nullable() })
	.meta({ id: "WriteBackValue" });

export type WriteBackValue = z.infer<typeof writeBackValue>;

export const WRITE_BACK_STATES = ["planned", "queued", "written", "failed", "skipped", "dismissed", "undone"] as const;

const counts = z.object(
	Object.fromEntries(WRITE_BACK_STATES.map((state) => [state, z.number().int()])) as Record<
		(typeof WRITE_BACK_STATES)[number],
		z.ZodNumber
	>,
);

/**
 * A run: `full` writes everything that differs, after a preview; `ongoing` gathers a day's changes; `undo` takes a run
 * back. `done` when nothing of it waits any more.
 */
export const writeRun = z
	.object({
		id,
		host: z.string(),
		kind: z.enum(["full", "ongoing", "undo"]),
		state: z.enum(["planning", "preview", "running", "done", "cancelled", "undone"]),
		/** Records by how it stands with them. */
		counts,
		createdAt: instant,
		createdBy: z.string().nullable(),
		confirmedAt: instant.nullable(),
		/** The run that this one takes back. */
		undoes: id.nullable(),
		/** Records with a number that the vendor does not have, so that nothing can be written for them. */
		unlinked: z.object({ deal: z.number().int(), lead: z.number().int() }),
		/** Up to 20 records with what stands there and what would. */
		samples: z.array(
			z.object({ entity, entityId: id, name: z.string(), externalId: z.string(), values: z.array(writeBackValue) }),
		),
	})
	.meta({ id: "WriteRun" });
export type WriteRunJson = z.infer<typeof writeRun>;

/** How write-back stands on one connection. `preview`: nothing is sent until the open run is confirmed. */
export const writeBackState = z
	.object({
		host: z.string(),
		state: z.enum(["off", "preview", "on", "paused"]),
		/** Whether somebody has confirmed a preview of the fields as they are chosen now. */
		isConfirmed: z.boolean(),
		version: z.number().int(),
		fields: z.array(writeBackField),
		/** Whether the vendor's own fields can be listed. */
		listsVendorFields: z.boolean(),
		waiting: z.number().int(),
		failed: z.number().int(),
		/** Until when nothing is sent, because the vendor said so or does not answer. */
		held: z.object({ until: instant, reason: z.string() }).nullable(),
		/** The run that waits to be confirmed. */
		preview: writeRun.nullable(),
	})
	.meta({ id: "WriteBack" });
export type WriteBackJson = z.infer<typeof writeBackState>;

const chosen = z.record(z.string().max(60), vendorName.nullable());

/**
 * PUT /connections/{host}/write-back. `fields`: where each of ours goes; null for a native one takes the choice away, for
 * one of ours goes back to the usual name. Changed fields want a new preview. Also accepted as `If-Match`.
 */
export const updateWriteBackRequest = z
	.object({
		state: z.enum(["off", "on", "paused"]).optional(),
		fields: z.partialRecord(entity, chosen).optional(),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdateWriteBackRequest" });

export const vendorField = z
	.object({
		name: z.string(),
		label: z.string(),
		type: z.enum(["text", "number", "date", "datetime", "choice", "reference", "other"]),
		writable: z.boolean(),
	})
	.meta({ id: "VendorField" });

/** One record of a run. `left`: fields that were not written, with why. */
export const writeBackRecord = z
	.object({
		id,
		entity,
		entityId: id,
		name: z.string(),
		externalId: z.string().nullable(),
		state: z.enum(WRITE_BACK_STATES),
		cause: z.enum(["number", "person", "undo"]),
		causedBy: z.string().nullable(),
		values: z.array(writeBackValue),
		left: z.array(z.object({ field: z.string(), reason: z.string(), isChanged: z.boolean() })),
		reason: z.string().nullable(),
		/** Whether it can be tried again: it failed, or was left because somebody changed it there (then ours goes over it). */
		canRetry: z.boolean(),
		attempts: z.number().int(),
		at: instant,
	})
	.meta({ id: "WriteBackRecord" });
export type WriteBackRecordJson = z.infer<typeof writeBackRecord>;

/** A page of records; `next` is what the page after it begins before. */
export const writeBackRecordPage = z
	.object({ items: z.array(writeBackRecord), next: id.nullable() })
	.meta({ id: "WriteBackRecordPage" });
export type WriteBackRecordPage = z.infer<typeof writeBackRecordPage>;

/** Records newest first; `before` is the `next` of the page before. */
export const writeBackRecordQuery = z.object({
	state: z.enum(WRITE_BACK_STATES).optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
	before: id.optional(),
});
