import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, HostEntity } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { mapDeal } from "./map-deal.ts";
import { domainOf, extraOf, instantOf, ownerOf, type Row, textOf, wholeOf } from "./values.ts";

/** A record as `readOrg` hands it on: of a bulk read all values are text, of a query they have their kinds. */
export interface RawRecord {
	object: string;
	record: Record<string, unknown>;
	/** The organisation's own currency. */
	currency: string;
	/** Of an opportunity: its OpportunityHistory, oldest first. */
	history?: Record<string, unknown>[];
	/** The organisation's stages, told as one record. */
	stages?: Record<string, unknown>[];
}

const raw = z.object({
	object: z.string(),
	record: z.record(z.string(), z.unknown()),
	currency: z.string().regex(/^[A-Z]{3}$/),
	history: z.array(z.record(z.string(), z.unknown())).optional(),
	stages: z.array(z.record(z.string(), z.unknown())).optional(),
});

/** Which of our kinds a record of theirs is. */
const ENTITIES: Readonly<Record<string, HostEntity>> = {
	...{ User: "user", Account: "account", Contact: "contact", Lead: "lead", Opportunity: "deal" },
	...{ Task: "activity", Event: "activity", OpportunityStage: "pipeline" },
};
/** The one pipeline of an organisation; its stages are those of all record types. */
const PIPELINE = "Opportunity";

/** The canonical changes of one record. Throws unprocessable on what is none of ours. */
export function mapRecord(given: unknown): CanonicalChange[] {
	const parsed = raw.safeParse(given);
	const entity = parsed.success ? ENTITIES[parsed.data.object] : undefined;
	if (!parsed.success || !entity)
		throw new CourtsideError("unprocessable", "This is no Salesforce record that we know.");
	const { object, record, currency, history = [], stages = [] } = parsed.data;
	if (entity === "pipeline") return [pipelineOf(stages)];
	const externalId = textOf(record["Id"]);
	const recordedAt = instantOf(record["SystemModstamp"]);
	if (!externalId || recordedAt === null)
		throw new CourtsideError("unprocessable", `${object}: Id or SystemModstamp is missing.`);
	if (textOf(record["IsDeleted"]) === "true") return [{ entity, externalId, fields: {}, deleted: true, recordedAt }];
	if (entity === "deal") return mapDeal({ externalId, recordedAt, record, history, currency });
	const fields = FIELDS[object]?.(record) ?? {};
	return [{ entity, externalId, recordedAt, fields }];
}

/** Which record it is, as far as can be told. */
export function identifyRecord(given: unknown): { entity: string; externalId: string } | null {
	const parsed = raw.safeParse(given);
	const id = parsed.success ? textOf(parsed.data.record["Id"]) : null;
	return parsed.success && id ? { entity: ENTITIES[parsed.data.object] ?? parsed.data.object, externalId: id } : null;
}

function pipelineOf(stages: readonly Row[]): CanonicalChange {
	const newest = stages.map((stage) => instantOf(stage["SystemModstamp"]) ?? 0).reduce((a, b) => Math.max(a, b), 0);
	return {
		entity: "pipeline",
		externalId: PIPELINE,
		recordedAt: newest,
		fields: {
			name: "Salesforce",
			stages: stages.map((stage, at) => ({
				externalId: textOf(stage["ApiName"]) ?? textOf(stage["MasterLabel"]) ?? String(at),
				name: textOf(stage["MasterLabel"]) ?? String(at),
				kind: textOf(stage["IsWon"]) === "true" ? "won" : textOf(stage["IsClosed"]) === "true" ? "lost" : "open",
				position: at + 1,
			})),
		},
	};
}

const FIELDS: Readonly<Record<string, (record: Row) => Record<string, JsonValue>>> = {
	User: (r) => ({ name: textOf(r["Name"]), email: textOf(r["Email"]), isActive: textOf(r["IsActive"]) !== "false" }),
	Account: (r) => ({
		name: textOf(r["Name"]),
		domain: domainOf(r["Website"]),
		industry: textOf(r["Industry"]),
		employees: wholeOf(r["NumberOfEmployees"]),
		country: textOf(r["BillingCountry"]),
		region: textOf(r["BillingState"]),
		parentExternalId: textOf(r["ParentId"]),
		...ownerOf(r),
		...extraOf(r),
	}),
	Contact: (r) => ({
		name: textOf(r["Name"]),
		email: textOf(r["Email"]),
		phone: textOf(r["Phone"]),
		title: textOf(r["Title"]),
		accountExternalId: textOf(r["AccountId"]),
		...extraOf(r),
	}),
	Lead: (r) => {
		const closed = instantOf(r["ConvertedDate"]);
		return {
			name: textOf(r["Name"]),
			email: textOf(r["Email"]),
			company: textOf(r["Company"]),
			title: textOf(r["Title"]),
			phone: textOf(r["Phone"]),
			source: textOf(r["LeadSource"]),
			industry: textOf(r["Industry"]),
			country: textOf(r["Country"]),
			employees: wholeOf(r["NumberOfEmployees"]),
			status: leadStatus(r),
			createdAt: isoOf(r["CreatedDate"]),
			...(closed !== null && { closedAt: new Date(closed).toISOString() }),
			...ownerOf(r),
			...extraOf(r),
		};
	},
	Task: (r) => {
		const subtype = textOf(r["TaskSubtype"]) ?? "Task";
		return {
			kind: TASKS[subtype] ?? "task",
			direction: null,
			...doneOf(r, r["CompletedDateTime"] ?? r["ActivityDate"]),
		};
	},
	Event: (r) => ({
		kind: "meeting",
		direction: null,
		durationMinutes: wholeOf(r["DurationInMinutes"]),
		...doneOf(r, r["StartDateTime"]),
	}),
};
const TASKS: Readonly<Record<string, string>> = { Call: "call", Email: "email", ListEmail: "email", Cadence: "task" };

/** An organisation names its statuses as it likes; the usual words are known, converted is a fact, the rest is new. */
function leadStatus(r: Row): string {
	if (textOf(r["IsConverted"]) === "true") return "converted";
	const word = (textOf(r["Status"]) ?? "").toLowerCase();
	if (/unqual|disqual|dead|lost|junk|reject/.test(word)) return "disqualified";
	if (/qualif|mql|sql/.test(word)) return "qualified";
	return /work|contact|progress|nurtur|attempt/.test(word) && !/not contacted|uncontacted/.test(word)
		? "working"
		: "new";
}

function doneOf(r: Row, moment: unknown): Record<string, JsonValue> {
	const [what, who] = [textOf(r["WhatId"]), textOf(r["WhoId"])];
	const of = (id: string | null, prefix: string) => (id?.startsWith(prefix) ? id : null);
	return {
		subject: textOf(r["Subject"]),
		occurredAt: isoOf(moment) ?? isoOf(r["CreatedDate"]),
		dealExternalId: of(what, "006"),
		accountExternalId: of(what, "001") ?? textOf(r["AccountId"]),
		contactExternalId: of(who, "003"),
		leadExternalId: of(who, "00Q"),
		...ownerOf(r),
	};
}

function isoOf(value: unknown): string | null {
	const at = instantOf(value);
	return at === null ? null : new Date(at).toISOString();
}
