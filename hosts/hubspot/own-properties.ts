import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports, VendorField, WriteBackEntity, WriteBackNames } from "../../core/contract/host.ts";
import type { RemovedFields } from "../../core/contract/host-about.ts";
import { COURTSIDE_FIELDS, NATIVE_FIELDS, type WriteBackType } from "../../core/contract/write-back-fields.ts";
import { area, openPortal, type PortalClient } from "./client.ts";

const GROUP = "courtside";
/** A lead is a contact in the portal. */
export const TYPES: Readonly<Record<WriteBackEntity, string>> = {
	deal: "deals",
	lead: "contacts",
	account: "companies",
	task: "tasks",
};
const NATIVE: WriteBackNames = {
	deal: {
		nextStep: "hs_next_step",
		stageName: "dealstage",
		closeDate: "closedate",
		amountMinor: "amount",
		ownerExternalId: "hubspot_owner_id",
	},
	lead: { status: "hs_lead_status", ownerExternalId: "hubspot_owner_id" },
	account: { ownerExternalId: "hubspot_owner_id" },
	task: {
		title: "hs_task_subject",
		dueOn: "hs_timestamp",
		status: "hs_task_status",
		ownerExternalId: "hubspot_owner_id",
		dealExternalId: "deals",
	},
};

/** `courtsideAsOf` → `courtside_as_of`. */
function ownName(field: string): string {
	return field.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}
const ownNames = (entity: WriteBackEntity) =>
	Object.fromEntries(Object.keys(COURTSIDE_FIELDS[entity]).map((field) => [field, ownName(field)]));
/** What each field holds. */
export const typesOf = (entity: WriteBackEntity): Readonly<Record<string, WriteBackType>> => ({
	...COURTSIDE_FIELDS[entity],
	...NATIVE_FIELDS[entity],
});

function propertyOf(field: string, kind: WriteBackType): object {
	const isNumber = kind === "percent" || kind === "points";
	const type = isNumber ? "number" : kind === "instant" ? "datetime" : "string";
	const fieldType = isNumber ? "number" : kind === "instant" ? "date" : "text";
	const words = ownName(field).split("_").slice(1).join(" ");
	return {
		name: ownName(field),
		label: `Courtside ${words}${kind === "percent" ? " (%)" : ""}`,
		groupName: GROUP,
		type,
		fieldType,
	};
}

const listed = z.object({
	results: z.array(
		z.object({
			name: z.string(),
			label: z.string(),
			type: z.string(),
			modificationMetadata: z.object({ readOnlyValue: z.boolean().default(false) }).default({ readOnlyValue: false }),
		}),
	),
});
const FIELD_TYPES: Readonly<Record<string, VendorField["type"]>> = {
	string: "text",
	number: "number",
	date: "date",
	datetime: "datetime",
	enumeration: "choice",
};

/** The properties of the records of a kind. */
export async function fieldsOf(portal: PortalClient, entity: WriteBackEntity): Promise<VendorField[]> {
	const { results } = listed.parse((await portal.call("GET", area("properties", TYPES[entity]))).body);
	return results.map(({ name, label, type, modificationMetadata }) => ({
		name,
		label,
		type: FIELD_TYPES[type] ?? "other",
		writable: !modificationMetadata.readOnlyValue,
	}));
}

/** Takes away the properties named Courtside with all their values. */
export async function removeOurFields(ports: Ports): Promise<RemovedFields> {
	const portal = await openPortal(ports);
	const removed: RemovedFields = { records: 0, failed: [] };
	for (const entity of ["deal", "lead"] as const) {
		const type = TYPES[entity];
		const there = new Set((await fieldsOf(portal, entity)).map(({ name }) => name));
		const ours = Object.values(ownNames(entity)).filter((name) => there.has(name));
		const [first] = ours;
		if (!first) continue;
		const { body } = await portal.call("POST", area("objects", type, "search"), {
			filterGroups: [{ filters: [{ propertyName: first, operator: "HAS_PROPERTY" }] }],
			limit: 1,
		});
		const { total } = z.object({ total: z.number() }).parse(body);
		for (const name of ours) {
			try {
				await portal.call("DELETE", area("properties", type, name));
			} catch (fault) {
				if (!(fault instanceof CourtsideError)) throw fault;
				removed.failed.push({ record: `${type} ${name}`, reason: fault.message });
			}
		}
		removed.records += total;
	}
	return removed;
}

/** The properties that we write to unless an administrator says otherwise. */
export const PROPERTY_NAMES: WriteBackNames = {
	deal: { ...ownNames("deal"), ...NATIVE.deal },
	lead: { ...ownNames("lead"), ...NATIVE.lead },
	account: NATIVE.account,
	task: NATIVE.task,
};

/** Makes the properties named Courtside where they are not there yet. */
export async function makeProperties(
	portal: PortalClient,
	entity: WriteBackEntity,
	fields: readonly string[],
): Promise<void> {
	const own = fields.filter((field) => field in COURTSIDE_FIELDS[entity]);
	if (own.length > 0)
		await portal.call("POST", area("properties", TYPES[entity], "groups"), { name: GROUP, label: "Courtside" });
	for (const field of own)
		await portal.call("POST", area("properties", TYPES[entity]), propertyOf(field, typesOf(entity)[field] ?? "text"));
}
