import type { Transaction } from "kysely";
import type { EventType } from "../../core/contract/events.ts";
import type { Tables } from "../db/tables.ts";

/** What happened to which record. Ids only: who may see the record fetches it. */
export interface NewEvent {
	tenantId: number;
	type: EventType;
	/** `deal`, `lead`, `forecast`, `import`, … */
	entity: string;
	entityId: string;
	/** The request, job or delivery it came from. */
	causeId?: string;
}

/**
 * Writes events in the business transaction, so that they exist exactly when what they tell of does. The relay picks
 * them up after the commit.
 */
export async function appendEvents(trx: Transaction<Tables>, events: readonly NewEvent[]): Promise<void> {
	for (let from = 0; from < events.length; from += 1000) {
		await trx
			.insertInto("events")
			.values(
				events.slice(from, from + 1000).map((event) => ({
					tenant_id: event.tenantId,
					type: event.type,
					entity: event.entity,
					entity_id: event.entityId,
					cause_id: event.causeId ?? null,
				})),
			)
			.execute();
	}
}

/** {@link appendEvents} for one. */
export async function appendEvent(trx: Transaction<Tables>, event: NewEvent): Promise<void> {
	await appendEvents(trx, [event]);
}
