import { z } from "zod";
import { type Answered, type Asked, refusal } from "./answer.ts";
import { isObject, OBJECTS, type ObjectName } from "./objects.ts";
import { bin, type Org, put, type Row } from "./org.ts";

const MOST = 200;
const collection = z.object({
	allOrNone: z.boolean().default(false),
	records: z.array(z.looseObject({ attributes: z.object({ type: z.string() }) })),
});
const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

interface Saved {
	id?: string;
	success: boolean;
	errors: { statusCode: string; message: string; fields: string[] }[];
}

/** `POST` and `PATCH /composite/sobjects`: up to 200 records made or changed, an outcome for each in their order. */
export function changeMany(org: Org, { method, body, headers }: Asked): Answered {
	const parsed = collection.safeParse(JSON.parse(body));
	if (!parsed.success) return refusal(400, "JSON_PARSER_ERROR", "unexpected shape");
	const { records, allOrNone } = parsed.data;
	if (records.length > MOST)
		return refusal(
			400,
			"EXCEEDED_ID_LIMIT",
			`record limit reached. cannot submit more than ${MOST} records in this operation`,
		);
	const checks = records.map(({ attributes, ...fields }) => check(org, attributes.type, fields, method === "POST"));
	const isBroken = allOrNone && checks.some((one) => one.fault !== null);
	const outcomes: Saved[] = checks.map(({ object, row, fault }) => {
		if (fault) return fault;
		if (isBroken)
			return failed("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid");
		const { Id, ...given } = row;
		const saved = put(
			org,
			object as ObjectName,
			method === "POST" ? given : { ...given, Id: Id ?? null },
			org.now(),
			originOf(headers),
		);
		return { id: String(saved["Id"]), success: true, errors: [] };
	});
	return { status: 200, json: outcomes };
}

/** Who changes something over the API, as change events name it: with the client's own name where it gave one. */
function originOf(headers: Asked["headers"]): string {
	const client = /client=([^;,\s]+)/.exec(String(headers["sforce-call-options"] ?? ""))?.[1];
	return `com/salesforce/api/rest/66.0${client ? `;client=${client}` : ""}`;
}

function failed(statusCode: string, message: string, fields: string[] = []): Saved {
	return { success: false, errors: [{ statusCode, message, fields }] };
}

function check(
	org: Org,
	object: string,
	fields: Record<string, unknown>,
	isNew = false,
): { object: string; row: Row; fault: Saved | null } {
	const given = { ...fields, Id: fields["Id"] ?? fields["id"] };
	delete (given as Record<string, unknown>)["id"];
	const row = given as Row;
	const fault = (() => {
		if (!isObject(object)) return failed("INVALID_TYPE", `sObject type '${object}' is not supported.`);
		const id = String(row["Id"] ?? "");
		const locked = org.locked.delete(id) || org.locked.delete(object);
		if (locked) return failed("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record");
		if (!isNew && org.rows[object].get(id)?.["IsDeleted"] !== false)
			return failed("ENTITY_IS_DELETED", "entity is deleted");
		for (const [name, value] of Object.entries(row)) {
			if (name === "Id") continue;
			const known = OBJECTS[object].fields.find((one) => one.name === name);
			if (!known) return failed("INVALID_FIELD", `No such column '${name}' on sobject of type ${object}`, [name]);
			if (!known.updateable)
				return failed("INVALID_FIELD_FOR_INSERT_UPDATE", `Unable to create/update fields: ${name}.`, [name]);
			if (!plainValue.safeParse(value).success)
				return failed("JSON_PARSER_ERROR", `Unexpected value for ${name}`, [name]);
		}
		const what = row["WhatId"];
		if (object === "Task" && typeof what === "string" && org.rows.Opportunity.get(what)?.["IsDeleted"] !== false)
			return failed("INVALID_CROSS_REFERENCE_KEY", `Related To ID: id value of incorrect type: ${what}`, ["WhatId"]);
		const stage = row["StageName"];
		if (
			object === "Opportunity" &&
			typeof stage === "string" &&
			![...org.rows.OpportunityStage.values()].some((one) => one["ApiName"] === stage)
		)
			return failed(
				"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
				`Stage: bad value for restricted picklist field: ${stage}`,
				["StageName"],
			);
		return null;
	})();
	return { object, row, fault };
}

/** `/sobjects`, `/sobjects/X/describe`, one record read, changed or binned. */
export function answerRecords(org: Org, { method, body, headers }: Asked, [object = "", rest]: string[]): Answered {
	if (object === "")
		return {
			status: 200,
			json: {
				encoding: "UTF-8",
				maxBatchSize: 200,
				sobjects: Object.keys(OBJECTS)
					.filter((name) => !org.hidden.has(name as ObjectName))
					.map((name) => ({ name, queryable: true })),
			},
		};
	if (!isObject(object) || org.hidden.has(object))
		return refusal(404, "NOT_FOUND", "The requested resource does not exist");
	if (rest === "describe") {
		const fields = OBJECTS[object].fields.filter(({ name }) => org.isMultiCurrency || name !== "CurrencyIsoCode");
		return { status: 200, json: { name: object, keyPrefix: OBJECTS[object].prefix, fields } };
	}
	const row = rest ? org.rows[object].get(rest) : undefined;
	if (!row || row["IsDeleted"] === true) return refusal(404, "NOT_FOUND", "The requested resource does not exist");
	if (method === "DELETE") {
		bin(org, object, String(row["Id"]));
		return { status: 204 };
	}
	if (method === "PATCH") {
		const { fault, row: wanted } = check(org, object, { ...JSON.parse(body), Id: row["Id"] });
		const [error] = fault?.errors ?? [];
		if (error) return refusal(400, error.statusCode, error.message, error.fields);
		put(org, object, wanted, org.now(), originOf(headers));
		return { status: 204 };
	}
	return { status: 200, json: { attributes: { type: object }, ...row } };
}
