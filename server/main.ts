import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { destination } from "pino";
import type { Host } from "../core/contract/host.ts";
import { fileDropHost } from "../hosts/file-drop/host.ts";
import { hubspotHost } from "../hosts/hubspot/host.ts";
import { marketingHost } from "../hosts/marketing/host.ts";
import { salesforceHost } from "../hosts/salesforce/host.ts";
import { slackHost } from "../hosts/slack/host.ts";
import { teamsHost } from "../hosts/teams/host.ts";
import { webHost } from "../hosts/web/host.ts";
import { createApp } from "./app.ts";
import { openApiKeys } from "./auth/api-keys.ts";
import { openAuth } from "./auth/auth.ts";
import { createLimits } from "./auth/limits.ts";
import { createSealer } from "./auth/seal.ts";
import { createVault } from "./auth/vault.ts";
import { openBeside } from "./beside/beside.ts";
import { clientAs } from "./chat/as-person.ts";
import { type Config, readConfig } from "./config.ts";
import { ensureCurrentPartitions } from "./db/partitions.ts";
import { connectDemoOrg } from "./demo/connect-org.ts";
import { connectDemoPortal } from "./demo/connect-portal.ts";
import { connectDemoTeams } from "./demo/connect-teams.ts";
import { demoPreparation } from "./demo/prepare-demo.ts";
import type { Deps } from "./deps.ts";
import { openGround } from "./ground.ts";
import { openFileRoot } from "./hosts/host-files.ts";
import { hostViews } from "./hosts/host-views.ts";
import { createPace } from "./hosts/pace.ts";
import { createPorts } from "./hosts/ports.ts";
import { JOBS } from "./jobs/catalog.ts";
import { type Listening, listen } from "./listen.ts";
import { openLiveDoor } from "./live/live-door.ts";
import { openLiveMeetings } from "./live/live-meetings.ts";
import { openMailer } from "./mail/mailer.ts";
import { openLog } from "./observe/log.ts";
import { createRequestLimits } from "./policy/request-limits.ts";
import { keepStandings } from "./policy/standing.ts";
import { openLiveHub } from "./realtime/live-hub.ts";
import { openCounts } from "./redis.ts";
import { newHighsSolver } from "./solve/highs-solver.ts";
import { openSpeech } from "./speech/open-speech.ts";
import { prepareStopping } from "./stopping.ts";
import { startWorkers, type Workers } from "./workers.ts";
import { openHttpWriter } from "./writer/http-writer.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const GRACE_MS = 10_000;
/** Every host this server speaks to. */
const HOSTS: readonly Host[] = [
	webHost,
	salesforceHost,
	hubspotHost,
	slackHost,
	teamsHost,
	fileDropHost,
	marketingHost,
];

/** Tells the person at the terminal; the log is for machines. */
const say = (line: string) => process.stderr.write(`${line}\n`);

const config = configOrExit();
const log = openLogFor(config);
const stopping = prepareStopping(say, log);
try {
	await start();
} catch (error) {
	log.fatal({ err: error }, "could not start");
	// What a person can mend is said in a sentence; the rest is in the log.
	if (!stopping.isClosing()) await stopping.stop(`\n${messageOf(error)}\n`, 1);
}

