import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { markedTask } from "../../core/contract/task-mark.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { handedOver } from "./handed-over.ts";
import { mapDeal } from "./map-deal.ts";
import { leadObjectOf } from "./map-lead.ts";
import { MARKETING_EVENTS } from "./objects.ts";
import { mapSurroundings } from "./surroundings.ts";
import { visitsOf } from "./visits.ts";

/** A record as `readPortal` hands it on. */
export interface RawRecord {
	/** Its type in the portal: `deals`, `owners`, `pipelines`. */
	object: string;
	record: Record<string, unknown>;
	/** The portal's own currency. */
	currency: string;
	/** Ids of linked records by their type. */
	links?: Record<string, string[]>;
	/** Values of properties since moments. */
	history?: { property: string; value: string | null; at: string }[];
}

const raw = z.object({
	object: z.string(),
	record: z.looseObject({
		id: z.coerce.string().min(1),
		properties: z.record(z.string(), z.string().nullable()).default({}),
		createdAt: z.string().optional(),
		updatedAt: z.string().optional(),
		archived: z.boolean().optional(),
		archivedAt: z.string().optional(),
	}),
	currency: z.string().regex(/^[A-Z]{3}$/),
	links: z.record(z.string(), z.array(z.string())).default({}),
	history: z.array(z.object({ property: z.string(), value: z.string().nullable(), at: z.string() })).default([]),
});
/** A record that was read, with its values as the portal spells them. */
export type ReadRecord = z.infer<typeof raw>;

const KINDS: Readonly<Record<string, string>> = {
	calls: "call",
	emails: "email",
	meetings: "meeting",
	notes: "note",
	tasks: "task",
	[MARKETING_EVENTS]: "web",
};
const ENTITIES: Readonly<Record<string, readonly CanonicalChange["entity"][]>> = {
	...{
		owners: ["user"],
		pipelines: ["pipeline"],
		companies: ["account"],
		contacts: ["contact", "lead"],
		deals: ["deal"],
		leads: ["lead"],
	},
	...Object.fromEntries(Object.keys(KINDS).map((type) => [type, ["activity"] as const])),
};

/** The canonical changes of one record. Throws unprocessable on what is none of ours. */
export function mapRecord(given: unknown): CanonicalChange[] {
	const parsed = raw.safeParse(given);
	const around = parsed.success ? mapSurroundings(parsed.data) : null;
	if (around) return around;
	const entities = parsed.success ? ENTITIES[parsed.data.object] : undefined;
	if (!parsed.success || !entities)
		throw new CourtsideError("unprocessable", "This is no HubSpot record that we know.");
	const read = parsed.data;
	const { id: externalId, updatedAt, archivedAt, archived } = read.record;
	const recordedAt = Date.parse(archivedAt ?? updatedAt ?? "");
	if (read.object === "pipelines") return [pipelineOf(read)];
	if (read.object === "owners")
		return [
			{
				entity: "user",
				externalId,
				recordedAt: Number.isFinite(recordedAt) ? recordedAt : 0,
				fields: personOf(read.record),
			},
		];
	if (!Number.isFinite(recordedAt))
		throw new CourtsideError("unprocessable", `${read.object} ${externalId}: it bears no moment.`);
	if (archived)
		return entities.map((entity) => ({
			entity,
			externalId: idOf(read, entity),
			recordedAt,
			fields: {},
			deleted: true,
		}));
	const merged = mergedOf(read, entities, recordedAt);
	if (read.object === "deals") return [...mapDeal(read, recordedAt), ...merged];
	if (read.object === "companies")
		return [{ entity: "account", externalId, recordedAt, fields: accountOf(read) }, ...merged];
	if (read.object === "leads") return [leadObjectOf(read, recordedAt)];
	// A task that we made is no news, nor anything that was done.
	if (read.object === "tasks" && markedTask(read.record.properties["hs_task_body"]) !== null) return [];
	if (read.object !== "contacts")
		return [{ entity: "activity", externalId: idOf(read, "activity"), recordedAt, fields: activityOf(read) }];
	const lead = leadOf(read);
	return [
		{ entity: "contact", externalId, recordedAt, fields: contactOf(read) },
		...(lead ? [{ entity: "lead" as const, externalId, recordedAt, fields: lead }] : []),
		...visitsOf(read, recordedAt),
		...merged,
	];
}

