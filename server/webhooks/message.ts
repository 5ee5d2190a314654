import type { View } from "../../core/contract/view.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import { findDeal } from "../db/deals.ts";
import { findLead } from "../db/leads.ts";
import type { DeliveryRow } from "../db/webhook-deliveries.ts";
import { MANY } from "../events/sinks.ts";
import type { Principal } from "../policy/principal.ts";
import { dealView } from "../views/deal-view.ts";
import { leadView } from "../views/lead-view.ts";

/** The type of a test. */
export const PING = "ping";

/**
 * What is sent: ids alone, or with the record's number as `principal` sees it now. `webhook-id` stays the same in every
 * try and at every address; a number may have moved since the try before.
 */
export async function messageOf(
	db: Db,
	delivery: Pick<DeliveryRow, "eventId" | "type" | "entity" | "entityId" | "occurredAt">,
	given: { principal: Principal; withView: boolean; now: Instant },
): Promise<{ id: string; body: string }> {
	const { type, entity, entityId } = delivery;
	const view = given.withView && entityId !== MANY ? await viewOf(db, delivery, given) : undefined;
	const data = type === PING ? {} : { entity, id: entityId, ...(view && { view }) };
	const body = JSON.stringify({ type, timestamp: new Date(delivery.occurredAt).toISOString(), data });
	return { id: messageIdOf(delivery), body };
}

/** What a receiver counts once. */
export function messageIdOf({ eventId }: Pick<DeliveryRow, "eventId">): string {
	return `evt_${eventId}`;
}

async function viewOf(
	db: Db,
	{ entity, entityId }: Pick<DeliveryRow, "entity" | "entityId">,
	{ principal, now }: { principal: Principal; now: Instant },
): Promise<View | null> {
	const viewer = { locale: principal.locale, zone: principal.zone };
	if (entity === "deal" && principal.permissions.has("deals:read")) {
		const row = await findDeal(db, entityId, principal.visibleOwners, now);
		return row && dealView(row, viewer);
	}
	if (entity === "lead" && principal.permissions.has("leads:read")) {
		const row = await findLead(db, entityId, principal.visibleOwners, now);
		return row && leadView(row, viewer);
	}
	return null;
}