/** Config → ground → app → listen → background; then waits for a signal. */
async function start(): Promise<void> {
	const now = () => Date.now();
	const opening = openGround(config, log, JOBS, (reason) => void stopping.stop(`The database ended: ${reason}.`, 1));
	// A signal may come before it is open; then it is closed as soon as it is.
	stopping.add(() =>
		opening.then(
			(ground) => ground.close(),
			() => {},
		),
	);
	const ground = await opening;
	const { database, workDatabase, queues, fanout, storage, metrics } = ground;
	await ensureCurrentPartitions(workDatabase, now());

	const countAlone = (err: Error) => log.warn({ err }, "rate limits count in memory until Redis is back");
	const redis = config.redisUrl ? openCounts(config.redisUrl, countAlone) : null;
	stopping.add(() => redis?.disconnect());
	const standings = keepStandings(database, now);
	const sealer = createSealer(ground.masterKeys.current, ground.masterKeys.former);
	const vault = createVault(sealer);
	const pace = createPace(redis);
	// Made when it is first needed: what it is made of knows it in turn.
	const appOnce = once(() => createApp(deps));
	const publicUrl = () => deps.settings.publicUrl;
	const acting = clientAs({
		auth: () => deps.auth,
		request: (url, init) => appOnce().request(url, init),
		publicUrl,
	});
	const writer = config.llm ? openHttpWriter({ ...config.llm, fetch }) : null;
	const portsOver = (over: typeof database) =>
		createPorts({
			database: over,
			jobs: queues,
			hosts: HOSTS,
			apps: config.vendorApps,
			vault,
			pace,
			fileRoot: openFileRoot(config.fileDropRoot, over),
			log,
			now,
			mayCallPrivate: config.isLocal,
			viewsOf: (tenantId) => hostViews(over, now, tenantId),
			chat: { publicUrl, clientAs: acting, writer },
		});
	const demo = demoPreparation({ database: workDatabase, jobs: queues, log, now, say, isClosing: stopping.isClosing });
	const live = openLiveHub({ database, fanout, log });
	const speech = openSpeech(config);
	const liveMeetings = openLiveMeetings({ database, jobs: queues, fanout, log, now, speech });
	stopping.add(async () => liveMeetings.close());
	const solver = newHighsSolver();
	stopping.add(() => solver.close());
	const beside = openBeside({ url: String(database.pool.options.connectionString), now });
	stopping.add(() => beside.close());
	const mailer = openMailer(config);
	let workers: Workers | null = null;
	const deps: Deps = {
		settings: {
			version: await versionOf(),
			publicUrl: config.publicUrl,
			isLocal: config.isLocal,
			demo: config.demo,
			signUp: config.signUp,
			uploadLimit: config.uploadLimit,
			metricsToken: config.metricsToken,
			trustProxy: config.trustProxy,
			apiOrigins: config.apiOrigins,
			mail: mailer.kind,
			webRoot: join(ROOT, "hosts/web/dist"),
			panelRoot: join(ROOT, "hosts"),
			panelFrames: config.panelFrames,
		},
		database,
		jobs: queues,
		live,
		liveMeetings,
		beside: beside.ask,
		solve: solver.solve,
		storage,
		speech,
		auth: await openAuth({ database, sealer, standings, now }),
		apiKeys: openApiKeys({
			database,
			standings,
			now,
			onError: (err) => log.warn({ err }, "an API key's use was not noted"),
		}),
		standings,
		sealer,
		vault,
		limits: createLimits(redis),
		requestLimits: createRequestLimits(redis, config.requestQuota),
		hosts: HOSTS,
		vendorApps: config.vendorApps,
		portsOf: portsOver(database),
		log,
		metrics,
		now,
		readiness: () => ground.readiness(stopping.isClosing()),
		preparing: () => demo.progress(),
		wakeRelay: () => workers?.wakeRelay(),
	};

	if (config.role !== "worker") {
		const door = openLiveDoor(deps);
		const listening: Listening = await listen(appOnce(), config, door.upgrade);
		stopping.add(async () => {
			live.close();
			await door.close();
			return listening.close(GRACE_MS);
		});
		const url = config.publicUrl.replace(/:0$/, `:${listening.port}`);
		deps.settings.publicUrl = url;
		log.info({ url, port: listening.port }, "listening");
		say(`\n  Courtside is at ${url}\n  Open it in a browser. Ctrl+C stops it.\n`);
	}
	if (config.role !== "web") {
		workers = await startWorkers({
			database: workDatabase,
			jobs: queues,
			fanout,
			storage,
			hosts: HOSTS,
			sealer,
			vault,
			isLocal: config.isLocal,
			portsOf: portsOver(workDatabase),
			log,
			now,
			mailer,
			writer,
			liveMeetings,
			speech,
			publicUrl: () => deps.settings.publicUrl,
		});
		const { stop: stopWorkers } = workers;
		stopping.add(stopWorkers);
	}
	if (config.demo && !stopping.isClosing()) {
		await demo.prepare().catch((err: unknown) => {
			if (stopping.isClosing()) return;
			log.error({ err }, "the demo company could not be prepared");
			say("The demo company could not be prepared; the log says why. Everything else works.");
		});
		if (config.role !== "worker" && !stopping.isClosing()) {
			const world = { database: workDatabase, vault, now, root: ROOT, publicUrl: deps.settings.publicUrl };
			for (const [vendor, connect] of [
				["HubSpot portal", connectDemoPortal],
				["Salesforce organisation", connectDemoOrg],
			] as const) {
				const stop = await connect(world).catch((err: unknown) => {
					log.warn({ err }, `the demo's ${vendor} could not be started`);
					return null;
				});
				if (stop) stopping.add(stop);
			}
			const teams = await connectDemoTeams(world).catch((err: unknown) => {
				log.warn({ err }, "the demo's Teams could not be started");
				return null;
			});
			if (teams) {
				stopping.add(teams.stop);
				deps.settings.panelFrames.push(teams.base);
			}
		}
	}
}

/** To standard output, or into a file when a person looks at the terminal: they want sentences there, not JSON. */
function openLogFor({ logLevel, home }: Config) {
	if (!process.stdout.isTTY) return openLog(logLevel);
	mkdirSync(home, { recursive: true, mode: 0o700 });
	return openLog(logLevel, destination({ dest: join(home, "server.log"), sync: false }));
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | null = null;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}

async function versionOf(): Promise<string> {
	const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
	return version;
}

function configOrExit(): Config {
	try {
		return readConfig();
	} catch (error) {
		say(`\n${messageOf(error)}\n`);
		process.exit(1);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
