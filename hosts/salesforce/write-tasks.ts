import type { WriteBack, Written } from "../../core/contract/host.ts";
import { markedTask, taskMark } from "../../core/contract/task-mark.ts";
import { allChanged, nothingBefore, partByExpected, taskGone } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { OrgConnection } from "./connection.ts";
import { refusedBy } from "./refused.ts";
import { textOf } from "./values.ts";

type Names = Readonly<Record<string, string>>;
type Row = Record<string, unknown>;

/** Ids named in one query. */
const PER_QUERY = 200;
/** Tasks that deals may have before we stop looking for ours among them. */
const MOST_TASKS = 20_000;
/** What carries our mark: the task's text. The vendor's unique fields are not had on tasks. */
const MARKED = "Description";
/** How the vendor's own list calls a task that is put off; where it was renamed, one that is dropped counts as finished. */
const PUT_OFF = "Deferred";

/** An organisation's own words for how a task stands. */
interface Statuses {
	open: string;
	done: string;
	dropped: string;
}

/**
 * Makes, changes and takes away tasks of opportunities, an outcome for each in their order. One that an earlier try made
 * is found by its mark among the tasks of its opportunity. A task that somebody threw away there stays away.
 */
export async function writeTasks(org: OrgConnection, records: readonly WriteBack[], names: Names): Promise<Written[]> {
	const statuses = await statusesOf(org);
	const outcomes = new Map<WriteBack, Written>();
	const fresh = records.filter(({ isNew }) => isNew);
	const made = await madeBefore(org, fresh);
	for (const record of fresh) {
		const externalId = made.get(record.externalId);
		if (externalId) outcomes.set(record, { ok: true, before: nothingBefore(record), externalId });
	}
	const missing = fresh.filter((record) => !outcomes.has(record));
	await makeTasks(org, missing, { names, statuses, outcomes });
	await changeTasks(
		org,
		records.filter(({ isNew }) => !isNew),
		{ names, statuses, outcomes },
	);
	return records.map((record) => outcomes.get(record) ?? { ok: false, retry: true, reason: "Salesforce said nothing" });
}

interface Writing {
	names: Names;
	statuses: Statuses;
	outcomes: Map<WriteBack, Written>;
}

async function makeTasks(org: OrgConnection, records: readonly WriteBack[], writing: Writing): Promise<void> {
	if (records.length === 0) return;
	const bodies = records.map(({ externalId, fields }) => ({
		...spelled(fields, writing),
		WhatId: fields["dealExternalId"],
		[MARKED]: taskMark(externalId),
	}));
	const saved = await org.call((conn) => conn.sobject("Task").create(bodies, { allOrNone: false }));
	for (const [at, record] of records.entries()) {
		const one = saved[at];
		if (one?.success) writing.outcomes.set(record, { ok: true, before: nothingBefore(record), externalId: one.id });
		else writing.outcomes.set(record, refusedBy(one?.errors ?? []));
	}
}

async function changeTasks(org: OrgConnection, records: readonly WriteBack[], writing: Writing): Promise<void> {
	if (records.length === 0) return;
	const { names, statuses, outcomes } = writing;
	const there = await readTasks(org, records, names);
	const bodies: { record: WriteBack; body: { Id: string } & Row }[] = [];
	for (const record of records) {
		const row = there.get(record.externalId);
		if (!row) {
			outcomes.set(record, taskGone(record));
			continue;
		}
		const before = standingOf(Object.keys(record.fields), row, { names, statuses, expected: record.expected ?? {} });
		const { write, left } = partByExpected(record, before);
		const isTouched = Object.keys(left).length > 0;
		if (record.fields["title"] !== null) {
			outcomes.set(record, { ok: true, before, left });
			const body = spelled(write, writing);
			if (Object.keys(body).length > 0) bodies.push({ record, body: { Id: record.externalId, ...body } });
			continue;
		}
		// One that somebody has worked on stays whole.
		if (!isTouched) await org.call((conn) => conn.sobject("Task").destroy(record.externalId));
		outcomes.set(record, { ok: true, before, left: isTouched ? allChanged(before) : {} });
	}
	if (bodies.length === 0) return;
	const saved = await org.call((conn) =>
		conn.sobject("Task").update(
			bodies.map(({ body }) => body),
			{ allOrNone: false },
		),
	);
	for (const [at, { record }] of bodies.entries()) {
		const one = saved[at];
		if (one && !one.success) outcomes.set(record, refusedBy(one.errors));
	}
}

