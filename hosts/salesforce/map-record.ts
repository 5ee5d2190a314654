import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, HostEntity, MapGiven } from "../../core/contract/host.ts";
import { markedTask } from "../../core/contract/task-mark.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { mapDeal } from "./map-deal.ts";
import { teamOf } from "./roles.ts";
import {
	domainOf,
	extraOf,
	instantOf,
	minorOf,
	numberOf,
	ownerOf,
	type Row,
	stageId,
	textOf,
	wholeOf,
} from "./values.ts";

/** A record as `readOrg` hands it on: of a bulk read all values are text, of a query they have their kinds. */
export interface RawRecord {
	object: string;
	record: Record<string, unknown>;
	/** The organisation's own currency. */
	currency: string;
	/** Of an opportunity: its OpportunityHistory, oldest first. */
	history?: Record<string, unknown>[];
	/** Of an opportunity: the stages of its record type, where types have pipelines of their own. */
	typeStages?: string[];
	/** The organisation's stages, told as one record; those of one record type where there is a `type`. */
	stages?: Record<string, unknown>[];
	type?: { id: string; name: string };
}

const raw = z.object({
	object: z.string(),
	record: z.record(z.string(), z.unknown()),
	currency: z.string().regex(/^[A-Z]{3}$/),
	history: z.array(z.record(z.string(), z.unknown())).optional(),
	typeStages: z.array(z.string()).optional(),
	stages: z.array(z.record(z.string(), z.unknown())).optional(),
	type: z.object({ id: z.string(), name: z.string() }).optional(),
});

/** Which of our kinds a record of theirs is. */
const ENTITIES: Readonly<Record<string, HostEntity>> = {
	...{ User: "user", Account: "account", Contact: "contact", Lead: "lead", Opportunity: "deal" },
	...{ Task: "activity", Event: "activity", OpportunityStage: "pipeline" },
	...{ Product2: "product", OpportunityLineItem: "line_item" },
};
/** The pipeline of opportunities whose record type has none of its own; its stages are those of all types. */
const PIPELINE = "Opportunity";

/** The canonical changes of one record. Throws unprocessable on what is none of ours. */
export function mapRecord(given: unknown, { settings }: MapGiven): CanonicalChange[] {
	const parsed = raw.safeParse(given);
	if (!parsed.success) throw new CourtsideError("unprocessable", "This is no Salesforce record that we know.");
	const { object, record, currency, history = [], stages = [], type, typeStages } = parsed.data;
	if (object === "UserRole") return [teamOf(record)];
	const beside = BESIDE[object];
	if (beside) return beside(record);
	const entity = ENTITIES[object];
	if (!entity) throw new CourtsideError("unprocessable", "This is no Salesforce record that we know.");
	if (entity === "pipeline") return [pipelineOf(stages, type ?? null, textOf(settings["pipelineName"]))];
	const externalId = textOf(record["Id"]);
	const recordedAt = instantOf(record["SystemModstamp"]);
	if (!externalId || recordedAt === null)
		throw new CourtsideError("unprocessable", `${object}: Id or SystemModstamp is missing.`);
	const mergedInto = textOf(record["MasterRecordId"]);
	if (textOf(record["IsDeleted"]) === "true")
		return [{ entity, externalId, fields: {}, deleted: true, recordedAt, ...(mergedInto && { mergedInto }) }];
	// A task that we made of what was agreed in a meeting is no news.
	if (object === "Task" && markedTask(textOf(record["Description"])) !== null) return [];
	if (entity === "deal") return mapDeal({ externalId, recordedAt, record, history, currency, typeStages });
	const fields = FIELDS[object]?.(record, currency) ?? {};
	return [{ entity, externalId, recordedAt, standing: true, fields }];
}

