import type { CanonicalChange } from "../../core/contract/host.ts";
import type { ReadRecord } from "./map-record.ts";

/** What a contact's record keeps of forms and pages, on every plan: when, and what it was. */
export const VISIT_PROPERTIES = [
	...["first_conversion_date", "first_conversion_event_name", "recent_conversion_date", "recent_conversion_event_name"],
	...["hs_analytics_first_timestamp", "hs_analytics_first_url", "hs_analytics_last_timestamp", "hs_analytics_last_url"],
];
const MOMENTS: readonly [kind: "form" | "page", at: string, what: string][] = [
	["form", "first_conversion_date", "first_conversion_event_name"],
	["form", "recent_conversion_date", "recent_conversion_event_name"],
	["page", "hs_analytics_first_timestamp", "hs_analytics_first_url"],
	["page", "hs_analytics_last_timestamp", "hs_analytics_last_url"],
];

/**
 * The forms that a contact filled and the pages it saw, as far as its record tells: the first and the last at each read,
 * each once however often it is read. Single page views in between are told by the house's own snippet.
 */
export function visitsOf({ record: { id, properties } }: ReadRecord, recordedAt: number): CanonicalChange[] {
	const found = new Map<string, CanonicalChange>();
	for (const [kind, at, what] of MOMENTS) {
		const said = properties[at] || null;
		const moment = said === null ? Number.NaN : /^\d+$/.test(said) ? Number(said) : Date.parse(said);
		if (!Number.isFinite(moment)) continue;
		const externalId = `${kind}:${id}:${moment}`;
		found.set(externalId, {
			entity: "activity",
			externalId,
			recordedAt: Math.min(recordedAt, moment),
			fields: {
				...{ kind: "web", direction: "in", subject: (properties[what] || null)?.slice(0, 300) ?? null },
				...{ occurredAt: new Date(moment).toISOString(), contactExternalId: id, leadExternalId: id },
			},
		});
	}
	return [...found.values()];
}
