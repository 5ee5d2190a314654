import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { SyncPage, SyncRun } from "../../core/contract/host-sync.ts";
import { type BulkPlace, bulkPages, startBulk } from "./bulk-pages.ts";
import { openOrg } from "./connection.ts";
import { objectsThere } from "./fields-there.ts";
import { READ_OBJECTS } from "./objects.ts";
import { flat, openReading, type Reading, rawOf } from "./raw-records.ts";
import { hasRoles, rolesPage } from "./roles.ts";
import { stagesPage } from "./stages.ts";

/** Records of one page: each page is one transaction here. */
const PER_PAGE = 1000;
/** A change may be committed at the vendor some time after the moment it bears. */
const OVERLAP_MS = 10 * 60_000;

const place = z.object({ job: z.string(), locator: z.string().nullable(), since: z.string() });

/**
 * Reads an organisation: the stages, then object after object (after people the roles that they have), by bulk reads at first and by what changed since from then
 * on, the bin included. Cursors of an object: `X.since`, the moment from which to ask for changes, and `X.bulk`, where
 * its bulk read stands. What the organisation has not switched on is passed over.
 */
export async function* readOrg(ports: Ports, run: SyncRun): AsyncGenerator<SyncPage> {
	const org = await openOrg(ports);
	yield await stagesPage(org);
	const there = await objectsThere(org);
	for (const object of READ_OBJECTS) {
		if (run.signal.aborted) return;
		if (object.isOptional && !there.has(object.name)) continue;
		const reading = await openReading(org, ports, object);
		const since = await ports.cursors.get(`${object.name}.since`);
		yield* since ? changedSince(reading, run, since) : allOf(reading, run);
		if (object.name === "User" && (await hasRoles(org, there))) yield await rolesPage(org);
	}
}

async function* allOf(reading: Reading, run: SyncRun): AsyncGenerator<SyncPage> {
	const { org, ports, object, columns } = reading;
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

async function* changedSince(reading: Reading, run: SyncRun, since: string): AsyncGenerator<SyncPage> {
	const { org, object, columns } = reading;
	const { name, where } = object;
	const from = new Date(Date.parse(since) - OVERLAP_MS).toISOString();
	const soql = `SELECT ${columns.join(", ")} FROM ${name} WHERE SystemModstamp >= ${from}${where ? ` AND ${where}` : ""} ORDER BY SystemModstamp, Id`;
	let answer = await org.call((conn) => conn.query<Record<string, unknown>>(soql, { scanAll: true }));
	for (let newest = since; ; ) {
		for (let at = 0; at < answer.records.length; at += PER_PAGE) {
			const records = answer.records.slice(at, at + PER_PAGE).map(flat);
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