/** Which record it is, as far as can be told. */
export function identifyRecord(given: unknown): { entity: string; externalId: string } | null {
	const parsed = raw.safeParse(given);
	const id = parsed.success ? textOf(parsed.data.record["Id"]) : null;
	return parsed.success && id ? { entity: ENTITIES[parsed.data.object] ?? parsed.data.object, externalId: id } : null;
}

function pipelineOf(
	stages: readonly Row[],
	type: { id: string; name: string } | null,
	name: string | null,
): CanonicalChange {
	const newest = stages.map((stage) => instantOf(stage["SystemModstamp"]) ?? 0).reduce((a, b) => Math.max(a, b), 0);
	return {
		entity: "pipeline",
		externalId: type?.id ?? PIPELINE,
		recordedAt: newest,
		fields: {
			name: type?.name ?? name ?? "Salesforce",
			stages: stages.map((stage, at) => ({
				externalId: stageId(textOf(stage["ApiName"]) ?? textOf(stage["MasterLabel"]) ?? String(at), type?.id ?? null),
				name: textOf(stage["MasterLabel"]) ?? String(at),
				kind: textOf(stage["IsWon"]) === "true" ? "won" : textOf(stage["IsClosed"]) === "true" ? "lost" : "open",
				position: at + 1,
			})),
		},
	};
}

const FIELDS: Readonly<Record<string, (record: Row, currency: string) => Record<string, JsonValue>>> = {
	User: (r) => ({ name: textOf(r["Name"]), email: textOf(r["Email"]), isActive: textOf(r["IsActive"]) !== "false" }),
	Account: (r) => ({
		name: textOf(r["Name"]),
		// A person's website is not the company that others of the same address work for.
		domain: textOf(r["IsPersonAccount"]) === "true" ? null : domainOf(r["Website"]),
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
			...("ConvertedOpportunityId" in r && { convertedDealExternalId: textOf(r["ConvertedOpportunityId"]) }),
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
	Product2: (r) => ({ name: textOf(r["Name"]), family: textOf(r["Family"]) }),
	OpportunityLineItem: (r, own) => {
		const currency = textOf(r["CurrencyIsoCode"]) ?? own;
		return {
			dealExternalId: textOf(r["OpportunityId"]),
			productExternalId: textOf(r["Product2Id"]),
			quantity: numberOf(r["Quantity"]) ?? 1,
			unitPriceMinor: minorOf(r["UnitPrice"], currency),
			currency,
		};
	},
};

/** Rows that say something of other records: it stands beside those under a name of its own. */
const BESIDE: Readonly<Record<string, (record: Row) => CanonicalChange[]>> = {
	OpportunitySplit: (r) => {
		const kind = textOf(r["SplitType.MasterLabel"]) ?? "Split";
		const share = numberOf(r["SplitPercentage"]);
		return told(
			r,
			"deal",
			r["OpportunityId"],
			`${kind}: ${textOf(r["SplitOwner.Name"]) ?? textOf(r["Id"])}`,
			share === null ? null : `${share} %`,
		);
	},
	CampaignMember: (r) => [
		...told(r, "lead", r["LeadId"], "Campaign", textOf(r["Campaign.Name"])),
		...told(r, "contact", r["ContactId"], "Campaign", textOf(r["Campaign.Name"])),
	],
	ObjectTerritory2Association: (r) => {
		const of = textOf(r["ObjectId"]) ?? "";
		const entity = of.startsWith("001") ? "account" : of.startsWith("00Q") ? "lead" : null;
		return entity ? told(r, entity, of, "Territory", textOf(r["Territory2.Name"])) : [];
	},
};

function told(r: Row, entity: HostEntity, of: unknown, name: string, value: string | null): CanonicalChange[] {
	const externalId = textOf(of);
	const recordedAt = instantOf(r["SystemModstamp"]);
	if (!externalId || recordedAt === null) return [];
	const isGone = textOf(r["IsDeleted"]) === "true";
	return [{ entity, externalId, recordedAt, beside: true, fields: { extra: { [name]: isGone ? null : value } } }];
}
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
