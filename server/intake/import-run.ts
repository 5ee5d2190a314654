import { sheetMapper } from "../../core/intake/map-sheet.ts";
import type { Plan, RunClock } from "../../core/intake/plan.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { ensurePartitions, type PartitionedTable } from "../db/partitions.ts";
import type { Storage } from "../storage/storage.ts";
import { hasStageHistory } from "./deal-beginning.ts";
import { finishHistory } from "./finish-history.ts";
import { finishImport, type ImportFileRow, type ImportRow } from "./import-rows.ts";
import type { ImportCounts } from "./intake-run.ts";
import { KnownRecords } from "./known-records.ts";
import { PriceBook } from "./price-book.ts";
import { readSheet } from "./source-file.ts";
import { StageBook } from "./stage-book.ts";
import { ImportStopped } from "./stop-import.ts";
import { type MappedRow, momentsOf, storeChunk } from "./store-chunk.ts";
import { storedFile } from "./stored-file.ts";
import type { TenantClient } from "./tenant-client.ts";

/** Rows stored in one transaction. Larger costs memory and repeats more after a stop, smaller costs round trips. */
const CHUNK = 20_000;
/** From this many stored rows on the planner's statistics are renewed. */
const MANY = 5_000;

/** What running an import needs. */
export interface RunDeps {
	database: Database;
	storage: Storage;
	now(): Instant;
}

/** How far a run is. `total` null: rows are not counted. */
export interface RunProgress {
	file: string;
	done: number;
	total: number | null;
}

/** Who watches and may stop a run. */
export interface RunOptions {
	onProgress?: (progress: RunProgress) => void | Promise<void>;
	signal?: AbortSignal;
	/** Smaller in tests: rows of a chunk, and keys of a kind remembered from one to the next. */
	chunkRows?: number;
	remember?: number;
}

/** One run of an import: takes sheets in a chunk at a time, and remembers from one to the next what they refer to. */
export class ImportRun {
	readonly counts: ImportCounts;
	readonly #deps: RunDeps;
	readonly #session: TenantClient;
	readonly #tenantId: number;
	readonly #row: ImportRow;
	readonly #plan: Plan;
	readonly #clock: RunClock;
	readonly #options: RunOptions;
	readonly #known: KnownRecords;
	readonly #stages: StageBook;
	readonly #prices = new PriceBook();
	readonly #quarters = new Set<string>();
	#isStopAsked = false;

	constructor(
		deps: RunDeps,
		session: TenantClient,
		tenantId: number,
		row: ImportRow,
		clock: RunClock,
		options: RunOptions,
	) {
		this.#deps = deps;
		this.#session = session;
		this.#tenantId = tenantId;
		this.#row = row;
		this.#plan = row.plan;
		this.#clock = clock;
		this.#options = options;
		this.counts = row.counts;
		this.#known = new KnownRecords(row.plan.source);
		this.#stages = new StageBook(tenantId, row.id, row.plan);
	}

	/** Reads which stages there are; again after a rollback. */
	async open(): Promise<void> {
		await this.#session.inTenant((client) => this.#stages.open(client));
	}

	/** Reads one sheet; while the database stores a chunk the next one is parsed and mapped. */
	async takeIn(file: ImportFileRow): Promise<void> {
		let storing: Promise<void> = Promise.resolve();
		let done = file.rowsDone;
		try {
			for await (const rows of this.#chunks(file)) {
				await storing;
				this.#options.signal?.throwIfAborted();
				if (this.#isStopAsked) throw new ImportStopped();
				done += rows.length;
				storing = this.#store(file, rows, done);
				// Whoever waits for it next hears of its failure; it must not count as unheard until then.
				storing.catch(() => undefined);
			}
		} finally {
			// A connection in the middle of a transaction cannot be given back.
			await storing;
		}
		await this.#session.inTenant(async (client) => {
			await client.query("update import_files set state = 'done', rows_total = rows_done where id = $1", [file.id]);
		});
		if (this.#isStopAsked) throw new ImportStopped();
	}