/** Records that became part of this one: the portal keeps their ids with it. */
function mergedOf(
	{ record: { id, properties } }: ReadRecord,
	entities: readonly CanonicalChange["entity"][],
	recordedAt: number,
): CanonicalChange[] {
	const ids = (properties["hs_merged_object_ids"] ?? "").split(";").filter((one) => one !== "" && one !== id);
	return ids.flatMap((externalId) =>
		entities.map((entity) => ({ entity, externalId, recordedAt, fields: {}, deleted: true as const, mergedInto: id })),
	);
}

/** Which record it is, as far as can be told. */
export function identifyRecord(given: unknown): { entity: string; externalId: string } | null {
	const parsed = z.object({ object: z.string(), record: z.looseObject({ id: z.coerce.string() }) }).safeParse(given);
	if (!parsed.success) return null;
	const { object, record } = parsed.data;
	return { entity: ENTITIES[object]?.[0] ?? object, externalId: record.id };
}

/** Calls and meetings count their ids each for themselves, and so do leads beside contacts. */
function idOf({ object, record }: ReadRecord, entity: CanonicalChange["entity"]): string {
	return entity === "activity" || object === "leads" ? `${object}:${record.id}` : record.id;
}

function personOf(record: Record<string, unknown>): Record<string, JsonValue> {
	const text = (name: string) => (typeof record[name] === "string" && record[name] !== "" ? record[name] : null);
	const name = [text("firstName"), text("lastName")].filter(Boolean).join(" ");
	return {
		name: name || text("email") || String(record["id"]),
		email: text("email"),
		isActive: record["archived"] !== true,
	};
}

function pipelineOf({ record }: ReadRecord): CanonicalChange {
	const shape = z.object({
		label: z.string(),
		updatedAt: z.string().optional(),
		stages: z.array(
			z.object({
				id: z.coerce.string(),
				label: z.string(),
				displayOrder: z.number(),
				metadata: z
					.object({ isClosed: z.coerce.string().optional(), probability: z.coerce.string().optional() })
					.default({}),
			}),
		),
	});
	const { label, updatedAt, stages } = shape.parse(record);
	const kind = ({ isClosed, probability }: { isClosed?: string | undefined; probability?: string | undefined }) =>
		isClosed === "true" || probability === "1.0" || probability === "0.0"
			? Number(probability) >= 1
				? "won"
				: "lost"
			: "open";
	const sorted = [...stages].sort((a, b) => a.displayOrder - b.displayOrder);
	const moment = Date.parse(updatedAt ?? "");
	return {
		entity: "pipeline",
		externalId: record.id,
		recordedAt: Number.isFinite(moment) ? moment : 0,
		fields: {
			name: label,
			stages: sorted.map((stage, at) => ({
				externalId: stage.id,
				name: stage.label,
				kind: kind(stage.metadata),
				position: at + 1,
			})),
		},
	};
}

type Properties = ReadRecord["record"]["properties"];
const text = (p: Properties, name: string) => p[name] || null;
const whole = (p: Properties, name: string) =>
	text(p, name) !== null && Number.isFinite(Number(p[name])) ? Math.round(Number(p[name])) : null;
const nameOf = (p: Properties) =>
	[text(p, "firstname"), text(p, "lastname")].filter(Boolean).join(" ") || text(p, "email") || "–";

