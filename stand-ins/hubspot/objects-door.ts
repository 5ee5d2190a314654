import { z } from "zod";
import { type Answered, refusal } from "./answer.ts";
import { createBatch } from "./create-batch.ts";
import { OBJECT_TYPES, type ObjectType, type Portal, type PortalRecord, propertyOf, putRecord } from "./portal.ts";

/** What a portal's plan or administrator may leave out. */
const SCOPES: Readonly<Record<string, string>> = {
	leads: "crm.objects.leads.read",
	"0-54": "crm.objects.marketing_events.read",
};
const LIST_MOST = 100;
const HISTORY_MOST = 50;
const SEARCH_MOST = 200;
const WINDOW = 10_000;
const BATCH_MOST = 100;

const batch = z.object({
	inputs: z.array(
		z.object({
			id: z.string(),
			properties: z.record(z.string(), z.union([z.string(), z.null()])).optional(),
			objectWriteTraceId: z.string().optional(),
		}),
	),
	properties: z.array(z.string()).default([]),
	propertiesWithHistory: z.array(z.string()).default([]),
});
const search = z.object({
	filterGroups: z
		.array(
			z.object({
				filters: z.array(
					z.object({
						propertyName: z.string(),
						operator: z.enum(["EQ", "GT", "GTE", "LT", "LTE", "HAS_PROPERTY"]),
						value: z.string().optional(),
					}),
				),
			}),
		)
		.default([]),
	sorts: z
		.array(z.object({ propertyName: z.string(), direction: z.enum(["ASCENDING", "DESCENDING"]) }))
		.max(1)
		.default([]),
	properties: z.array(z.string()).default([]),
	limit: z.int().max(SEARCH_MOST).default(10),
	after: z.string().default("0"),
});

