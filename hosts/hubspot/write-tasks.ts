import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { WriteBack, Written } from "../../core/contract/host.ts";
import { markedTask, taskMark } from "../../core/contract/task-mark.ts";
import { allChanged, nothingBefore, partByExpected, taskGone } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { area, type PortalClient } from "./client.ts";

type Names = Readonly<Record<string, string>>;
type Properties = Record<string, string>;

/** HubSpot's own number of the link from a task to a deal. */
const TASK_TO_DEAL = 216;
/** What carries our mark: the task's text. */
const BODY = "hs_task_body";
const STATUSES: Readonly<Record<string, string>> = { open: "NOT_STARTED", done: "COMPLETED", dropped: "DEFERRED" };

const tasks = z.object({
	results: z
		.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()).default({}) }))
		.default([]),
	errors: z
		.array(z.object({ message: z.string().default("refused"), context: z.record(z.string(), z.unknown()).default({}) }))
		.default([]),
});
const linked = z.object({
	results: z.array(z.object({ to: z.array(z.object({ toObjectId: z.coerce.string() })) })).default([]),
});

/**
 * Makes, changes and takes away tasks. One that an earlier try made is found by its mark among the tasks of its deal: by
 * links and not by the search, which lags. A task that somebody threw away there stays away.
 */
export async function writeTasks(
	portal: PortalClient,
	records: readonly WriteBack[],
	names: Names,
	outcomes: Map<WriteBack, Written>,
	now: number,
): Promise<void> {
	const fresh = records.filter(({ isNew }) => isNew);
	if (fresh.length > 0) {
		const made = await madeBefore(portal, fresh);
		const missing: WriteBack[] = [];
		for (const record of fresh) {
			const externalId = made.get(record.externalId);
			if (externalId === undefined) missing.push(record);
			else outcomes.set(record, { ok: true, before: nothingBefore(record), externalId });
		}
		await makeTasks(portal, missing, names, outcomes, now);
	}
	const known = records.filter(({ isNew }) => !isNew);
	if (known.length > 0) await changeTasks(portal, known, names, outcomes);
}

/** Our id → the portal's, of those that are there already. */
async function madeBefore(portal: PortalClient, records: readonly WriteBack[]): Promise<Map<string, string>> {
	const deals = [...new Set(records.map(({ fields }) => String(fields["dealExternalId"] ?? "")).filter(Boolean))];
	if (deals.length === 0) return new Map();
	const { body } = await portal.call("POST", area("associations", "deals", "tasks", "batch", "read"), {
		inputs: deals.map((id) => ({ id })),
	});
	const ids = [...new Set(linked.parse(body).results.flatMap(({ to }) => to.map((one) => one.toObjectId)))];
	const found = await readTasks(portal, ids, [BODY]);
	return new Map(
		[...found].flatMap(([id, properties]) => {
			const ours = markedTask(properties[BODY]);
			return ours === null ? [] : [[ours, id] as const];
		}),
	);
}

async function readTasks(
	portal: PortalClient,
	ids: readonly string[],
	properties: readonly string[],
): Promise<Map<string, Record<string, string | null>>> {
	const found = new Map<string, Record<string, string | null>>();
	for (let at = 0; at < ids.length; at += 100) {
		const inputs = ids.slice(at, at + 100).map((id) => ({ id }));
		const { body } = await portal.call("POST", area("objects", "tasks", "batch", "read"), { inputs, properties });
		for (const one of tasks.parse(body).results) found.set(one.id, one.properties);
	}
	return found;
}

async function makeTasks(
	portal: PortalClient,
	records: readonly WriteBack[],
	names: Names,
	outcomes: Map<WriteBack, Written>,
	now: number,
): Promise<void> {
	if (records.length === 0) return;
	const inputs = records.map((record) => ({
		objectWriteTraceId: record.externalId,
		properties: {
			// It demands a day; one that nobody named is the day on which it is made.
			hs_timestamp: new Date(now).toISOString(),
			hs_task_type: "TODO",
			...spelledAll(record.fields, names),
			[BODY]: taskMark(record.externalId),
		},
		associations: [
			{
				to: { id: String(record.fields["dealExternalId"]) },
				types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: TASK_TO_DEAL }],
			},
		],
	}));
	const { results, errors } = await inBatch(portal, "create", inputs);
	const ids = new Map(results.map((one) => [markedTask(one.properties[BODY]), one.id]));
	for (const record of records) {
		const externalId = ids.get(record.externalId);
		if (externalId !== undefined) outcomes.set(record, { ok: true, before: nothingBefore(record), externalId });
		else outcomes.set(record, { ok: false, retry: false, reason: reasonOf(errors, record.externalId) });
	}
}