function accountOf({ record: { properties: p } }: ReadRecord): Record<string, JsonValue> {
	return {
		name: text(p, "name") ?? text(p, "domain") ?? "–",
		domain: text(p, "domain"),
		industry: text(p, "industry"),
		employees: whole(p, "numberofemployees"),
		country: text(p, "country"),
		region: text(p, "state"),
		ownerExternalId: text(p, "hubspot_owner_id"),
	};
}

function contactOf({ record: { properties: p }, links }: ReadRecord): Record<string, JsonValue> {
	return {
		name: nameOf(p),
		email: text(p, "email"),
		phone: text(p, "phone"),
		title: text(p, "jobtitle"),
		accountExternalId: links["companies"]?.[0] ?? null,
	};
}

/** Stages of life that make a contact a lead, and what of ours each is. */
const LEADS: Readonly<Record<string, string>> = {
	subscriber: "new",
	lead: "new",
	marketingqualifiedlead: "qualified",
	salesqualifiedlead: "qualified",
	opportunity: "converted",
};
const WORKED = new Set(["IN_PROGRESS", "OPEN_DEAL", "ATTEMPTED_TO_CONTACT", "CONNECTED", "OPEN"]);

/** A contact that may become a customer is a lead as well; a customer from the first day is none. */
function leadOf({ record: { properties: p, createdAt } }: ReadRecord): Record<string, JsonValue> | null {
	const stage = LEADS[(text(p, "lifecyclestage") ?? "").toLowerCase()];
	if (!stage) return null;
	const word = text(p, "hs_lead_status") ?? "";
	const status =
		stage === "converted"
			? stage
			: word === "UNQUALIFIED" || word === "BAD_TIMING"
				? "disqualified"
				: stage === "new" && WORKED.has(word)
					? "working"
					: stage;
	return {
		name: nameOf(p),
		email: text(p, "email"),
		company: text(p, "company"),
		title: text(p, "jobtitle"),
		phone: text(p, "phone"),
		source: text(p, "hs_analytics_source"),
		industry: text(p, "industry"),
		country: text(p, "country"),
		employees: whole(p, "numemployees"),
		status,
		...handedOver(p),
		...(createdAt && { createdAt: new Date(createdAt).toISOString() }),
		ownerExternalId: text(p, "hubspot_owner_id"),
	};
}

function activityOf({ object, record: { properties: p, createdAt }, links }: ReadRecord): Record<string, JsonValue> {
	const moment =
		text(p, "hs_meeting_start_time") ?? text(p, "hs_start_datetime") ?? text(p, "hs_timestamp") ?? createdAt ?? "";
	const at = Date.parse(/^\d+$/.test(moment) ? new Date(Number(moment)).toISOString() : moment);
	const end = Date.parse(text(p, "hs_meeting_end_time") ?? "");
	const minutes = object === "calls" ? Number(p["hs_call_duration"] || Number.NaN) / 60_000 : (end - at) / 60_000;
	const way = (text(p, "hs_email_direction") ?? text(p, "hs_call_direction") ?? "").toUpperCase();
	const subject =
		["hs_call_title", "hs_email_subject", "hs_meeting_title", "hs_task_subject", "hs_event_name", "hs_body_preview"]
			.map((name) => text(p, name))
			.find(Boolean) ?? null;
	return {
		kind: KINDS[object] ?? "note",
		direction:
			way.startsWith("INCOMING") || way === "INBOUND" || object === MARKETING_EVENTS
				? "in"
				: way === "EMAIL" || way === "OUTBOUND"
					? "out"
					: null,
		subject,
		occurredAt: Number.isFinite(at) ? new Date(at).toISOString() : null,
		durationMinutes: Number.isFinite(minutes) ? Math.round(minutes) : null,
		dealExternalId: links["deals"]?.[0] ?? null,
		accountExternalId: links["companies"]?.[0] ?? null,
		contactExternalId: links["contacts"]?.[0] ?? null,
		leadExternalId: links["contacts"]?.[0] ?? null,
		ownerExternalId: text(p, "hubspot_owner_id"),
	};
}
