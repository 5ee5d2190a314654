import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Host } from "../core/contract/host.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Role } from "../core/model/user.ts";
import { createApp } from "./app.ts";
import { makeKey, openApiKeys } from "./auth/api-keys.ts";
import { openAuth } from "./auth/auth.ts";
import { createLimits } from "./auth/limits.ts";
import { createSealer } from "./auth/seal.ts";
import { createVault } from "./auth/vault.ts";
import type { AskBeside, Question } from "./beside/beside.ts";
import { QUESTIONS } from "./beside/questions.ts";
import { clientAs } from "./chat/as-person.ts";
import { insertKey, revokeKey } from "./db/api-keys.ts";
import type { Database } from "./db/connect.ts";
import { ensureCurrentPartitions } from "./db/partitions.ts";
import type { AppSettings, Deps } from "./deps.ts";
import { type Fanout, openFanout } from "./fanout/fanout.ts";
import { openFileRoot } from "./hosts/host-files.ts";
import { hostViews } from "./hosts/host-views.ts";
import { createPace } from "./hosts/pace.ts";
import { createPorts } from "./hosts/ports.ts";
import { JOBS, type Jobs } from "./jobs/catalog.ts";
import { openLiveMeetings } from "./live/live-meetings.ts";
import { openLog } from "./observe/log.ts";
import { openMetrics } from "./observe/metrics.ts";
import { createRequestLimits, type RequestQuota } from "./policy/request-limits.ts";
import { keepStandings } from "./policy/standing.ts";
import { openQueues } from "./queue/queues.ts";
import { openLiveHub } from "./realtime/live-hub.ts";
import { newHighsSolver } from "./solve/highs-solver.ts";
import type { SpeechToText } from "./speech/speech-to-text.ts";
import { openFolderStorage } from "./storage/folder.ts";
import { freshDatabase } from "./test-database.ts";
import type { Writer } from "./writer/writer.ts";

/** The app over a database of the test file's own. */
export interface TestApp {
	deps: Deps;
	database: Database;
	/** With its working half: `jobs.work(…)`. */
	jobs: Jobs;
	fanout: Fanout;
	url: string;
	/** Moves the app's clock. */
	passTime(ms: number): void;
	/** A request to `/api/v1{path}`; a body is sent as JSON. `as` signs in as that person. */
	call(method: string, path: string, given?: TestCall): Promise<Response>;
	/** A token of that person. */
	tokenOf(person: { tenantId: number; userId: string }): Promise<string>;
	/** Any address of the server, with the socket of `from` (default loopback). */
	request(path: string, init?: RequestInit, from?: string): Promise<Response>;
}

/** What a test sends. */
export interface TestCall {
	as?: { tenantId: number; userId: string };
	body?: unknown;
	headers?: Record<string, string>;
}

/** Answers in the test's own thread, by its clock. */
function askHere({ database, now }: { database: Database; now(): Instant }): AskBeside {
	const ask = (question: Question, told: never) => QUESTIONS[question]({ database, now: now() }, told);
	return ask as AskBeside;
}