async function changeTasks(
	portal: PortalClient,
	records: readonly WriteBack[],
	names: Names,
	outcomes: Map<WriteBack, Written>,
): Promise<void> {
	const fields = [...new Set(records.flatMap((one) => Object.keys(one.fields)))];
	const properties = fields.flatMap((field) => (field === "dealExternalId" ? [] : (names[field] ?? [])));
	const there = await readTasks(
		portal,
		records.map((one) => one.externalId),
		properties,
	);
	const inputs: { id: string; objectWriteTraceId: string; properties: Properties }[] = [];
	for (const record of records) {
		const found = there.get(record.externalId);
		if (!found) {
			outcomes.set(record, taskGone(record));
			continue;
		}
		const before = standingOf(Object.keys(record.fields), found, names, record.expected);
		const { write, left } = partByExpected(record, before);
		const isTouched = Object.keys(left).length > 0;
		if (record.fields["title"] !== null) {
			outcomes.set(record, { ok: true, before, left });
			const properties = spelledAll(write, names);
			if (Object.keys(properties).length > 0)
				inputs.push({ id: record.externalId, objectWriteTraceId: record.dedupKey, properties });
			continue;
		}
		// One that somebody has worked on stays whole.
		if (!isTouched) await portal.call("DELETE", area("objects", "tasks", record.externalId));
		outcomes.set(record, { ok: true, before, left: isTouched ? allChanged(before) : {} });
	}
	if (inputs.length === 0) return;
	const { results, errors } = await inBatch(portal, "update", inputs);
	const done = new Set(results.map(({ id }) => id));
	for (const record of records) {
		if (done.has(record.externalId) || !inputs.some(({ id }) => id === record.externalId)) continue;
		outcomes.set(record, { ok: false, retry: false, reason: reasonOf(errors, record.externalId, record.dedupKey) });
	}
}

/** One call for all; where one record's rule refuses the whole of it, each by itself. */
async function inBatch(
	portal: PortalClient,
	verb: "create" | "update",
	inputs: readonly { objectWriteTraceId: string }[],
): Promise<z.infer<typeof tasks>> {
	const send = async (some: readonly object[]) =>
		tasks.parse((await portal.call("POST", area("objects", "tasks", "batch", verb), { inputs: some })).body);
	try {
		return await send(inputs);
	} catch (fault) {
		if (!(fault instanceof CourtsideError) || fault.code !== "unprocessable") throw fault;
		const all: z.infer<typeof tasks> = { results: [], errors: [] };
		for (const input of inputs) {
			try {
				const one = await send([input]);
				all.results.push(...one.results);
				all.errors.push(...one.errors);
			} catch (own) {
				if (!(own instanceof CourtsideError) || own.code !== "unprocessable") throw own;
				all.errors.push({ message: own.message, context: { objectWriteTraceId: [input.objectWriteTraceId] } });
			}
		}
		return all;
	}
}

function reasonOf(errors: z.infer<typeof tasks>["errors"], ...marks: string[]): string {
	const told = errors.find(({ context }) => marks.some((mark) => JSON.stringify(context).includes(`"${mark}"`)));
	return told?.message ?? "HubSpot did not take this task";
}

function spelledAll(fields: Record<string, JsonValue>, names: Names): Properties {
	const spelled: Properties = {};
	for (const [field, value] of Object.entries(fields)) {
		const name = names[field];
		if (field === "dealExternalId" || name === undefined || value === null) continue;
		// Nine in the morning is the same day from California to New Zealand.
		if (field === "dueOn") spelled[name] = `${value}T09:00:00Z`;
		else spelled[name] = field === "status" ? (STATUSES[String(value)] ?? "NOT_STARTED") : String(value);
	}
	return spelled;
}

/** What stands there, by our names. A day that we did not set and a deal are as we left them. */
function standingOf(
	fields: readonly string[],
	there: Record<string, string | null>,
	names: Names,
	expected: Record<string, JsonValue> = {},
): Record<string, JsonValue> {
	const read = (field: string): JsonValue => {
		const value = there[names[field] ?? field] || null;
		if (field === "dealExternalId" || (field === "dueOn" && expected[field] === null)) return expected[field] ?? null;
		if (value === null) return null;
		if (field === "dueOn") return new Date(/^\d+$/.test(value) ? Number(value) : value).toISOString().slice(0, 10);
		if (field === "status") return Object.entries(STATUSES).find(([, theirs]) => theirs === value)?.[0] ?? value;
		return value;
	};
	return Object.fromEntries(fields.map((field) => [field, read(field)]));
}

/** What stands of tasks, for a preview. */
export async function standingTasks(
	portal: PortalClient,
	records: readonly { externalId: string; fields: readonly string[] }[],
	names: Names,
): Promise<Map<string, Record<string, JsonValue>>> {
	const properties = [...new Set(records.flatMap(({ fields }) => fields))].flatMap((field) =>
		field === "dealExternalId" ? [] : (names[field] ?? []),
	);
	const there = await readTasks(
		portal,
		records.map((one) => one.externalId),
		properties,
	);
	return new Map(
		records.flatMap(({ externalId, fields }) => {
			const found = there.get(externalId);
			return found ? [[externalId, standingOf(fields, found, names)] as const] : [];
		}),
	);
}
