import type { CanonicalChange } from "../../core/contract/host.ts";
import type { ReadRecord } from "./map-record.ts";

/** What the stages of HubSpot's own pipeline of leads mean here; a stage of the portal's own is work. */
const STAGES: readonly [RegExp, string][] = [
	[/unqualified|disqualified/i, "disqualified"],
	[/qualified/i, "qualified"],
	[/^new/i, "new"],
];

/**
 * A record of HubSpot's leads object: how far the lead of its contact is, and whose. Without a contact it is a lead of its
 * own, under an id of its own: contacts and leads count theirs each for themselves.
 */
export function leadObjectOf({ record, links }: ReadRecord, recordedAt: number): CanonicalChange {
	const { id, properties: p, createdAt } = record;
	const [contact] = links["contacts"] ?? [];
	const stage = p["hs_pipeline_stage"] ?? "";
	const status = STAGES.find(([pattern]) => pattern.test(stage))?.[1] ?? "working";
	return {
		entity: "lead",
		externalId: contact ?? `leads:${id}`,
		recordedAt,
		fields: {
			...{ status, ownerExternalId: p["hubspot_owner_id"] || null },
			...(!contact && { name: p["hs_lead_name"] || "–" }),
			...(!contact && createdAt && { createdAt: new Date(createdAt).toISOString() }),
		},
	};
}
