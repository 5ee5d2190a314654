import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import type { Called } from "./portal.ts";

const BEGIN = Date.UTC(2026, 10, 27, 8);
/** What the vendor allows an app in one portal; its stand-in refuses what goes beyond. */
const PER_TEN_SECONDS = 110;
const SEARCHES_PER_SECOND = 5;

interface Ended {
	tenantId: number;
	called: Called[];
	/** How often the queue would have begun it: more than once where this machine was too busy to answer a call in time. */
	tries: number;
	simulatedMs: number;
	now: number;
	seconds: number;
}

/** A portal fetched as a whole within its limits, killed and gone on with, and what changed fetched past the search's end. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const contacts = smoke ? 1000 : 100_000;
	const changed = smoke ? 400 : 25_000;
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-hubspot-"));
	const server = await startEmbedded({ home });
	try {
		await makeDatabases(server.url);
		progress(`fetching ${contacts} contacts`);
		const all = await measured(server.url, "everything", async (url) => fetchPortal({ url, contacts, at: BEGIN }));
		progress(`fetching ${contacts} again, killed on the way`);
		const killed = await measured(server.url, "killed", async (url) => {
			let at = BEGIN;
			let tenantId = "";
			for (const share of smoke ? [0.8] : [0.2, 0.25, 0.35]) {
				// A page is a call for the contacts and one for their companies.
				tenantId = await killedAfter({ url, contacts, at, tenantId }, Math.floor((contacts / 50) * share));
				at += 3_600_000;
			}
			return fetchPortal({ url, contacts, at, tenantId });
		});
		progress(`fetching ${changed} that changed`);
		const database = openDatabase({ url: all.url, name: "hubspot benchmark" });
		const news = await fetchPortal({
			...{ url: all.url, contacts, at: all.ended.now + 86_400_000, tenantId: String(all.ended.tenantId), changed },
		});
		const { rows } = await sql<{
			n: number;
		}>`select count(*)::int as n from contacts where title like 'Buyer %'`.execute(database.kysely);
		await database.close();
		return report({ contacts, changed, all, killed, news, taken: rows[0]?.n ?? 0 });
	} finally {
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

interface Measured {
	url: string;
	ended: Ended;
	rows: Record<string, { count: number; sum: string }>;
}

const urlOf = (serverUrl: string, name: string) => Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;

async function makeDatabases(serverUrl: string): Promise<void> {
	const admin = openDatabase({ url: serverUrl, name: "hubspot benchmark" });
	await sql`create database everything`.execute(admin.kysely);
	const first = openDatabase({ url: urlOf(serverUrl, "everything"), name: "hubspot benchmark" });
	await migrate(first);
	await ensureCurrentPartitions(first, BEGIN);
	await first.close();
	await sql`create database killed template everything`.execute(admin.kysely);
	await admin.close();
}

async function measured(serverUrl: string, name: string, work: (url: string) => Promise<Ended>): Promise<Measured> {
	const url = urlOf(serverUrl, name);
	const database = openDatabase({ url, name: "hubspot benchmark" });
	const ended = await work(url);
	const rows = await rowsOf(database);
	await database.close();
	return { url, ended, rows };
}

interface Given {
	url: string;
	contacts: number;
	at: number;
	tenantId?: string;
	changed?: number;
	"die-after"?: number;
}

function begin({ url, tenantId = "", ...given }: Given): ChildProcess {
	const file = join(import.meta.dirname, "backfill.ts");
	const args = { database: url, tenant: tenantId, ...given };
	const options = Object.entries(args).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, String(value)]));
	return spawn(process.execPath, [file, ...options], { stdio: ["ignore", "pipe", "inherit"] });
}

async function fetchPortal(given: Given): Promise<Ended> {
	const began = performance.now();
	let [tenantId, last] = [0, ""];
	for await (const line of createInterface(begin(given).stdout ?? process.stdin)) {
		if (line.includes("tenantId")) ({ tenantId } = JSON.parse(line));
		last = line;
	}
	if (!last.includes("called")) throw new Error("the fetching process ended before it was done");
	return { ...(JSON.parse(last) as Ended), tenantId, seconds: (performance.now() - began) / 1000 };
}

/** A process that is killed with signal 9 after so many calls; gives its workspace. */
async function killedAfter(given: Given, calls: number): Promise<string> {
	const child = begin({ ...given, "die-after": calls });
	const ended = new Promise<string | null>((done) => child.once("exit", (_, signal) => done(signal)));
	let tenantId = given.tenantId ?? "";
	for await (const line of createInterface(child.stdout ?? process.stdin))
		if (line.includes("tenantId")) tenantId = String((JSON.parse(line) as { tenantId: number }).tenantId);
	if ((await ended) !== "SIGKILL") throw new Error("it was done before it was killed");
	return tenantId;
}

