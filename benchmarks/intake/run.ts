import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import type { IntakeDeps } from "../../server/intake/import-service.ts";
import { runImport } from "../../server/intake/run-import.ts";
import { startImport } from "../../server/intake/start-import.ts";
import { undoImport } from "../../server/intake/undo-import.ts";
import { openFolderStorage } from "../../server/storage/folder.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { generateExport } from "./generate.ts";

/** Half a million deals with their stage history, from file to tables, on a PostgreSQL of its own. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-intake-"));
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url, name: "intake benchmark" });
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, Date.now());
		return await measure(
			{ database, storage: openFolderStorage(join(home, "files")), now: () => Date.now() },
			home,
			smoke,
			progress,
		);
	} finally {
		await database.close();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

async function measure(
	deps: IntakeDeps,
	home: string,
	smoke: boolean,
	progress: (text: string) => void,
): Promise<BenchmarkReport> {
	const deals = smoke ? 5_000 : 500_000;
	const made = await generateExport(home, deals);
	const rows = made.deals + made.steps;
	const megabytes = made.files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
	const tenant = await newTenant(deps.database);
	const incoming = () => made.files.map((file) => ({ name: basename(file), content: createReadStream(file) }));

	progress(`${rows} rows made; reading them`);
	const loads = [loadavg()[0] ?? 0];
	const first = await timed(() => startImport(deps, tenant, incoming()));
	const load = await timed(() =>
		runImport(deps, tenant, first.value.id, {
			onProgress: ({ file, done, total }) => progress(`${file}: ${done} of ${total}`),
		}),
	);
	const counts = load.value;
	loads.push(loadavg()[0] ?? 0);
	if (counts.rows.stored !== rows) throw new Error(`${rows} rows went in, ${counts.rows.stored} were stored`);
	const [stored] = (
		await deps.database.inTenant(tenant, (trx) =>
			sql<{ deals: number; changes: number }>`select (select count(*)::int from deals) as deals,
				(select count(*)::int from field_changes) as changes`.execute(trx),
		)
	).rows;
	if (stored?.deals !== made.deals) throw new Error(`${stored?.deals} deals are there`);
	progress("the same files again");
	const second = await timed(async () => {
		const again = await startImport(deps, tenant, incoming());
		return { id: again.id, counts: await runImport(deps, tenant, again.id) };
	});
	if (second.value.counts.rows.unchanged !== rows || second.value.counts.changes !== 0)
		throw new Error("twice was not once");
	progress("undo");
	await undoImport(deps, tenant, second.value.id);
	const undo = await timed(() => undoImport(deps, tenant, first.value.id));

	const total = first.seconds + load.seconds;
	const busy = Math.max(...loads);
	return {
		title: "Intake: a company's export into the tables",
		body: [
			`${thousands(made.deals)} deals and ${thousands(made.steps)} steps of their stage history (${megabytes.toFixed(0)} MB of CSV made from a seed), taken in by the code that the portal and the command use: detect, map, accounts and owners made from names, records, external ids, history. PostgreSQL runs on the same machine. A chunk’s commit does not wait for the disk; the place reached is in the same transaction, so a crash loses both or neither, and the commit that ends the import waits.`,
			table(
				["step", "seconds", "rows/s", "deals/s"],
				[
					["read and detect all columns", ...rates(first.seconds, rows, made.deals)],
					["file to tables, history included", ...rates(load.seconds, rows, made.deals)],
					["**both together**", ...rates(total, rows, made.deals)],
					["the same files again (nothing changes)", ...rates(second.seconds, rows, made.deals)],
					["undo of the whole import", ...rates(undo.seconds, rows, made.deals)],
				],
			),
			`${thousands(counts.changes)} field changes were written (${thousands(stored?.changes ?? 0)} in the table). Nothing was refused; the second run changed nothing. The machine did other work too: its load average was between ${Math.min(...loads).toFixed(1)} and ${busy.toFixed(1)} (of itself the benchmark makes about 1.7).`,
		].join("\n\n"),
		metrics: {
			rows,
			deals: made.deals,
			detectSeconds: round(first.seconds),
			loadSeconds: round(load.seconds),
			loadRowsPerSecond: Math.round(rows / load.seconds),
			loadDealsPerSecond: Math.round(made.deals / load.seconds),
			totalRowsPerSecond: Math.round(rows / total),
			againSeconds: round(second.seconds),
			undoSeconds: round(undo.seconds),
			changes: counts.changes,
			loadAverage: round(busy),
		},
	};
}

async function newTenant(database: Database): Promise<number> {
	return database.asSystem(async (trx) => {
		const row = await trx
			.insertInto("tenants")
			.values({ slug: "intake", name: "Intake" })
			.returning("tenant_id")
			.executeTakeFirstOrThrow();
		return row.tenant_id;
	});
}

async function timed<R>(work: () => Promise<R>): Promise<{ value: R; seconds: number }> {
	const start = performance.now();
	const value = await work();
	return { value, seconds: (performance.now() - start) / 1000 };
}

function rates(seconds: number, rows: number, deals: number): [string, string, string] {
	return [seconds.toFixed(1), thousands(Math.round(rows / seconds)), thousands(Math.round(deals / seconds))];
}

function thousands(count: number): string {
	return count.toLocaleString("en");
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
