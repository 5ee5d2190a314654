import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { SyncPage, SyncRun } from "../../core/contract/host-sync.ts";
import { type BulkPlace, bulkPages, startBulk } from "./bulk-pages.ts";
import { type OrgConnection, openOrg } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import { columnsOf, describe } from "./fields-there.ts";
import type { RawRecord } from "./map-record.ts";
import { READ_OBJECTS, type ReadObject } from "./objects.ts";

/** Records of one page: each page is one transaction here. */
const PER_PAGE = 1000;
/** Ids named in one query. */
const PER_QUERY = 200;
/** A change may be committed at the vendor some time after the moment it bears. */
const OVERLAP_MS = 10 * 60_000;

const place = z.object({ job: z.string(), locator: z.string().nullable(), since: z.string() });

/**
 * Reads an organisation: the stages, then object after object, by bulk reads at first and by what changed since from then
 * on, the bin included. Cursors of an object: `X.since`, the moment from which to ask for changes, and `X.bulk`, where
 * its bulk read stands.
 */
export async function* readOrg(ports: Ports, run: SyncRun): AsyncGenerator<SyncPage> {
	const org = await openOrg(ports);
	const currency = await currencyOf(org);
	yield await stagesPage(org, currency);
	for (const object of READ_OBJECTS) {
		if (run.signal.aborted) return;
		const columns = await columnsOf(org, object);
		const since = await ports.cursors.get(`${object.name}.since`);
		const past = object.name === "Opportunity" ? await pastColumns(org) : [];
		const reading = { org, ports, run, object, columns, past, currency };
		yield* since ? changedSince(reading, since) : allOf(reading);
	}
}

interface Reading {
	org: OrgConnection;
	ports: Ports;
	run: SyncRun;
	object: ReadObject;
	columns: readonly string[];
	/** Of the history of opportunities. */
	past: readonly string[];
	/** The organisation's own, for amounts without one. */
	currency: string;
}

async function* allOf(reading: Reading): AsyncGenerator<SyncPage> {
	const { org, ports, run, object, columns } = reading;
	const { name, where } = object;
	const kept = place.safeParse(JSON.parse((await ports.cursors.get(`${name}.bulk`)) || "null"));
	const since = kept.success ? kept.data.since : new Date(ports.now() - OVERLAP_MS).toISOString();
	const start = () => startBulk(org, `SELECT ${columns.join(", ")} FROM ${name}${where ? ` WHERE ${where}` : ""}`);
	const from: BulkPlace = kept.success ? kept.data : await start();
	const cursorsAt = (next: BulkPlace | null): Record<string, string> =>
		next
			? { [`${name}.bulk`]: JSON.stringify({ ...next, since }) }
			: { [`${name}.bulk`]: "", [`${name}.since`]: since };
	try {
		for await (const page of bulkPages(org, ports, from, { most: PER_PAGE, signal: run.signal }))
			yield {
				object: name,
				records: await rawOf(reading, page.records),
				cursors: cursorsAt(page.next),
				total: page.total,
			};
	} catch (fault) {
		const isGone = kept.success && fault instanceof CourtsideError && fault.code === "unprocessable";
		if (!isGone) throw fault;
		// Thrown away at the vendor while we were not there: from the beginning; what is here already stays as it is.
		for await (const page of bulkPages(org, ports, await start(), { most: PER_PAGE, signal: run.signal }))
			yield {
				object: name,
				records: await rawOf(reading, page.records),
				cursors: cursorsAt(page.next),
				total: page.total,
			};
	}
}

async function* changedSince(reading: Reading, since: string): AsyncGenerator<SyncPage> {
	const { org, run, object, columns } = reading;
	const { name, where } = object;
	const from = new Date(Date.parse(since) - OVERLAP_MS).toISOString();
	const soql = `SELECT ${columns.join(", ")} FROM ${name} WHERE SystemModstamp >= ${from}${where ? ` AND ${where}` : ""} ORDER BY SystemModstamp, Id`;
	let answer = await org.call((conn) => conn.query<Record<string, unknown>>(soql, { scanAll: true }));
	for (let newest = since; ; ) {
		for (let at = 0; at < answer.records.length; at += PER_PAGE) {
			const records = answer.records.slice(at, at + PER_PAGE).map(({ attributes: _, ...record }) => record);
			newest = momentOf(records.at(-1)) ?? newest;
			const cursors = { [`${name}.since`]: newest > since ? newest : since };
			yield { object: name, records: await rawOf(reading, records), cursors, total: answer.totalSize };
		}
		const next = answer.nextRecordsUrl;
		if (answer.done || !next || run.signal.aborted) return;
		answer = await org.call((conn) => conn.queryMore<Record<string, unknown>>(next));
	}
}

function momentOf(record: Record<string, unknown> | undefined): string | null {
	const stamp = record?.["SystemModstamp"];
	return typeof stamp === "string" ? new Date(stamp.replace("+0000", "Z")).toISOString() : null;
}

async function rawOf(
	{ org, object, past, currency }: Reading,
	records: readonly Record<string, unknown>[],
): Promise<RawRecord[]> {
	const { name } = object;
	if (name !== "Opportunity") return records.map((record) => ({ object: name, record, currency }));
	const ids = records.map((record) => String(record["Id"]));
	const histories = new Map<string, Record<string, unknown>[]>();
	for (let at = 0; at < ids.length; at += PER_QUERY) {
		const among = ids.slice(at, at + PER_QUERY).map((id) => `'${id.replaceAll(/[^a-zA-Z0-9]/g, "")}'`);
		const soql = `SELECT ${past.join(", ")} FROM OpportunityHistory WHERE OpportunityId IN (${among.join(",")}) ORDER BY CreatedDate`;
		const rows = await org.call((conn) =>
			conn.query<Record<string, unknown>>(soql, { autoFetch: true, maxFetch: 200_000 }),
		);
		for (const { attributes: _, ...row } of rows.records) {
			const id = String(row["OpportunityId"]);
			histories.set(id, [...(histories.get(id) ?? []), row]);
		}
	}
	return records.map((record) => ({
		object: name,
		record,
		currency,
		history: histories.get(String(record["Id"])) ?? [],
	}));
}

async function pastColumns(org: OrgConnection): Promise<string[]> {
	const there = await describe(org, "OpportunityHistory");
	const category = there.some(({ name }) => name === "ForecastCategory") ? ["ForecastCategory"] : [];
	return ["OpportunityId", "StageName", "Amount", "CloseDate", ...category, "CreatedDate"];
}

async function stagesPage(org: OrgConnection, currency: string): Promise<SyncPage> {
	const { records } = await org.call((conn) =>
		conn.query<Record<string, unknown>>(
			"SELECT MasterLabel, ApiName, SortOrder, IsClosed, IsWon, SystemModstamp FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder",
		),
	);
	const stages = records.map(({ attributes: _, ...stage }) => stage);
	return {
		object: "OpportunityStage",
		records: [{ object: "OpportunityStage", record: {}, currency, stages } satisfies RawRecord],
		cursors: {},
	};
}
