import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { openDatabase } from "../../server/db/connect.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import { type SalesforceStandIn, startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { madeOrg } from "./org.ts";

/** Of the pages of opportunities, after which a process is killed. */
const KILLS = [0.25, 0.55, 0.8];

type Rows = Record<string, { count: number; sum: string }>;
interface Fetched {
	rows: Rows;
	seconds: number;
	calls: number;
	/** Bulk reads of opportunities that were begun; more than one: one had to begin anew. */
	bulkReads: number;
}

/** An organisation fetched as a whole with the history of its opportunities, once calmly and once killed on the way. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const opportunities = smoke ? 3000 : 100_000;
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-salesforce-"));
	const server = await startEmbedded({ home });
	progress("making the organisation");
	const org = madeOrg(opportunities);
	const vendor = await startSalesforce(org);
	try {
		await makeDatabases(server.url);
		progress(`fetching ${opportunities} opportunities with their history`);
		const calm = await fetched(server.url, "calm", vendor, []);
		progress("fetching them again, killed on the way");
		const pages = opportunities / 1000;
		const kills = (smoke ? [0.5] : KILLS).map((share) => Math.max(1, Math.floor(pages * share)));
		const killed = await fetched(server.url, "killed", vendor, kills);
		const history = org.rows.OpportunityHistory.size;
		return report({ opportunities, history, calm, killed, kills: kills.length });
	} finally {
		await vendor.stop();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

const urlOf = (serverUrl: string, name: string) => Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;

async function makeDatabases(serverUrl: string): Promise<void> {
	const admin = openDatabase({ url: serverUrl, name: "salesforce benchmark" });
	await sql`create database calm`.execute(admin.kysely);
	const calm = openDatabase({ url: urlOf(serverUrl, "calm"), name: "salesforce benchmark" });
	await migrate(calm);
	await ensureCurrentPartitions(calm, Date.now());
	await calm.close();
	await sql`create database killed template calm`.execute(admin.kysely);
	await admin.close();
}

/** Fetches everything into a database; at each of `kills` pages of opportunities the process is killed with signal 9. */
async function fetched(
	serverUrl: string,
	name: string,
	vendor: SalesforceStandIn,
	kills: readonly number[],
): Promise<Fetched> {
	const url = urlOf(serverUrl, name);
	vendor.org.log.length = 0;
	let tenantId = "";
	for (const pages of kills) tenantId = await killAfter({ url, vendor, tenantId, pages });
	const last = await toItsEnd(begin({ url, base: vendor.base, tenantId }));
	const { log } = vendor.org;
	return {
		...{ rows: await rowsOf(url), seconds: last, calls: log.length },
		bulkReads: log.filter(({ method, path }) => method === "POST" && path.endsWith("/jobs/query")).length,
	};
}

function begin({ url, base, tenantId }: { url: string; base: string; tenantId: string }): ChildProcess {
	const file = join(import.meta.dirname, "backfill.ts");
	const given = ["--database", url, "--base", base, ...(tenantId ? ["--tenant", tenantId] : [])];
	return spawn(process.execPath, [file, ...given], { stdio: ["ignore", "pipe", "inherit"] });
}

async function toItsEnd(child: ChildProcess): Promise<number> {
	let last = "";
	for await (const line of createInterface(child.stdout ?? process.stdin)) last = line;
	if (!last.includes("seconds")) throw new Error("the fetching process ended before it was done");
	return (JSON.parse(last) as { seconds: number }).seconds;
}

/** Kills it once so many pages of history were asked for in all; gives its workspace. */
async function killAfter(given: {
	url: string;
	vendor: SalesforceStandIn;
	tenantId: string;
	pages: number;
}): Promise<string> {
	const { vendor, pages } = given;
	let { tenantId } = given;
	const child = begin({ url: given.url, base: vendor.base, tenantId });
	const ended = new Promise<void>((done) => child.once("exit", () => done()));
	const look = setInterval(() => {
		if (pagesRead(vendor) >= pages) child.kill("SIGKILL");
	}, 20);
	for await (const line of createInterface(child.stdout ?? process.stdin)) {
		const told = JSON.parse(line) as { tenantId?: number; seconds?: number };
		if (told.tenantId !== undefined) tenantId = String(told.tenantId);
		if (told.seconds !== undefined) throw new Error("it was done before it was killed");
	}
	clearInterval(look);
	await ended;
	return tenantId;
}

