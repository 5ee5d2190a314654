import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { type Database, openDatabase } from "./db/connect.ts";
import { migrate } from "./db/migrate.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded/start.ts";
import { type Fanout, openFanout } from "./fanout/fanout.ts";
import { releaseClaims } from "./hosts/outbox.ts";
import { type Readiness, readinessOf } from "./observe/health.ts";
import { type Metrics, openMetrics } from "./observe/metrics.ts";
import { seldom } from "./observe/seldom.ts";
import { releaseOrphans } from "./queue/orphans.ts";
import type { JobCatalog, Queues } from "./queue/port.ts";
import { openQueues } from "./queue/queues.ts";
import { requireRedis } from "./redis.ts";
import { type MasterKeys, masterKeysOf } from "./secrets.ts";
import { openStorage } from "./storage/open-storage.ts";
import type { Storage } from "./storage/storage.ts";

/** What the server stands on, open and migrated. */
export interface Ground<Catalog extends JobCatalog> {
	/** For requests: a statement ends after 30 s. */
	database: Database;
	/** For jobs: few connections, no limit, so that heavy work never takes the requests' connections. */
	workDatabase: Database;
	queues: Queues<Catalog>;
	fanout: Fanout;
	storage: Storage;
	metrics: Metrics;
	masterKeys: MasterKeys;
	readiness(isClosing: boolean): Promise<Readiness>;
	/** After requests have stopped: lets jobs finish, then closes everything, PostgreSQL last. Once is enough. */
	close(): Promise<void>;
}

/** How long a real database may take to come up, as when both are started together. */
const WAIT_FOR_DATABASE_MS = 30_000;
const STATEMENT_LIMIT_MS = 30_000;
/** Each of some forty queues tries again ten times a second behind a proxy that has lost its store. */
const FAULTS_EVERY_MS = 10_000;

/**
 * Starts the embedded database or connects to the given one, migrates, and opens queues, live messages and storage.
 * What was open is closed again when a later step fails. `onLost` hears when the embedded database ends by itself:
 * nothing works after that but a restart.
 */
export async function openGround<Catalog extends JobCatalog>(
	config: Config,
	log: Logger,
	catalog: Catalog,
	onLost: (reason: string) => void,
): Promise<Ground<Catalog>> {
	const undo: (() => Promise<unknown>)[] = [];
	async function close(): Promise<void> {
		for (const step of undo.splice(0).reverse()) {
			await step().catch((error: unknown) => log.error({ err: error }, "could not close cleanly"));
		}
	}

	try {
		const url = config.databaseUrl ?? (await startOwn(config, log, onLost, undo)).url;
		const open = (name: string, max: number, statementLimitMs: number) => {
			const onError = (error: Error) => log.warn({ err: error, pool: name }, "a database connection broke");
			const database = openDatabase({ url, name, max, statementLimitMs, onError });
			undo.push(() => database.close());
			return database;
		};
		const workDatabase = open("courtside work", 8, 0);
		const database = open("courtside", config.databaseConnections, STATEMENT_LIMIT_MS);
		await waitFor(workDatabase, log);
		const migrations = await migrate(workDatabase);
		if (migrations.length > 0) log.info({ migrations }, "the database is up to date");

		if (!config.databaseUrl && !config.redisUrl) {
			const released = await releaseOrphans(workDatabase.pool);
			if (released > 0) log.warn({ released }, "jobs of a server that was killed start again");
			const claims = await releaseClaims(workDatabase);
			if (claims > 0) log.warn({ claims }, "what a server that was killed was sending is sent again");
		}
		if (config.redisUrl) log.info({ version: await requireRedis(config.redisUrl) }, "using Redis");
		const store = config.redisUrl ? { redisUrl: config.redisUrl } : { databaseUrl: url };
		const onError = seldom(
			(err, again) => log.warn({ err, again }, "queue or live messages: a fault, trying again"),
			FAULTS_EVERY_MS,
			() => performance.now(),
		);
		const fanout = await openFanout({ store, onError });
		undo.push(() => fanout.close());
		const metrics = openMetrics();
		const onFault = (error: unknown, reference: string) => log.warn({ err: error, reference }, "a job's try failed");
		const queues = openQueues({ store, catalog, onError, onFinished: metrics.jobFinished, onFault });
		undo.push(() => queues.close());
		metrics.watchJobs(() => countJobs(queues, catalog));
		const storage = openStorage(config);
		await storage.check();

		const [anyJob] = Object.keys(catalog);
		return {
			database,
			workDatabase,
			queues,
			fanout,
			storage,
			metrics,
			masterKeys: masterKeysOf(config),
			readiness: (isClosing) =>
				readinessOf(
					[
						{ name: "database", check: () => database.pool.query("select 1") },
						{ name: "queue", check: async () => anyJob && queues.counts(anyJob) },
						{ name: "storage", check: () => storage.check() },
					],
					{ isClosing },
				),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function startOwn(
	{ home }: Config,
	log: Logger,
	onLost: (reason: string) => void,
	undo: (() => Promise<unknown>)[],
): Promise<EmbeddedServer> {
	const server = await startEmbedded({ home, claim: true, onDeath: onLost });
	undo.push(() => server.stop());
	log.info({ home }, `${server.reused ? "joined" : "started"} ${server.description}`);
	return server;
}

async function waitFor(database: Database, log: Logger): Promise<void> {
	const deadline = Date.now() + WAIT_FOR_DATABASE_MS;
	for (let attempt = 1; ; attempt++) {
		try {
			await database.pool.query("select 1");
			return;
		} catch (error) {
			const { code = "", message } = error as { code?: string; message: string };
			const passing = ["ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "57P03"].includes(code);
			if (!passing || Date.now() > deadline) {
				throw new Error(`The database does not let us in: ${message || code}. Check DATABASE_URL.`, { cause: error });
			}
			if (attempt === 1) log.warn({ code }, "waiting for the database");
			await new Promise((resolve) => setTimeout(resolve, 1_000));
		}
	}
}

async function countJobs<Catalog extends JobCatalog>(queues: Queues<Catalog>, catalog: Catalog) {
	const rows = await Promise.all(
		Object.keys(catalog).map(async (name) =>
			Object.entries(await queues.counts(name)).map(([state, count]) => ({ name, state, count })),
		),
	);
	return rows.flat();
}