/** How many rows there are, and a sum over them under the portal's own ids, without ours. */
async function rowsOf({ kysely }: Database): Promise<Measured["rows"]> {
	const kinds = {
		accounts: sql`select e.external_id, a.name, a.domain from accounts a
			join external_ids e on e.id = a.id and e.object = 'account'`,
		contacts: sql`select e.external_id, c.name, c.email, c.title, x.external_id as account from contacts c
			join external_ids e on e.id = c.id and e.object = 'contact'
			left join external_ids x on x.id = c.account_id and x.object = 'account'`,
		leads: sql`select e.external_id, l.name, l.email, l.status, l.created_at from leads l
			join external_ids e on e.id = l.id and e.object = 'lead'`,
		history: sql`select e.external_id, f.entity, f.field, f.recorded_at, case when f.field = '*' then f.value
				- array['ownerId', 'accountId', 'contactId', 'leadId'] else f.value end as value
			from field_changes f join external_ids e on e.id = f.entity_id and e.object = f.entity`,
	};
	const found: Measured["rows"] = {};
	for (const [kind, query] of Object.entries(kinds)) {
		const { rows } = await sql<{ count: number; sum: string }>`select count(*)::int as count,
			md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from (${query}) t`.execute(kysely);
		found[kind] = rows[0] ?? { count: 0, sum: "" };
	}
	return found;
}

function report(given: {
	contacts: number;
	changed: number;
	all: Measured;
	killed: Measured;
	news: Ended;
	taken: number;
}): BenchmarkReport {
	const { contacts, changed, all, killed, news, taken } = given;
	const runs = [
		[`all, ${contacts} contacts`, all.ended],
		[`of as many, the part after the last kill`, killed.ended],
		[`${changed} that changed`, news],
	] as const;
	const same = Object.entries(all.rows).filter(([kind, { sum }]) => killed.rows[kind]?.sum === sum);
	if (all.rows["contacts"]?.count !== contacts) throw new Error(`${all.rows["contacts"]?.count} contacts came`);
	if (taken !== changed) throw new Error(`${taken} of ${changed} changes came`);
	if (same.length !== Object.keys(all.rows).length) throw new Error("after the kills the rows are others");
	const refused = (of: Ended) => of.called.filter(({ status }) => status === 429).length;
	const most = (of: Ended) => densest(of.called, 10_000);
	const searches = (of: Ended) =>
		densest(
			of.called.filter(({ isSearch }) => isSearch),
			1000,
		);
	const clock = table(
		[
			"fetched",
			"simulated",
			"calls",
			"a second",
			`most in 10 s (of ${PER_TEN_SECONDS})`,
			`searches in 1 s (of ${SEARCHES_PER_SECOND})`,
			"429s",
			"tries",
			"real",
		],
		runs.map(([what, of]) => [
			what,
			`${Math.round(of.simulatedMs / 1000)} s`,
			of.called.length,
			(of.called.length / (of.simulatedMs / 1000)).toFixed(1),
			most(of),
			searches(of),
			refused(of),
			of.tries,
			`${of.seconds.toFixed(0)} s`,
		]),
	);
	const rows = table(
		[`rows of ${contacts} contacts`, "in peace", "killed on the way", "the same"],
		Object.entries(all.rows).map(([kind, { count, sum }]) => [
			kind,
			count,
			killed.rows[kind]?.count ?? 0,
			killed.rows[kind]?.sum === sum ? "yes" : "no",
		]),
	);
	return {
		title: "A HubSpot portal fetched within its limits",
		body: `The clock is simulated: waiting for a turn passes at once, and an answer takes no time, so that calls come as thick as our pace lets them. The portal is the stand-in, which refuses with 429 whatever goes beyond the vendor's limits; a refused call counts, waits and is made again. The kills are of signal 9 while pages are being stored; each new process goes on from the last page that was stored. The sums are over all values under the portal's ids.

${clock}

A search shows 10,000 results at most; past that the next begins where it ended. All ${changed} changes came.

${rows}`,
		metrics: {
			contacts,
			calls: all.ended.called.length,
			simulatedSeconds: Math.round(all.ended.simulatedMs / 1000),
			mostInTenSeconds: most(all.ended),
			refused: refused(all.ended),
			killed: contacts,
			changed,
			changedCalls: news.called.length,
			changedSearchesInASecond: searches(news),
			changedRefused: refused(news),
			identicalTables: same.length,
		},
	};
}

/** Most of them that lie within one span of so many ms. */
function densest(called: readonly Called[], ms: number): number {
	let [most, from] = [0, 0];
	for (const [to, { at }] of called.entries()) {
		while ((called[from]?.at ?? at) <= at - ms) from++;
		most = Math.max(most, to - from + 1);
	}
	return most;
}
