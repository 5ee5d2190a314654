import { z } from "zod";
import { ACTIVITY_KINDS } from "../model/activity.ts";
import { id, instant } from "./scalars.ts";

/** What a lead did, or what was done with them; `key` makes it count once, however often it is sent. */
const leadEvent = z
	.object({
		key: z.string().trim().min(1).max(200),
		leadId: id.optional(),
		email: z.email().max(254).optional(),
		kind: z.enum(ACTIVITY_KINDS),
		/** `in`: they did it; `out`: we did. */
		direction: z.enum(["in", "out"]),
		subject: z.string().trim().max(300).optional(),
		/** Now without it. */
		at: instant.optional(),
	})
	.refine((e) => e.leadId !== undefined || e.email !== undefined, "say whose: leadId or email");
/** POST /lead-events. */
export const leadEventsRequest = z
	.object({ events: z.array(leadEvent).min(1).max(500) })
	.meta({ id: "LeadEventsRequest" });
/** How many were new, how many were known already, and the keys of those whose lead is not here. */
export const leadEventsTaken = z
	.object({ taken: z.number().int(), known: z.number().int(), unmatched: z.array(z.string()) })
	.meta({ id: "LeadEventsTaken" });

const origin = z
	.string()
	.max(200)
	.regex(/^https?:\/\/[^/\s?#@]+$/, "an origin, such as https://www.example.com");
/** The snippet on the company's own site: its public key, and the origins it may send from. */
export const tracking = z
	.object({
		isOn: z.boolean(),
		writeKey: z.string().nullable(),
		origins: z.array(z.string()),
		/** What goes into each page; empty before it was first switched on. */
		snippet: z.string(),
		/** Events of the last 30 days: all, and those whose lead is known. */
		events: z.number().int(),
		matched: z.number().int(),
		version: z.number().int(),
	})
	.meta({ id: "Tracking" });
export type TrackingJson = z.infer<typeof tracking>;
export const putTrackingRequest = z
	.object({
		isOn: z.boolean(),
		origins: z.array(origin).max(50),
		newKey: z.boolean().optional(),
		version: z.number().int(),
	})
	.meta({ id: "PutTrackingRequest" });

/** What the snippet sends, as text so that no browser asks first. */
export const trackedRequest = z.object({
	key: z.string().max(100),
	visitor: z.uuid(),
	mailHash: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.optional(),
	events: z.array(z.object({ id: z.uuid(), subject: z.string().max(300) })).max(50),
});