/** Opens everything but workers; closed after the last test of the file. The clock starts at the real now. */
export async function testApp(
	options: {
		settings?: Partial<AppSettings>;
		hosts?: Host[];
		vendorApps?: Deps["vendorApps"];
		quota?: RequestQuota;
		speech?: SpeechToText | null;
		writer?: Writer | null;
	} = {},
): Promise<TestApp> {
	const { database, url } = await freshDatabase();
	let ahead = 0;
	const now = (): Instant => Date.now() + ahead;
	await ensureCurrentPartitions(database, now());
	const home = mkdtempSync(join(tmpdir(), "courtside-app-"));
	const log = openLog("silent");
	const onError = (error: unknown) => log.error(error);
	const jobs = openQueues({ store: { databaseUrl: url }, catalog: JOBS, onError });
	const fanout = await openFanout({ store: { databaseUrl: url }, onError });
	const live = openLiveHub({ database, fanout, log });
	const speech = options.speech ?? null;
	const liveMeetings = openLiveMeetings({ database, jobs, fanout, log, now, speech });
	const solver = newHighsSolver();
	afterAll(async () => {
		live.close();
		liveMeetings.close();
		await solver.close();
		await jobs.close(1000);
		await fanout.close();
		rmSync(home, { recursive: true, force: true });
	});

	const standings = keepStandings(database, now);
	const sealer = createSealer(Buffer.alloc(32, 7));
	const auth = await openAuth({ database, sealer, standings, now });
	const vault = createVault(sealer);
	const hosts = options.hosts ?? [];
	const vendorApps = options.vendorApps ?? {};
	const deps: Deps = {
		settings: {
			version: "test",
			publicUrl: "http://localhost",
			isLocal: true,
			demo: true,
			signUp: true,
			uploadLimit: 50_000_000,
			metricsToken: null,
			trustProxy: false,
			apiOrigins: [],
			mail: "mailbox",
			webRoot: join(home, "web"),
			panelRoot: home,
			panelFrames: [],
			...options.settings,
		},
		database,
		jobs,
		live,
		liveMeetings,
		beside: askHere({ database, now }),
		solve: solver.solve,
		storage: openFolderStorage(join(home, "files")),
		speech,
		auth,
		apiKeys: openApiKeys({ database, standings, now, onError }),
		standings,
		sealer,
		vault,
		limits: createLimits(null),
		hosts,
		vendorApps,
		portsOf: createPorts({
			database,
			jobs,
			hosts,
			apps: vendorApps,
			vault,
			pace: createPace(null),
			fileRoot: openFileRoot(join(home, "file-drop"), database),
			log,
			now,
			mayCallPrivate: options.settings?.isLocal ?? true,
			viewsOf: (tenantId) => hostViews(database, now, tenantId),
			chat: {
				publicUrl: () => deps.settings.publicUrl,
				writer: options.writer ?? null,
				clientAs: clientAs({
					auth: () => auth,
					request: (url, init) => app.request(url, init),
					publicUrl: () => "http://localhost",
				}),
			},
		}),
		requestLimits: createRequestLimits(null, options.quota ?? { person: 0, key: 0, workspace: 0 }),
		log,
		metrics: openMetrics(),
		now,
		readiness: async () => ({ ready: true, checks: {} }),
		preparing: () => null,
		wakeRelay: () => {},
	};
	const app = createApp(deps);

	const request = async (path: string, init: RequestInit = {}, from = "127.0.0.1") => {
		const headers = new Headers(init.headers);
		if (!headers.has("host")) headers.set("host", "localhost");
		const socket = { remoteAddress: from, remotePort: 50_000, remoteFamily: from.includes(":") ? "IPv6" : "IPv4" };
		return app.request(`http://localhost${path}`, { ...init, headers }, { incoming: { socket } });
	};
	const tokenOf = async ({ tenantId, userId }: { tenantId: number; userId: string }) =>
		(await auth.issue({ tenantId, userId, familyId: crypto.randomUUID() })).accessToken;
	return {
		deps,
		database,
		jobs,
		fanout,
		url,
		passTime: (ms) => {
			ahead += ms;
		},
		request,
		tokenOf,
		async call(method, path, { as, body, headers = {} } = {}) {
			return request(`/api/v1${path}`, {
				method,
				headers: {
					...(body !== undefined && { "content-type": "application/json" }),
					...(as && { authorization: `Bearer ${await tokenOf(as)}` }),
					...headers,
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
		},
	};
}

/** Somebody whose made role, new as well, holds exactly these permissions over all records. */
export async function addPersonWith(
	database: Database,
	tenantId: number,
	permissions: readonly string[],
): Promise<{ tenantId: number; userId: string; roleId: string }> {
	return database.inTenant(tenantId, async (trx) => {
		const name = `Made ${crypto.randomUUID()}`;
		const role = { tenant_id: tenantId, name, base: "rep" as const, scope: "all" as const };
		const { id: roleId } = await trx
			.insertInto("roles")
			.values({ ...role, permissions: [...permissions] })
			.returning("id")
			.executeTakeFirstOrThrow();
		const { id: userId } = await trx
			.insertInto("users")
			.values({ tenant_id: tenantId, name, role: "rep", role_id: roleId })
			.returning("id")
			.executeTakeFirstOrThrow();
		return { tenantId, userId, roleId };
	});
}

/** A key of a program that acts for somebody; `given` makes it one that has run out or was revoked. */
export async function addApiKey(
	database: Database,
	{ tenantId, userId }: { tenantId: number; userId: string },
	scopes: readonly string[],
	given: { expiresAt?: Instant; isRevoked?: boolean } = {},
): Promise<string> {
	const { key, prefix, hash } = makeKey();
	await database.inTenant(tenantId, async (trx) => {
		const { expiresAt = null } = given;
		const name = `Program ${crypto.randomUUID()}`;
		const stored = {
			tenantId,
			ownerId: userId,
			name,
			prefix,
			hash,
			scopes: [...scopes],
			createdAt: Date.now(),
			expiresAt,
		};
		const id = await insertKey(trx, stored);
		if (given.isRevoked) await revokeKey(trx, tenantId, id, Date.now());
	});
	return key;
}

/** One workspace with a person of each role. */
export interface TestWorkspace {
	tenantId: number;
	teamId: string;
	people: Record<Role, { tenantId: number; userId: string; name: string }>;
}

/** A workspace in which the manager leads the rep's team. Nobody has a password. */
export async function addWorkspace(database: Database, slug: string): Promise<TestWorkspace> {
	const { tenant_id: tenantId } = await database.asSystem((trx) =>
		trx.insertInto("tenants").values({ slug, name: slug }).returning("tenant_id").executeTakeFirstOrThrow(),
	);
	return database.inTenant(tenantId, async (trx) => {
		const { id: teamId } = await trx
			.insertInto("teams")
			.values({ tenant_id: tenantId, name: "Crew" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const add = async (role: Role, name: string, inTeam: boolean) => {
			const { id } = await trx
				.insertInto("users")
				.values({
					tenant_id: tenantId,
					name,
					email: `${name.toLowerCase()}@${slug}.example`,
					role,
					team_id: inTeam ? teamId : null,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return { tenantId, userId: id, name };
		};
		const people = {
			rep: await add("rep", "Maria", true),
			manager: await add("manager", "Robert", true),
			executive: await add("executive", "Jennifer", false),
			ops: await add("ops", "David", false),
			admin: await add("admin", "Astrid", false),
		};
		await trx
			.updateTable("teams")
			.set({ manager_id: people.manager.userId })
			.where("tenant_id", "=", tenantId)
			.where("id", "=", teamId)
			.execute();
		return { tenantId, teamId, people };
	});
}
