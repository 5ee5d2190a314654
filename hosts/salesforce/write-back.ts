import type {
	Ports,
	WriteBack,
	WriteBackDoor,
	WriteBackEntity,
	WriteBackNames,
	Written,
} from "../../core/contract/host.ts";
import type { RemovedFields } from "../../core/contract/host-about.ts";
import { COURTSIDE_FIELDS, NATIVE_FIELDS, partByExpected } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import { type OrgConnection, openOrg } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import { describe, vendorFields } from "./fields-there.ts";
import { refusedBy } from "./refused.ts";
import { minorOf, textOf } from "./values.ts";
import { standingTasks, writeTasks } from "./write-tasks.ts";

/** What the vendor takes in one call, and names in one query. */
const MOST = 200;
const OBJECTS: Readonly<Record<WriteBackEntity, string>> = {
	deal: "Opportunity",
	lead: "Lead",
	account: "Account",
	task: "Task",
};
const NATIVE: WriteBackNames = {
	deal: {
		nextStep: "NextStep",
		stageName: "StageName",
		closeDate: "CloseDate",
		amountMinor: "Amount",
		ownerExternalId: "OwnerId",
		probability: "Probability",
	},
	lead: { status: "Status", ownerExternalId: "OwnerId" },
	account: { ownerExternalId: "OwnerId" },
	task: { title: "Subject", dueOn: "ActivityDate", status: "Status", ownerExternalId: "OwnerId" },
};

/** `courtsideAsOf` → `Courtside_As_Of__c`. */
function ownName(field: string): string {
	return `${field.replace(/^courtside/, "Courtside").replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")}__c`;
}
const ownNames = (entity: WriteBackEntity) =>
	Object.fromEntries(Object.keys(COURTSIDE_FIELDS[entity]).map((field) => [field, ownName(field)]));

/** Writes into the fields named Courtside, and into the organisation's own where an administrator chose so. */
export const orgDoor: WriteBackDoor = {
	most: MOST,
	names: {
		deal: { ...ownNames("deal"), ...NATIVE.deal },
		lead: { ...ownNames("lead"), ...NATIVE.lead },
		account: NATIVE.account,
		task: NATIVE.task,
	},
	async read(records, { names, ports }) {
		const org = await openOrg(ports);
		const found = new Map<string, Record<string, JsonValue>>();
		for (const [entity, group] of Map.groupBy(records, (one) => one.entity)) {
			const fields = [...new Set(group.flatMap((one) => one.fields))];
			const ids = group.map((one) => one.externalId);
			const there =
				entity === "task"
					? await standingTasks(org, group, names.task)
					: await standing(org, entity, ids, fields, names[entity]);
			for (const [id, values] of there) found.set(id, values);
		}
		return records.map(({ externalId, fields }) => {
			const values = found.get(externalId);
			return values ? Object.fromEntries(fields.map((field) => [field, values[field] ?? null])) : null;
		});
	},
	async write(records, { names, ports }) {
		const org = await openOrg(ports);
		const outcomes: Written[] = [];
		for (const [entity, group] of Map.groupBy(records, (one) => one.entity))
			outcomes.push(
				...(entity === "task"
					? await writeTasks(org, group, names.task)
					: await writeKind(org, entity, group, names[entity])),
			);
		return outcomes;
	},
	fields: async (entity, ports) => vendorFields(await openOrg(ports), OBJECTS[entity]),
};

type Names = Readonly<Record<string, string>>;

async function writeKind(
	org: OrgConnection,
	entity: WriteBackEntity,
	records: readonly WriteBack[],
	names: Names,
): Promise<Written[]> {
	const fields = [...new Set(records.flatMap((one) => Object.keys(one.fields)))];
	const there = new Set((await describe(org, OBJECTS[entity])).map(({ name }) => name));
	const lacking = fields.filter((field) => !there.has(names[field] ?? field));
	const known = fields.filter((field) => !lacking.includes(field));
	const now = await standing(
		org,
		entity,
		records.map((one) => one.externalId),
		known,
		names,
	);
	const currency = await currencyOf(org);
	const planned = records.map((record) => {
		const before = now.get(record.externalId);
		if (!before) return { record, before: null, write: {}, left: {} };
		const possible = Object.fromEntries(Object.entries(record.fields).filter(([field]) => !lacking.includes(field)));
		const { write, left } = partByExpected({ ...record, fields: possible }, before);
		const absent = Object.keys(record.fields).filter((field) => lacking.includes(field));
		const reason = (field: string) =>
			`${OBJECTS[entity]} has no field ${names[field] ?? field} that we may see. Install the package, or choose another field.`;
		return {
			record,
			before,
			write,
			left: { ...left, ...Object.fromEntries(absent.map((field) => [field, { reason: reason(field) }])) },
		};
	});
	const sent = planned.filter(({ write }) => Object.keys(write).length > 0);
	const bodies = sent.map(({ record, write, before }) => ({
		Id: record.externalId,
		...vendorValues(write, names, textOf(before?.["currency"]) ?? currency),
	}));
	const saved =
		bodies.length > 0
			? await org.call((conn) => conn.sobject(OBJECTS[entity]).update(bodies, { allOrNone: false }))
			: [];
	const errors = new Map(sent.map(({ record }, at) => [record, saved[at]]));
	return planned.map(({ record, before, left }): Written => {
		if (!before)
			return { ok: false, retry: false, reason: `Salesforce has no ${OBJECTS[entity]} ${record.externalId}` };
		const outcome = errors.get(record);
		if (outcome && !outcome.success) return refusedBy(outcome.errors);
		return { ok: true, before: withoutCurrency(before, record.fields), left };
	});
}

