import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { dealTable } from "../../core/contract/tables/deal-table.ts";
import { chosenColumns } from "../../core/contract/tables/table.ts";
import { chainHash, GENESIS } from "../../server/audit/record.ts";
import { verifyAuditChain } from "../../server/audit/verify.ts";
import { listAudit } from "../../server/db/audit-entries.ts";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { copyRows } from "../../server/db/copy-rows.ts";
import { allDeals, listDeals } from "../../server/db/deals.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import { worded } from "../../server/tables/download.ts";
import { writeTable } from "../../server/tables/write-table.ts";
import { dealJson } from "../../server/views/deal-view.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { generate } from "../search/generate.ts";

const VIEWER = { locale: "en", zone: "UTC" };

/** Half a million deals filtered and downloaded; a million entries of the audit listed and checked. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-tables-"));
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url, name: "tables benchmark", max: 3 });
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, Date.now());
		return await measure(database, smoke, progress);
	} finally {
		await database.close();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

async function measure(database: Database, smoke: boolean, progress: (text: string) => void): Promise<BenchmarkReport> {
	const deals = smoke ? 4_000 : 500_000;
	const entries = smoke ? 4_000 : 1_000_000;
	progress(`making ${deals} deals`);
	const sizes = { deals, accounts: deals / 8, contacts: 10, leads: 10, people: 240 };
	const { tenantId } = await database.kysely.connection().execute((db) => generate(db, sizes));
	await addScores(database, tenantId);
	const lines: (string | number)[][] = [];
	const metrics: Record<string, number> = { deals, entries };

	for (const format of ["csv", "xlsx"] as const) {
		progress(`downloading as ${format}`);
		const { seconds, megabytes, rows, peak } = await download(database, tenantId, format);
		if (rows !== deals) throw new Error(`${rows} of ${deals} rows were written`);
		metrics[`${format}.seconds`] = round(seconds);
		metrics[`${format}.peakMb`] = Math.round(peak);
		lines.push([
			`all deals as ${format.toUpperCase()}, 14 columns`,
			`${seconds.toFixed(1)} s`,
			Math.round(rows / seconds),
			`${megabytes.toFixed(0)} MB, memory up by ${peak.toFixed(0)} MB at most`,
		]);
	}
	const reader = database.reader(tenantId);
	const list = (filter: object) => () =>
		listDeals(reader, {
			filter,
			visibleOwners: "all",
			sort: { key: "closeDate", descending: false },
			after: null,
			limit: 50,
			now: Date.now(),
		});
	for (const [what, filter] of [
		["50 deals of an amount from 50,000", { status: "open", amountFrom: "50000" }],
		["50 deals of a chance of 60 to 80 %", { probabilityFrom: 0.6, probabilityTo: 0.8 }],
		["50 deals made in a week", { createdFrom: "2026-01-05", createdTo: "2026-01-11" }],
	] as const) {
		const ms = await median(list(filter));
		metrics[`${what} ms`] = round(ms);
		lines.push([what, `${ms.toFixed(0)} ms`, "", "page and count"]);
	}

	progress(`chaining ${entries} entries`);
	const actor = await chain(database, tenantId, entries);
	const audit = (filter: object) => () =>
		listAudit(reader, { filter, sort: { key: "at", descending: true }, after: null, limit: 50 });
	for (const [what, filter] of [
		["the newest 50 entries", {}],
		["50 entries of one person", { actorId: actor }],
		["50 entries of one record", { entity: "deal", entityId: "00000000-0000-7000-8000-000000000077" }],
		["50 entries of an action", { action: "lead." }],
		["entries with a text that few have", { search: "needle" }],
	] as const) {
		const ms = await median(audit(filter));
		metrics[`${what} ms`] = round(ms);
		lines.push([`audit: ${what}`, `${ms.toFixed(0)} ms`, "", "page and count"]);
	}
	progress("checking the chain");
	const start = performance.now();
	const state = await verifyAuditChain(reader, tenantId);
	const seconds = (performance.now() - start) / 1000;
	if (!state.ok || state.entries !== entries) throw new Error(`the chain is ${JSON.stringify(state)}`);
	metrics["verify.seconds"] = round(seconds);
	lines.push(["audit: every entry checked", `${seconds.toFixed(1)} s`, Math.round(entries / seconds), ""]);
	metrics["loadAverage"] = round(loadavg()[0] ?? 0);
	return {
		title: "Tables: filtered, downloaded, and an audit of a million",
		body: [
			`${deals.toLocaleString("en")} deals with their chances in one workspace and ${entries.toLocaleString("en")} entries of its audit, ` +
				"under row-level security. A download reads from a cursor and writes as it reads; its rows are worded as the list is.",
			table(["what", "took", "rows/s", "of it"], lines),
			`Times of lists are medians of seven. The machine's load average at the end was ${metrics["loadAverage"]}; above its number of cores, ` +
				"other work took part of the time.",
		].join("\n\n"),
		metrics,
	};
}

async function download(database: Database, tenantId: number, format: "csv" | "xlsx") {
	const told = { rows: 0 };
	let bytes = 0;
	const before = process.memoryUsage.rss();
	let peak = 0;
	const start = performance.now();
	const ask = { filter: {}, visibleOwners: "all", sort: { key: "amount", descending: true }, now: Date.now() } as const;
	await database.inTenant(tenantId, (trx) =>
		writeTable(
			trx,
			{
				download: {
					table: dealTable,
					asked: { format },
					rows: () => worded(allDeals(trx, ask), (row) => dealJson(row, VIEWER)),
				},
				columns: chosenColumns(dealTable, undefined),
				viewer: VIEWER,
				by: "benchmark",
				now: Date.now(),
				told,
			},
			async (chunk) => {
				bytes += chunk.length;
				peak = Math.max(peak, process.memoryUsage.rss() - before);
			},
		),
	);
	return { seconds: (performance.now() - start) / 1000, megabytes: bytes / 1e6, rows: told.rows, peak: peak / 1e6 };
}

/** A chance with its reasons for each open deal, and an amount and a close date for every deal. */
async function addScores(database: Database, tenantId: number): Promise<void> {
	const explanation = {
		base: { code: "deal_win_rate", params: { closed: 300 }, value: 0.3 },
		parts: [
			{ code: "deal_stage", params: { stage: "Proposal" }, value: 0.2 },
			{ code: "deal_age", params: { days: 40 }, value: -0.05 },
		],
		total: 0.45,
	};
	await sql`update deals set amount_minor = 100000 + (hashtext(id::text) & 16777215), currency = 'USD',
		close_date = (created_at + interval '90 days')::date where tenant_id = ${tenantId}`.execute(database.kysely);
	await sql`insert into scores (tenant_id, entity, entity_id, value, low, high, level, unit, n, state, as_of, model_version, explanation)
		select tenant_id, 'deal', id, (hashtext(id::text) & 1023) / 1024.0, 0.2, 0.9, 0.8, 'probability', 300, 'ok', now(), 'bench', ${JSON.stringify(explanation)}::jsonb
		from deals where tenant_id = ${tenantId} and status = 'open'`.execute(database.kysely);
	await sql`vacuum analyze deals, scores`.execute(database.kysely);
}

