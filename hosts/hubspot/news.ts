import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange } from "../../core/contract/host.ts";

/** One event of a webhook. It names a record; what is in it is fetched, but for what is gone. */
const event = z.looseObject({
	subscriptionType: z.string(),
	objectId: z.coerce.string().min(1),
	objectTypeId: z.string().optional(),
	occurredAt: z.number(),
	portalId: z.coerce.string(),
	sourceId: z.string().nullish(),
	mergedObjectIds: z.array(z.coerce.string()).default([]),
	primaryObjectId: z.coerce.string().optional(),
	newObjectId: z.coerce.string().optional(),
});

const TYPES: Readonly<Record<string, readonly CanonicalChange["entity"][]>> = {
	...{ "0-1": ["contact", "lead"], "0-2": ["account"], "0-3": ["deal"] },
	...{ contact: ["contact", "lead"], company: ["account"], deal: ["deal"] },
};

/** The events of a delivery, each by itself. */
export function splitNews(body: unknown): unknown[] {
	return Array.isArray(body) ? body : [body];
}

/** Whether this is an event and no record that was read. */
export function isNews(given: unknown): boolean {
	return typeof given === "object" && given !== null && "subscriptionType" in given;
}

/** What an event says by itself: a record that is gone, became part of another, or is to be forgotten. Anything else is fetched. Throws unprocessable on what is none. */
export function mapNews(given: unknown): CanonicalChange[] {
	const parsed = event.safeParse(given);
	if (!parsed.success) throw new CourtsideError("unprocessable", "This is no event that HubSpot sends.");
	const { subscriptionType, objectId, objectTypeId, occurredAt, mergedObjectIds } = parsed.data;
	const [kind = "", what = ""] = subscriptionType.split(".");
	const entities = TYPES[kind === "object" ? (objectTypeId ?? "") : kind] ?? [];
	const gone = { fields: {}, deleted: true, recordedAt: occurredAt } as const;
	if (what === "merge") {
		const into = parsed.data.newObjectId ?? parsed.data.primaryObjectId ?? objectId;
		const merged = [...new Set([...mergedObjectIds, ...(parsed.data.newObjectId ? [objectId] : [])])];
		return merged
			.filter((id) => id !== into)
			.flatMap((externalId) => entities.map((entity) => ({ entity, externalId, mergedInto: into, ...gone })));
	}
	if (!/^(deletion|privacyDeletion)$/.test(what)) return [];
	return entities.map((entity) => ({
		...{ entity, externalId: objectId, ...gone },
		...(what === "privacyDeletion" && { erased: true as const }),
	}));
}

/** The events of one portal: an app that several have installed is told of all of them, signed with one secret. */
export function ofPortal(events: readonly unknown[], portalId: string): unknown[] {
	return events.filter((one) => event.safeParse(one).data?.portalId === portalId);
}
