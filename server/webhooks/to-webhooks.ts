import { WEBHOOK_EVENTS } from "../../core/contract/webhooks.ts";
import type { Database } from "../db/connect.ts";
import { type NewDelivery, putDeliveries } from "../db/webhook-deliveries.ts";
import type { EventSink } from "../events/relay.ts";
import type { Jobs } from "../jobs/catalog.ts";

const TOLD: ReadonlySet<string> = new Set(WEBHOOK_EVENTS);

/**
 * Writes down what third parties are to hear, before the relay counts the events as handed on: a crash in between
 * writes them again, which puts nothing in twice. What happens during a pause is kept, what happens while an address is
 * disabled is not.
 */
export function toWebhooks(given: { database: Database; jobs: Pick<Jobs, "enqueue"> }): EventSink {
	const { database, jobs } = given;
	return async (events) => {
		const told = events.filter((event) => TOLD.has(event.type));
		if (told.length === 0) return;
		const tenants = [...new Set(told.map((event) => event.tenantId))];
		const endpoints = await database.asSystem((trx) =>
			trx
				.selectFrom("webhook_endpoints")
				.select(["tenant_id", "id", "events"])
				.where("tenant_id", "in", tenants)
				.where("state", "<>", "disabled")
				.execute(),
		);
		for (const tenantId of new Set(endpoints.map((endpoint) => endpoint.tenant_id))) {
			const ours = endpoints.filter((endpoint) => endpoint.tenant_id === tenantId);
			const news = told.filter((event) => event.tenantId === tenantId);
			const deliveries = ours.flatMap((endpoint) =>
				news
					.filter((event) => endpoint.events.includes(event.type))
					.map(({ id: eventId, type, entity, entityId, occurredAt }): NewDelivery => {
						return { endpointId: endpoint.id, eventId, type, entity, entityId, occurredAt };
					}),
			);
			if (deliveries.length === 0) continue;
			await database.inTenant(tenantId, (trx) => putDeliveries(trx, tenantId, deliveries));
			for (const endpointId of new Set(deliveries.map((d) => d.endpointId))) {
				await enqueueWebhook(jobs, tenantId, endpointId);
			}
		}
	};
}

/** Has sent what is due for one address. What a crash keeps from being put in, the sweep does. */
export async function enqueueWebhook(jobs: Pick<Jobs, "enqueue">, tenantId: number, endpointId: string): Promise<void> {
	await jobs.enqueue("deliver-webhooks", { tenantId, endpointId }, { dedupId: `webhook-${endpointId}` });
}