/** A real chain of so many entries by forty people; returns one of them. */
async function chain(database: Database, tenantId: number, entries: number): Promise<string> {
	const people = await database.kysely
		.selectFrom("users")
		.select(["id", "name"])
		.where("tenant_id", "=", tenantId)
		.limit(40)
		.execute();
	const began = Date.now() - entries * 2;
	let previous: Buffer = GENESIS;
	function* rows() {
		for (let i = 1; i <= entries; i++) {
			const by = people[i % people.length];
			const entry = {
				seq: BigInt(i),
				occurredAt: began + i * 2,
				actorId: by?.id ?? null,
				actor: by?.name ?? "",
				action: i % 5 === 0 ? "lead.updated" : "deal.updated",
				entity: "deal",
				entityId: `00000000-0000-7000-8000-${String(i % 20_000).padStart(12, "0")}`,
				detail: { fields: ["stageId", "amountMinor"], ...(i % 250_000 === 0 && { note: "needle" }) },
				requestId: createHash("md5").update(String(i)).digest("hex"),
			};
			const hash = chainHash(previous, entry);
			const { seq, occurredAt, actorId, actor, action, entity, entityId, detail, requestId } = entry;
			yield [
				tenantId,
				new Date(occurredAt),
				seq,
				actorId,
				actor,
				action,
				entity,
				entityId,
				JSON.stringify(detail),
				requestId,
				`\\x${previous.toString("hex")}`,
				`\\x${hash.toString("hex")}`,
			];
			previous = hash;
		}
	}
	const client = await database.pool.connect();
	try {
		await client.query("begin");
		await copyRows(
			client,
			"audit_entries",
			[
				"tenant_id",
				"occurred_at",
				"seq",
				"actor_id",
				"actor",
				"action",
				"entity",
				"entity_id",
				"detail",
				"request_id",
				"previous_hash",
				"hash",
			],
			rows(),
		);
		await client.query("insert into audit_heads (tenant_id, seq, hash) values ($1, $2, $3)", [
			tenantId,
			entries,
			previous,
		]);
		await client.query("commit");
	} finally {
		client.release();
	}
	await sql`vacuum analyze audit_entries`.execute(database.kysely);
	return people[7 % people.length]?.id ?? "";
}

async function median(work: () => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (let i = 0; i < 7; i++) {
		const start = performance.now();
		await work();
		times.push(performance.now() - start);
	}
	return times.sort((a, b) => a - b)[3] ?? 0;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
