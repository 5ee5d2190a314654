import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { WriteBack, WriteBackDoor, WriteBackEntity, Written } from "../../core/contract/host.ts";
import { partByExpected, WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import { area, openPortal, type PortalClient } from "./client.ts";
import { currencyOf } from "./currency.ts";
import { minorOf } from "./map-deal.ts";
import { fieldsOf, makeProperties, PROPERTY_NAMES, TYPES, typesOf } from "./own-properties.ts";
import { standingTasks, writeTasks } from "./write-tasks.ts";

const MOST = 100;

/** Writes into properties named Courtside, and into the portal's own where an administrator chose so. */
export const portalDoor: WriteBackDoor = {
	most: MOST,
	names: PROPERTY_NAMES,
	async read(records, { names, ports }) {
		const portal = await openPortal(ports);
		const found = new Map<string, Record<string, JsonValue>>();
		for (const [entity, group] of Map.groupBy(records, (one) => one.entity)) {
			const fields = [...new Set(group.flatMap((one) => one.fields))];
			const ids = group.map((one) => one.externalId);
			const there =
				entity === "task"
					? await standingTasks(portal, group, names.task)
					: await standing(portal, entity, ids, fields, names[entity]);
			for (const [id, values] of there) found.set(`${entity} ${id}`, values);
		}
		return records.map(({ entity, externalId, fields }) => {
			const values = found.get(`${entity} ${externalId}`);
			return values ? Object.fromEntries(fields.map((field) => [field, values[field] ?? null])) : null;
		});
	},
	async write(records, { names, ports }) {
		const portal = await openPortal(ports);
		const outcomes = new Map<WriteBack, Written>();
		for (const [entity, group] of Map.groupBy(records, (one) => one.entity))
			if (entity === "task") await writeTasks(portal, group, names.task, outcomes, ports.now());
			else await writeKind(portal, entity, group, names[entity], outcomes);
		return records.map(
			(record) => outcomes.get(record) ?? { ok: false, retry: true, reason: "HubSpot said nothing of this record" },
		);
	},
	fields: async (entity, ports) => fieldsOf(await openPortal(ports), entity),
	async prepare(fields, ports) {
		const portal = await openPortal(ports);
		for (const entity of WRITE_BACK_ENTITIES) await makeProperties(portal, entity, fields[entity]);
	},
};

type Names = Readonly<Record<string, string>>;
const batchAnswer = z.object({
	results: z.array(z.object({ id: z.string() })).default([]),
	errors: z
		.array(
			z.object({
				message: z.string().default("refused"),
				category: z.string().default(""),
				context: z.record(z.string(), z.array(z.string())).default({}),
			}),
		)
		.default([]),
});

async function writeKind(
	portal: PortalClient,
	entity: WriteBackEntity,
	records: readonly WriteBack[],
	names: Names,
	outcomes: Map<WriteBack, Written>,
): Promise<void> {
	const fields = [...new Set(records.flatMap((one) => Object.keys(one.fields)))];
	const now = await standing(
		portal,
		entity,
		records.map((one) => one.externalId),
		fields,
		names,
	);
	const own = await currencyOf(portal);
	const sent: {
		record: WriteBack;
		input: { id: string; objectWriteTraceId: string; properties: Record<string, string | null> };
		ended: Extract<Written, { ok: true }>;
	}[] = [];
	for (const record of records) {
		const before = now.get(record.externalId);
		if (!before) {
			outcomes.set(record, { ok: false, retry: false, reason: `HubSpot has no ${TYPES[entity]} ${record.externalId}` });
			continue;
		}
		const { write, left } = partByExpected(record, before);
		const ended = {
			ok: true as const,
			before: Object.fromEntries(Object.keys(record.fields).map((field) => [field, before[field] ?? null])),
			left,
		};
		outcomes.set(record, ended);
		// What stands there already is not written: each write moves the record's date of change.
		const changed = Object.entries(write).filter(
			([field, value]) => JSON.stringify(before[field] ?? null) !== JSON.stringify(value),
		);
		if (changed.length === 0) continue;
		const currency = String(before["currency"] ?? own);
		const properties = Object.fromEntries(
			changed.map(([field, value]) => [names[field] ?? field, spelled(entity, field, value, currency)]),
		);
		sent.push({ record, ended, input: { id: record.externalId, objectWriteTraceId: record.dedupKey, properties } });
	}
	if (sent.length === 0) return;
	let answer: z.infer<typeof batchAnswer>;
	try {
		answer = batchAnswer.parse(
			(
				await portal.call("POST", area("objects", TYPES[entity], "batch", "update"), {
					inputs: sent.map(({ input }) => input),
				})
			).body,
		);
	} catch (fault) {
		// Where one record's rule refuses the whole batch, each is tried by itself.
		if (!(fault instanceof CourtsideError) || fault.code !== "unprocessable") throw fault;
		for (const { record, input } of sent) {
			try {
				await portal.call("POST", area("objects", TYPES[entity], "batch", "update"), { inputs: [input] });
			} catch (own) {
				if (!(own instanceof CourtsideError) || own.code !== "unprocessable") throw own;
				outcomes.set(record, { ok: false, retry: false, reason: own.message });
			}
		}
		return;
	}
	const done = new Set(answer.results.map(({ id }) => id));
	for (const { record, input } of sent) {
		if (done.has(input.id)) continue;
		const error = answer.errors.find(({ context }) =>
			Object.values(context).some((values) => values.includes(input.id) || values.includes(input.objectWriteTraceId)),
		);
		outcomes.set(record, { ok: false, retry: false, reason: error?.message ?? "HubSpot did not take this record" });
	}
}

/** A value as the portal takes it: everything is text. */
function spelled(entity: WriteBackEntity, field: string, value: JsonValue, currency: string): string | null {
	if (value === null) return "";
	if (field === "amountMinor") return decimalFromMinor({ amountMinor: BigInt(String(value)), currency });
	if (typesOf(entity)[field] === "date") return `${value}T00:00:00Z`;
	return String(value);
}

/** What stands there now, by our names; `currency` beside. Records that are gone are absent. */
async function standing(
	portal: PortalClient,
	entity: WriteBackEntity,
	ids: readonly string[],
	fields: readonly string[],
	names: Names,
): Promise<Map<string, Record<string, JsonValue>>> {
	const read = z.object({
		results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
	});
	const own = fields.includes("amountMinor") ? await currencyOf(portal) : "";
	const properties = [
		...new Set([...fields.map((field) => names[field] ?? field), ...(own ? ["deal_currency_code"] : [])]),
	];
	const found = new Map<string, Record<string, JsonValue>>();
	for (let at = 0; at < ids.length; at += MOST) {
		const inputs = ids.slice(at, at + MOST).map((id) => ({ id }));
		const { body } = await portal.call("POST", area("objects", TYPES[entity], "batch", "read"), { inputs, properties });
		for (const record of read.parse(body).results) {
			const currency = record.properties["deal_currency_code"] || own;
			const values = fields.map((field) => [
				field,
				readValue(entity, field, record.properties[names[field] ?? field] || null, currency),
			]);
			found.set(record.id, { ...Object.fromEntries(values), ...(own && { currency }) });
		}
	}
	return found;
}

function readValue(entity: WriteBackEntity, field: string, value: string | null, currency: string): JsonValue {
	if (value === null) return null;
	const kind = typesOf(entity)[field];
	if (kind === "minor") return minorOf(value, currency);
	if (kind === "percent" || kind === "points") return Number(value);
	if (kind === "date") return new Date(value).toISOString().slice(0, 10);
	return kind === "instant" ? new Date(/^\d+$/.test(value) ? Number(value) : value).toISOString() : value;
}
