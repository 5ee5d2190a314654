import { z } from "zod";
import type { EventType } from "./events.ts";
import { id, instant, paging } from "./scalars.ts";

/** What a third party may hear of. */
export const WEBHOOK_EVENTS = [
	"deal.created",
	"deal.changed",
	"deal.scored",
	"lead.created",
	"lead.changed",
	"lead.scored",
	"forecast.computed",
	"territory.changed",
	"import.finished",
	"import.undone",
	"people.changed",
	"workspace.changed",
] as const satisfies readonly EventType[];
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** An address that hears of what happens, without its secret. */
export const webhook = z
	.object({
		id,
		url: z.string(),
		description: z.string(),
		events: z.array(z.enum(WEBHOOK_EVENTS)),
		/** Whether a deal's or lead's number is sent along. */
		withView: z.boolean(),
		/** `paused`: what happens is kept and sent when it is on again. `disabled`: by us, see `disabledReason`. */
		state: z.enum(["on", "paused", "disabled"]),
		/** It answered 410, it failed for three days, or whoever it acts for may not sign in any more. */
		disabledReason: z.enum(["gone", "failing", "maker_left"]).nullable(),
		/** With whose rights it hears and shows: whoever saved it last. */
		actsAs: z.object({ id, name: z.string() }),
		secretSince: instant,
		/** Until then requests are signed with the secret before as well. */
		previousSecretUntil: instant.nullable(),
		failingSince: instant.nullable(),
		/** The last time it took something. */
		deliveredAt: instant.nullable(),
		/** Deliveries that wait for their turn. */
		waiting: z.number().int(),
		version: z.number().int(),
		updatedAt: instant,
	})
	.meta({ id: "Webhook" });
export type WebhookJson = z.infer<typeof webhook>;

/** GET /webhooks: all of them, and what can be chosen, each in a sentence. */
export const webhooks = z.object({
	items: z.array(webhook),
	events: z.array(z.object({ type: z.enum(WEBHOOK_EVENTS), says: z.string() })),
});
export type WebhooksJson = z.infer<typeof webhooks>;

const url = z.string().trim().min(1).max(2000);
const events = z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length);
const description = z.string().trim().max(200);

export const createWebhookRequest = z
	.object({ url, events, description: description.optional(), withView: z.boolean().optional() })
	.meta({ id: "CreateWebhookRequest" });

/** PUT replaces what is given; `version` is the one that was read. `state` on takes a disabled one up again. */
export const updateWebhookRequest = z
	.object({
		url: url.optional(),
		events: events.optional(),
		description: description.optional(),
		withView: z.boolean().optional(),
		state: z.enum(["on", "paused"]).optional(),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdateWebhookRequest" });

/** The secret, shown this once. */
export const webhookSecret = z.object({ secret: z.string(), webhook }).meta({ id: "WebhookSecret" });
export type WebhookSecretJson = z.infer<typeof webhookSecret>;

/** One try: what was answered, how fast, and the beginning of the answer as text. */
export const webhookAttempt = z
	.object({
		/** Sent along as `x-request-id`. */
		id,
		at: instant,
		ok: z.boolean(),
		/** HTTP status; null when nothing was answered. */
		status: z.number().int().nullable(),
		tookMs: z.number().int(),
		/** Why it counts as failed; "" otherwise. */
		reason: z.string(),
		/** At most 1 kB of the answer. */
		excerpt: z.string(),
	})
	.meta({ id: "WebhookAttempt" });
export type WebhookAttemptJson = z.infer<typeof webhookAttempt>;

/** Something that was, is or will be sent to one address. */
export const webhookDelivery = z
	.object({
		id,
		/** `webhook-id` of every try: what a receiver counts once. */
		messageId: z.string(),
		/** An event, or `ping` for a test. */
		type: z.string(),
		entity: z.string(),
		entityId: z.string(),
		occurredAt: instant,
		/** `withheld`: whoever it acts for may not hear of it. */
		state: z.enum(["waiting", "sent", "failed", "withheld"]),
		attempts: z.number().int(),
		nextAttemptAt: instant.nullable(),
		/** The newest tries, newest first. */
		tries: z.array(webhookAttempt),
	})
	.meta({ id: "WebhookDelivery" });
export type WebhookDeliveryJson = z.infer<typeof webhookDelivery>;

/** Deliveries of one address, newest first. */
export const deliveryQuery = paging
	.omit({ sort: true })
	.extend({ state: z.enum(["waiting", "sent", "failed", "withheld"]).optional() });