	async finish(): Promise<void> {
		const { plan, id } = this.#row;
		if (this.counts.rows.stored >= MANY) await this.#countTables();
		if (hasStageHistory(plan)) {
			await this.#ensureQuarters("field_changes", [this.#clock.asOf - 1]);
			await finishHistory(this.#session, {
				tenantId: this.#tenantId,
				importId: id,
				plan,
				clock: this.#clock,
				counts: this.counts,
				save: (client) => this.#saveCounts(client),
			});
		}
		await this.#deps.database.inTenant(this.#tenantId, (trx) =>
			finishImport(trx, this.#tenantId, this.#row, this.counts),
		);
	}

	/** Lets the planner know of the new rows at once; until autovacuum comes by it would plan for the tables as they were. */
	async #countTables(): Promise<void> {
		await this.#session.client.query("analyze external_ids, accounts, deals, leads, line_items, field_changes");
	}

	/** The sheet's rows mapped, a chunk at a time; those stored before a stop are mapped too, so that keys are remembered. */
	async *#chunks(file: ImportFileRow): AsyncGenerator<MappedRow[]> {
		const size = this.#options.chunkRows ?? CHUNK;
		const mapper = sheetMapper(this.#plan, file.position);
		const source = storedFile(this.#deps.storage, this.#tenantId, file);
		let toSkip = file.rowsDone;
		let chunk: MappedRow[] = [];
		for await (const { rows, numbers } of readSheet(source, file.source)) {
			for (let i = 0; i < rows.length; i++) {
				const [cells, number] = [rows[i] ?? [], numbers[i] ?? 0];
				const result = mapper.map(cells, number);
				if (toSkip > 0) {
					toSkip--;
					continue;
				}
				chunk.push({ number, cells, result });
				if (chunk.length >= size) {
					yield chunk;
					chunk = [];
				}
			}
		}
		if (chunk.length > 0) yield chunk;
	}

	/** Stores a chunk, which ends at row `done` of the sheet. One that the database refuses is halved until the bad row is alone. */
	async #store(file: ImportFileRow, rows: MappedRow[], done: number): Promise<void> {
		const before = structuredClone(this.counts);
		try {
			await this.#storeWhole(file, rows, done);
		} catch (error) {
			if (!isRefusal(error)) throw error;
			// What was remembered of the chunk went with its transaction.
			this.#known.forget();
			Object.assign(this.counts, before);
			await this.open();
			const [first] = rows;
			if (!first) throw error;
			if (rows.length > 1) {
				const half = rows.length >> 1;
				await this.#store(file, rows.slice(0, half), done - rows.length + half);
				await this.#store(file, rows.slice(half), done);
			} else if (first.result.ok) {
				const reject = {
					row: first.number,
					column: null,
					value: null,
					code: "not_stored" as const,
					params: { message: error.message },
				};
				await this.#storeWhole(file, [{ ...first, result: { ok: false, reject } }], done);
			} else throw error;
		}
		await this.#options.onProgress?.({ file: file.name, done, total: file.rowsTotal });
	}

	async #storeWhole(file: ImportFileRow, rows: MappedRow[], done: number): Promise<void> {
		const moments = momentsOf(rows, this.#clock.asOf);
		await this.#ensureQuarters("field_changes", moments.changes);
		await this.#ensureQuarters("activities", moments.activities);
		await this.#session.inTenant(async (client) => {
			// The place reached is in the same transaction: a crash of the database loses both or neither.
			await client.query("set local synchronous_commit = off");
			await storeChunk(
				{
					client,
					tenantId: this.#tenantId,
					importId: this.#row.id,
					plan: this.#plan,
					clock: this.#clock,
					known: this.#known,
					remember: this.#options.remember,
					stages: this.#stages,
					prices: this.#prices,
					counts: this.counts,
				},
				file.id,
				rows,
			);
			await client.query("update import_files set rows_done = $2, state = 'running' where id = $1", [file.id, done]);
			await this.#saveCounts(client);
		});
	}

	/** Hears at the same time whether somebody wants it to stop. */
	async #saveCounts(client: TenantClient["client"]): Promise<void> {
		const { rows } = await client.query<{ asked: boolean }>(
			"update imports set counts = $2 where id = $1 returning stop_asked_at is not null as asked",
			[this.#row.id, JSON.stringify(this.counts)],
		);
		this.#isStopAsked = rows[0]?.asked ?? false;
	}

	/** Partitions are made in transactions of their own: making one locks the whole table until its transaction ends. */
	async #ensureQuarters(table: PartitionedTable, moments: Iterable<Instant>): Promise<void> {
		const missing = [...moments].filter((at) => !this.#quarters.has(`${table} ${at}`));
		if (missing.length === 0) return;
		await this.#deps.database.inTenant(this.#tenantId, async (trx) => {
			for (const at of missing) await ensurePartitions(trx, table, at, at);
		});
		for (const at of missing) this.#quarters.add(`${table} ${at}`);
	}
}

/** Whether the database refused values (classes 22 and 23 of SQLSTATE, or a limit of 54), rather than being out of order. */
function isRefusal(error: unknown): error is Error {
	return error instanceof Error && "code" in error && /^(22|23|54)/.test(String(error.code));
}
