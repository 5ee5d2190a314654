import {
	WEBHOOK_EVENTS,
	type WebhookAttemptJson,
	type WebhookDeliveryJson,
	type WebhookJson,
	type WebhooksJson,
} from "../../core/contract/webhooks.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { AttemptRow, DeliveryRow } from "../db/webhook-deliveries.ts";
import type { WebhookRow } from "../db/webhooks.ts";
import { messageIdOf } from "../webhooks/message.ts";
import { say, type Viewer } from "./viewer.ts";

/** An address as it is answered; its secrets stay here. */
export function webhookJson(row: WebhookRow, now: Instant): WebhookJson {
	const { id, url, description, events, withView, state, disabledReason, waiting, version } = row;
	const isBefore = row.previousUntil !== null && row.previousUntil > now;
	return {
		...{ id, url, description, events, withView, state, disabledReason, waiting, version },
		actsAs: { id: row.actsAs, name: row.actsAsName ?? "" },
		secretSince: iso(row.secretSince),
		previousSecretUntil: isBefore ? isoOrNull(row.previousUntil) : null,
		failingSince: isoOrNull(row.failingSince),
		deliveredAt: isoOrNull(row.deliveredAt),
		updatedAt: iso(row.updatedAt),
	};
}

/** What can be heard of, each in a sentence. */
export function eventsJson(viewer: Viewer): WebhooksJson["events"] {
	return WEBHOOK_EVENTS.map((type) => ({ type, says: say(viewer, `webhooks.event.${type}`) }));
}

/** A delivery with its tries. */
export function deliveryJson(row: DeliveryRow & { tries: AttemptRow[] }, viewer: Viewer): WebhookDeliveryJson {
	const { id, type, entity, entityId, state, attempts } = row;
	return {
		...{ id, type, entity, entityId, state, attempts },
		messageId: messageIdOf(row),
		occurredAt: iso(row.occurredAt),
		nextAttemptAt: state === "waiting" ? iso(row.nextAttemptAt) : null,
		tries: row.tries.map((attempt) => attemptJson(attempt, viewer)),
	};
}

/** How a try ended, its reason worded. */
export function attemptJson({ at, reason, ...rest }: AttemptRow, viewer: Viewer): WebhookAttemptJson {
	const [code = "", ...detail] = reason.split(" ");
	const params = { status: rest.status ?? 0, detail: detail.join(" ") };
	return { ...rest, at: iso(at), reason: code && say(viewer, `webhooks.reason.${code}`, params) };
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}

function isoOrNull(at: Instant | null): string | null {
	return at === null ? null : iso(at);
}