/** A page of a thousand opportunities takes five queries for its history. */
function pagesRead({ org }: SalesforceStandIn): number {
	return Math.floor(org.log.filter(({ path }) => path.endsWith("/query")).length / 5);
}

/** How many rows there are, and a sum over them under the organisation's own ids, without ours. */
async function rowsOf(url: string): Promise<Rows> {
	const database = openDatabase({ url, name: "salesforce benchmark" });
	const kinds = {
		accounts: sql`select e.external_id, a.name from accounts a
			join external_ids e on e.id = a.id and e.object = 'account'`,
		opportunities: sql`select e.external_id, d.name, s.name as stage, d.status, d.amount_minor, d.currency, d.close_date,
				d.created_at, d.closed_at, x.external_id as account from deals d
			join external_ids e on e.id = d.id and e.object = 'deal' join stages s on s.id = d.stage_id
			left join external_ids x on x.id = d.account_id and x.object = 'account'`,
		history: sql`select e.external_id, f.entity, f.field, f.recorded_at, s.name as stage,
				case when f.field = '*' then f.value - array['ownerId', 'accountId', 'stageId', 'pipelineId']
					when f.field in ('stageId', 'pipelineId', 'ownerId', 'accountId') then null else f.value end as value
			from field_changes f join external_ids e on e.id = f.entity_id and e.object = f.entity
			left join stages s on s.id::text = case when f.field = '*' then f.value ->> 'stageId' else f.value #>> '{}' end
			where f.entity in ('deal', 'account')`,
	};
	const found: Rows = {};
	for (const [kind, query] of Object.entries(kinds)) {
		const { rows } = await sql<{ count: number; sum: string }>`select count(*)::int as count,
			md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from (${query}) t`.execute(database.kysely);
		found[kind] = rows[0] ?? { count: 0, sum: "" };
	}
	await database.close();
	return found;
}

function report(given: {
	opportunities: number;
	history: number;
	calm: Fetched;
	killed: Fetched;
	kills: number;
}): BenchmarkReport {
	const { opportunities, history, calm, killed, kills } = given;
	const same = Object.entries(calm.rows).filter(([kind, { sum }]) => killed.rows[kind]?.sum === sum);
	if (calm.rows["opportunities"]?.count !== opportunities)
		throw new Error(`${calm.rows["opportunities"]?.count} opportunities came`);
	if (same.length !== Object.keys(calm.rows).length) throw new Error("after the kills the rows are others");
	const rate = Math.round(opportunities / calm.seconds);
	const rows = table(
		["rows", "calm", "killed on the way", "the same"],
		Object.entries(calm.rows).map(([kind, { count }]) => [kind, count, killed.rows[kind]?.count ?? 0, "yes"]),
	);
	return {
		title: "A Salesforce organisation fetched with its history",
		body: `${opportunities} opportunities with ${history} rows of OpportunityHistory through the vendor's own client against the stand-in, at our own pace of ten calls a second: **${rate} opportunities a second** with their history (${Math.round(calm.seconds)} s, ${calm.calls} calls, the stand-in's own work on the same machine included).

Then once more, killed with signal 9 ${kills} ${kills === 1 ? "time" : "times"} while pages were being stored; each new process goes on at the page of the vendor's bulk read that was stored last (${killed.bulkReads} bulk reads were begun in all, ${calm.bulkReads} calmly). The sums are over all values under the organisation's ids.

${rows}`,
		metrics: {
			...{ opportunities, history, seconds: Math.round(calm.seconds), opportunitiesPerSecond: rate },
			...{ calls: calm.calls, kills, identicalTables: same.length },
		},
	};
}