/** Our id → theirs, of those that are there already. */
async function madeBefore(org: OrgConnection, records: readonly WriteBack[]): Promise<Map<string, string>> {
	const deals = [...new Set(records.map(({ fields }) => textOf(fields["dealExternalId"])).filter((id) => id !== null))];
	const rows = await byIds(org, `Id, ${MARKED}`, "WhatId", deals);
	return new Map(
		rows.flatMap((row) => {
			const ours = markedTask(textOf(row[MARKED]));
			return ours === null ? [] : [[ours, String(row["Id"])] as const];
		}),
	);
}

async function readTasks(
	org: OrgConnection,
	records: readonly { externalId: string }[],
	names: Names,
): Promise<Map<string, Row>> {
	const columns = [...new Set(Object.values(names).filter((name) => /^\w+$/.test(name)))];
	const ids = records.map(({ externalId }) => externalId);
	const rows = await byIds(org, ["Id", ...columns].join(", "), "Id", ids);
	return new Map(rows.map((row) => [String(row["Id"]), row]));
}

async function byIds(org: OrgConnection, columns: string, field: string, ids: readonly string[]): Promise<Row[]> {
	const rows: Row[] = [];
	for (let at = 0; at < ids.length; at += PER_QUERY) {
		const among = ids.slice(at, at + PER_QUERY).map((id) => `'${id.replaceAll(/[^a-zA-Z0-9]/g, "")}'`);
		const soql = `SELECT ${columns} FROM Task WHERE ${field} IN (${among.join(",")})`;
		const { records } = await org.call((conn) => conn.query<Row>(soql, { autoFetch: true, maxFetch: MOST_TASKS }));
		rows.push(...records);
	}
	return rows;
}

async function statusesOf(org: OrgConnection): Promise<Statuses> {
	const { records } = await org.call((conn) =>
		conn.query<{ ApiName: string; IsClosed: boolean; IsDefault: boolean }>(
			"SELECT ApiName, IsClosed, IsDefault FROM TaskStatus ORDER BY SortOrder",
		),
	);
	const open = records.find((one) => one.IsDefault && !one.IsClosed) ?? records.find((one) => !one.IsClosed);
	const done = records.find(({ IsClosed }) => IsClosed)?.ApiName ?? "Completed";
	const dropped = records.find(({ ApiName }) => ApiName === PUT_OFF)?.ApiName ?? done;
	return { open: open?.ApiName ?? "Not Started", done, dropped };
}

function spelled(fields: Record<string, JsonValue>, { names, statuses }: Pick<Writing, "names" | "statuses">): Row {
	const row: Row = {};
	for (const [field, value] of Object.entries(fields)) {
		const name = names[field];
		if (name === undefined || (value === null && field !== "dueOn")) continue;
		row[name] = field === "status" ? (statuses[value as keyof Statuses] ?? statuses.open) : value;
	}
	return row;
}

/** What stands there, by our names; the opportunity is as we left it. */
function standingOf(
	fields: readonly string[],
	row: Row,
	{ names, statuses, expected }: { names: Names; statuses: Statuses; expected: Record<string, JsonValue> },
): Record<string, JsonValue> {
	const read = (field: string): JsonValue => {
		if (field === "dealExternalId") return expected[field] ?? null;
		const value = textOf(row[names[field] ?? field]);
		if (field !== "status" || value === null) return value;
		// Where one word stands for two of ours, the one that we left there is meant.
		const ours = (["open", "done", "dropped"] as const).filter((status) => statuses[status] === value);
		return ours.find((status) => status === expected[field]) ?? ours[0] ?? value;
	};
	return Object.fromEntries(fields.map((field) => [field, read(field)]));
}

/** What stands of tasks, for a preview. */
export async function standingTasks(
	org: OrgConnection,
	records: readonly { externalId: string; fields: readonly string[] }[],
	names: Names,
): Promise<Map<string, Record<string, JsonValue>>> {
	const [there, statuses] = [await readTasks(org, records, names), await statusesOf(org)];
	return new Map(
		records.flatMap(({ externalId, fields }) => {
			const row = there.get(externalId);
			return row ? [[externalId, standingOf(fields, row, { names, statuses, expected: {} })] as const] : [];
		}),
	);
}