function withoutCurrency(
	before: Record<string, JsonValue>,
	fields: Record<string, JsonValue>,
): Record<string, JsonValue> {
	return Object.fromEntries(Object.entries(before).filter(([field]) => field in fields));
}

function vendorValues(write: Record<string, JsonValue>, names: Names, currency: string): Record<string, JsonValue> {
	return Object.fromEntries(
		Object.entries(write).map(([field, value]) => {
			if (field !== "amountMinor" || typeof value !== "string") return [names[field] ?? field, value];
			return [names[field] ?? field, Number(decimalFromMinor({ amountMinor: BigInt(value), currency }))];
		}),
	);
}

/** What stands there now, by our names; `currency` beside what was asked. Records that are gone are absent. */
async function standing(
	org: OrgConnection,
	entity: WriteBackEntity,
	ids: readonly string[],
	fields: readonly string[],
	names: Names,
): Promise<Map<string, Record<string, JsonValue>>> {
	const wanted = [...new Set(fields.map((field) => names[field] ?? field).filter((name) => /^\w+$/.test(name)))];
	const needsCurrency = fields.includes("amountMinor");
	const hasCurrency =
		needsCurrency && (await describe(org, OBJECTS[entity])).some(({ name }) => name === "CurrencyIsoCode");
	const own = needsCurrency ? await currencyOf(org) : "";
	const columns = ["Id", ...wanted, ...(hasCurrency ? ["CurrencyIsoCode"] : [])].join(", ");
	const found = new Map<string, Record<string, JsonValue>>();
	for (let at = 0; at < ids.length; at += MOST) {
		const among = ids.slice(at, at + MOST).map((id) => `'${id.replaceAll(/[^a-zA-Z0-9]/g, "")}'`);
		const soql = `SELECT ${columns} FROM ${OBJECTS[entity]} WHERE Id IN (${among.join(",")})`;
		const { records } = await org.call((conn) =>
			conn.query<Record<string, JsonValue>>(soql, { autoFetch: true, maxFetch: MOST }),
		);
		for (const record of records) {
			const currency = textOf(record["CurrencyIsoCode"]) ?? own;
			const values = fields.map((field): [string, JsonValue] => {
				const value = record[names[field] ?? field] ?? null;
				return [field, field === "amountMinor" ? minorOf(value, currency) : plainly(field, entity, value)];
			});
			found.set(String(record["Id"]), { ...Object.fromEntries(values), ...(needsCurrency && { currency }) });
		}
	}
	return found;
}

/** A value as we spell it: moments in UTC with Z. */
function plainly(field: string, entity: WriteBackEntity, value: JsonValue): JsonValue {
	const kind = { ...COURTSIDE_FIELDS[entity], ...NATIVE_FIELDS[entity] }[field as never] as string | undefined;
	if (kind !== "instant" || typeof value !== "string") return value;
	return new Date(value.replace("+0000", "Z")).toISOString();
}

/** Empties our fields on every record that has them; the fields themselves go when the package is removed. */
export async function removeOurFields(ports: Ports): Promise<RemovedFields> {
	const org = await openOrg(ports);
	const removed: RemovedFields = { records: 0, failed: [] };
	for (const entity of ["deal", "lead"] as const) {
		const object = OBJECTS[entity];
		const ours = (await describe(org, object)).filter(
			({ name, updateable }) => /^Courtside_\w+__c$/.test(name) && updateable,
		);
		if (ours.length === 0) continue;
		const filled = ours.map(({ name }) => `${name} != null`).join(" OR ");
		const refused = new Set<string>();
		for (;;) {
			const { records } = await org.call((conn) =>
				conn.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE ${filled} ORDER BY Id LIMIT ${MOST + refused.size}`),
			);
			const open = records.filter(({ Id }) => !refused.has(Id)).slice(0, MOST);
			if (open.length === 0) break;
			const empty = open.map(({ Id }) => ({ Id, ...Object.fromEntries(ours.map(({ name }) => [name, null])) }));
			const saved = await org.call((conn) => conn.sobject(object).update(empty, { allOrNone: false }));
			for (const [at, outcome] of saved.entries()) {
				const id = open[at]?.Id ?? "";
				if (outcome.success) removed.records++;
				else {
					refused.add(id);
					removed.failed.push({ record: `${object} ${id}`, reason: refusedBy(outcome.errors).reason });
				}
			}
		}
	}
	return removed;
}