/** `/crm/objects/{version}/{type}` and what lies beneath. */
export function answerObjects(
	portal: Portal,
	{ method, params, body, by }: { method: string; params: URLSearchParams; body: string; by: string },
	[type = "", action, verb]: string[],
): Answered {
	if (!(OBJECT_TYPES as readonly string[]).includes(type))
		return refusal(400, "VALIDATION_ERROR", `Unable to infer object type from: ${type}`);
	const scope = SCOPES[type];
	if (scope && !portal.scopes.has(scope))
		return refusal(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call.");
	const objects = portal.records[type as ObjectType];
	if (action === "search") return find(portal, objects, body);
	if (action === "batch" && verb === "read") return readBatch(objects, body);
	if (action === "batch" && verb === "create") return createBatch(portal, type as ObjectType, body, by);
	if (action === "batch" && verb === "update") return updateBatch(portal, type as ObjectType, body, by);
	if (action !== undefined) {
		const record = objects.get(action);
		if (!record || record.archived) return refusal(404, "OBJECT_NOT_FOUND", "resource not found");
		if (method === "DELETE") {
			record.archived = true;
			record.updatedAt = portal.now();
			return { status: 204 };
		}
		return { status: 200, json: shown(record, listOf(params, "properties"), []) };
	}
	const history = listOf(params, "propertiesWithHistory");
	const limit = Number(params.get("limit") ?? 10);
	const most = history.length > 0 ? HISTORY_MOST : LIST_MOST;
	if (limit > most) return refusal(400, "VALIDATION_ERROR", `limit must be at most ${most}`);
	const isArchived = params.get("archived") === "true";
	const all = inOrder(objects);
	const page: PortalRecord[] = [];
	for (let at = placeAfter(all, Number(params.get("after") ?? 0)); at < all.length && page.length <= limit; at++) {
		const record = all[at];
		if (record?.archived === isArchived) page.push(record);
	}
	const isMore = page.length > limit;
	const results = page.slice(0, limit);
	return {
		status: 200,
		json: {
			results: results.map((one) => shown(one, listOf(params, "properties"), history)),
			...(isMore && { paging: { next: { after: results.at(-1)?.id, link: "" } } }),
		},
	};
}

const ordered = new WeakMap<Map<string, PortalRecord>, PortalRecord[]>();

/** Records by their ids, which are numbers. None ever leaves, so that the order holds until more come. */
function inOrder(objects: Map<string, PortalRecord>): PortalRecord[] {
	const known = ordered.get(objects);
	if (known?.length === objects.size) return known;
	const all = [...objects.values()].sort((a, b) => Number(a.id) - Number(b.id));
	ordered.set(objects, all);
	return all;
}

function placeAfter(all: readonly PortalRecord[], id: number): number {
	let [from, to] = [0, all.length];
	while (from < to) {
		const middle = (from + to) >> 1;
		if (Number(all[middle]?.id) <= id) from = middle + 1;
		else to = middle;
	}
	return from;
}

function listOf(params: URLSearchParams, name: string): string[] {
	return params
		.getAll(name)
		.flatMap((one) => one.split(","))
		.filter(Boolean);
}

/** A record as the API shows it. */
export function shown(record: PortalRecord, properties: readonly string[], history: readonly string[]) {
	const asked = ["hs_object_id", "createdate", "hs_lastmodifieddate", ...properties];
	return {
		id: record.id,
		properties: Object.fromEntries(asked.map((name) => [name, propertyOf(record, name)])),
		...(history.length > 0 && {
			propertiesWithHistory: Object.fromEntries(history.map((name) => [name, record.properties.get(name) ?? []])),
		}),
		createdAt: new Date(record.createdAt).toISOString(),
		updatedAt: new Date(record.updatedAt).toISOString(),
		archived: record.archived,
		...(record.archived && { archivedAt: new Date(record.updatedAt).toISOString() }),
	};
}

function find(portal: Portal, objects: Map<string, PortalRecord>, body: string): Answered {
	const parsed = search.safeParse(JSON.parse(body));
	if (!parsed.success) return refusal(400, "VALIDATION_ERROR", parsed.error.issues[0]?.message ?? "invalid");
	const { filterGroups, sorts, properties, limit, after } = parsed.data;
	if (Number(after) + limit > WINDOW)
		return refusal(400, "VALIDATION_ERROR", "Paging through more than 10000 results is not possible");
	const moment = (text: string) =>
		/^\d{12,}$/.test(text)
			? Number(text)
			: Number.isFinite(Date.parse(text)) && /^\d{4}-/.test(text)
				? Date.parse(text)
				: Number.isFinite(Number(text)) && text !== ""
					? Number(text)
					: text;
	const holds = (
		record: PortalRecord,
		{ propertyName, operator, value = "" }: { propertyName: string; operator: string; value?: string | undefined },
	) => {
		const mine = propertyOf(record, propertyName);
		if (operator === "HAS_PROPERTY") return mine !== null;
		if (mine === null) return false;
		const [a, b] = [moment(mine), moment(value)];
		return operator === "EQ"
			? a === b
			: operator === "GT"
				? a > b
				: operator === "GTE"
					? a >= b
					: operator === "LT"
						? a < b
						: a <= b;
	};
	const found = [...objects.values()].filter(
		(one) =>
			!one.archived &&
			one.searchableAt <= portal.now() &&
			(filterGroups.length === 0 || filterGroups.some(({ filters }) => filters.every((filter) => holds(one, filter)))),
	);
	const [sort] = sorts;
	if (sort) {
		const way = sort.direction === "ASCENDING" ? 1 : -1;
		found.sort((a, b) => {
			const [x, y] = [moment(propertyOf(a, sort.propertyName) ?? ""), moment(propertyOf(b, sort.propertyName) ?? "")];
			return (x < y ? -1 : x > y ? 1 : 0) * way || Number(a.id) - Number(b.id);
		});
	}
	const from = Number(after);
	const isMore = found.length > from + limit;
	return {
		status: 200,
		json: {
			total: found.length,
			results: found.slice(from, from + limit).map((one) => shown(one, properties, [])),
			...(isMore && { paging: { next: { after: String(from + limit), link: "" } } }),
		},
	};
}

function readBatch(objects: Map<string, PortalRecord>, body: string): Answered {
	const parsed = batch.safeParse(JSON.parse(body));
	if (!parsed.success) return refusal(400, "VALIDATION_ERROR", parsed.error.issues[0]?.message ?? "invalid");
	const { inputs, properties, propertiesWithHistory } = parsed.data;
	const most = propertiesWithHistory.length > 0 ? HISTORY_MOST : BATCH_MOST;
	if (inputs.length > most) return refusal(400, "VALIDATION_ERROR", `a batch may have at most ${most} inputs`);
	const found = inputs.flatMap(({ id }) => {
		const record = objects.get(id);
		return record && !record.archived ? [record] : [];
	});
	// Not in the order asked, as at the vendor.
	return {
		status: 200,
		json: { status: "COMPLETE", results: found.map((one) => shown(one, properties, propertiesWithHistory)).reverse() },
	};
}

function updateBatch(portal: Portal, type: ObjectType, body: string, by: string): Answered {
	const parsed = batch.safeParse(JSON.parse(body));
	if (!parsed.success) return refusal(400, "VALIDATION_ERROR", parsed.error.issues[0]?.message ?? "invalid");
	const { inputs } = parsed.data;
	if (inputs.length > BATCH_MOST)
		return refusal(400, "VALIDATION_ERROR", `a batch may have at most ${BATCH_MOST} inputs`);
	const results: object[] = [];
	const errors: object[] = [];
	for (const { id, properties = {}, objectWriteTraceId } of inputs) {
		const context = { ids: [id], ...(objectWriteTraceId && { objectWriteTraceId: [objectWriteTraceId] }) };
		const record = portal.records[type].get(id);
		const unknown = Object.keys(properties).find(
			(name) => name.startsWith("courtside_") && !portal.made.get(type)?.has(name),
		);
		const stage = properties["dealstage"];
		const isStage =
			stage === undefined || portal.pipelines.some(({ stages }) => stages.some((one) => one.id === stage));
		if (!record || record.archived)
			errors.push({
				status: "error",
				category: "OBJECT_NOT_FOUND",
				message: "Could not get some records, they may be deleted or not exist.",
				context,
			});
		else if (unknown)
			errors.push({
				status: "error",
				category: "VALIDATION_ERROR",
				message: `Property values were not valid: [{"isValid":false,"message":"Property \\"${unknown}\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"${unknown}"}]`,
				context,
			});
		else if (!isStage)
			errors.push({
				status: "error",
				category: "VALIDATION_ERROR",
				message: `Property values were not valid: ${stage} is not a valid pipeline stage`,
				context,
			});
		else results.unshift(shown(putRecord(portal, type, { id, properties, source: by }), [], []));
	}
	const times = { startedAt: new Date(portal.now()).toISOString(), completedAt: new Date(portal.now()).toISOString() };
	return errors.length > 0
		? { status: 207, json: { status: "COMPLETE", results, numErrors: errors.length, errors, ...times } }
		: { status: 200, json: { status: "COMPLETE", results, ...times } };
}
