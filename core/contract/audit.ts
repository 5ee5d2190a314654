import { z } from "zod";
import { downloadQuery, id, instant, paging, plainDate } from "./scalars.ts";

/** Filters of GET /audit, newest first. */
export const auditQuery = paging.extend({
	actorId: id.optional(),
	/** What the action begins with: `deal.` or `deal.updated`. */
	action: z.string().trim().max(80).optional(),
	entity: z.string().max(60).optional(),
	entityId: z.string().max(120).optional(),
	/** Days in the workspace's zone, both included. */
	atFrom: plainDate.optional(),
	atTo: plainDate.optional(),
	search: z.string().trim().max(120).optional(),
});
/** GET /audit/download: all entries of these filters, in this order. */
export const auditDownload = auditQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

/** Who did what to which record, when; `hash` covers it and the hash before it. */
export const auditEntry = z
	.object({
		id,
		/** Counts up by one in a workspace. */
		seq: z.number().int(),
		at: instant,
		/** The name as it was then; `id` null for the system. */
		actor: z.object({ id: id.nullable(), name: z.string() }),
		action: z.string(),
		/** A sentence for the viewer. */
		text: z.string(),
		entity: z.string().nullable(),
		entityId: z.string().nullable(),
		entityName: z.string().nullable(),
		detail: z.record(z.string(), z.unknown()),
		requestId: z.string().nullable(),
		previousHash: z.string(),
		hash: z.string(),
	})
	.meta({ id: "AuditEntry" });
export type AuditEntryJson = z.infer<typeof auditEntry>;

/** Where the chain stands and how its last check ended. */
export const auditState = z
	.object({
		entries: z.number().int(),
		/** Hash of the newest entry, hex. Noted elsewhere, it proves later that nothing before it was changed. */
		head: z.string(),
		lastCheck: z
			.object({
				at: instant,
				entries: z.number().int(),
				isWhole: z.boolean(),
				/** The first entry that does not fit, and why, worded. */
				brokenAt: z.number().int().nullable(),
				text: z.string(),
				/** Daily seals that were compared. */
				seals: z.number().int(),
			})
			.nullable(),
	})
	.meta({ id: "AuditState" });
export type AuditStateJson = z.infer<typeof auditState>;
