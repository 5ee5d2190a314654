import type { z } from "zod";
import type {
	createWebhookRequest,
	deliveryQuery,
	updateWebhookRequest,
	WebhookAttemptJson,
	WebhookDeliveryJson,
	WebhookJson,
	WebhookSecretJson,
	WebhooksJson,
} from "../webhooks.ts";
import type { Query, Wire } from "./wire.ts";

/** Outgoing webhooks and their deliveries. */
export const webhookCalls = ({ call }: Wire) => ({
	webhooks: () => call<WebhooksJson>("GET", "/webhooks"),
	webhook: (id: string) => call<WebhookJson>("GET", `/webhooks/${id}`),
	createWebhook: (body: z.input<typeof createWebhookRequest>) => call<WebhookSecretJson>("POST", "/webhooks", { body }),
	updateWebhook: (id: string, body: z.input<typeof updateWebhookRequest>) =>
		call<WebhookJson>("PUT", `/webhooks/${id}`, { body }),
	deleteWebhook: (id: string) => call<void>("DELETE", `/webhooks/${id}`),
	rotateWebhookSecret: (id: string) => call<WebhookSecretJson>("POST", `/webhooks/${id}/secret`, { body: {} }),
	testWebhook: (id: string) => call<WebhookAttemptJson>("POST", `/webhooks/${id}/test`, { body: {} }),
	webhookDeliveries: (id: string, query: Query<typeof deliveryQuery> = {}) =>
		call<{ items: WebhookDeliveryJson[]; nextCursor: string | null }>("GET", `/webhooks/${id}/deliveries`, { query }),
	resendWebhook: (id: string, deliveryId: string) =>
		call<WebhookDeliveryJson>("POST", `/webhooks/${id}/deliveries/${deliveryId}/resend`, { body: {} }),
});
