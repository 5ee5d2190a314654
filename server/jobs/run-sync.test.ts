import { randomBytes } from "node:crypto";
import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { SyncRunJson } from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, Host, Ports } from "../../core/contract/host.ts";
import type { SyncPage, SyncRun } from "../../core/contract/host-sync.ts";
import { testHost } from "../hosts/test-host.ts";
import { openQueues } from "../queue/queues.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { JOBS } from "./catalog.ts";
import { sweepHosts, workOnHosts } from "./host-jobs.ts";
import { runSync } from "./run-sync.ts";

const AT = Date.UTC(2026, 8, 1);
const PAGE = 10;

/** A vendor with so many accounts, page by page; `before` is awaited ahead of each page and may throw. */
const source = { records: 0, before: async (_page: number): Promise<void> => {}, asked: [] as number[] };
async function* pages(ports: Ports, { signal }: SyncRun): AsyncGenerator<SyncPage> {
	let done = Number((await ports.cursors.get("accounts")) ?? 0);
	while (done < source.records && !signal.aborted) {
		await source.before(done / PAGE);
		source.asked.push(done / PAGE);
		const records = Array.from(
			{ length: Math.min(PAGE, source.records - done) },
			(_, n): CanonicalChange => ({
				entity: "account",
				externalId: `A-${done + n}`,
				fields: { name: `Pier ${done + n}` },
				recordedAt: AT,
			}),
		);
		done += records.length;
		yield { object: "Account", records, cursors: { accounts: String(done) }, total: source.records };
	}
}
const host: Host = { ...testHost().host, id: "pages", sync: pages };
const app = await testApp({ hosts: [host] });
const { database, deps } = app;
let made = 0;

beforeEach(() => {
	Object.assign(source, { records: 0, before: async () => {}, asked: [] });
});

async function workspace() {
	const { tenantId, people } = await addWorkspace(database, `pier${++made}`);
	const call = async (method: string, path: string, body: unknown = {}) => {
		const answer = await app.call(method, path, { as: people.ops, ...(method !== "GET" && { body }) });
		return { status: answer.status, body: await answer.json() };
	};
	await call("PUT", "/connections/pages", { state: "on" });
	const names = async () => {
		const rows = await database.reader(tenantId).selectFrom("accounts").select("name").execute();
		return rows.length;
	};
	return { tenantId, call, names, payload: { tenantId, host: "pages" } };
}
type Here = Awaited<ReturnType<typeof workspace>>;

const begin = async ({ call }: Here, kind = "incremental"): Promise<string> => {
	const started = await call("POST", "/connections/pages/sync", { kind });
	expect(started.status, JSON.stringify(started.body)).toBe(202);
	return started.body.id;
};
const state = async ({ call }: Here, id: string): Promise<SyncRunJson> => (await call("GET", `/sync-runs/${id}`)).body;
const job = (given: { isLastAttempt?: boolean; signal?: AbortSignal } = {}) => ({
	isLastAttempt: false,
	signal: new AbortController().signal,
	progress: async () => {},
	...given,
});

test("a run that was killed between pages goes on after the last one stored, and counts each record once", async () => {
	const here = await workspace();
	source.records = 55;
	const id = await begin(here);
	const killed = new AbortController();
	source.before = async (page) => {
		if (page === 3) killed.abort();
	};
	await runSync(deps, here.payload, job({ signal: killed.signal }));
	expect(await state(here, id)).toMatchObject({ state: "running", done: 30, total: 55, object: "Account" });
	expect(await here.names()).toBe(30);
	await runSync(deps, here.payload, job());
	expect(await state(here, id)).toMatchObject({ state: "done", done: 55, created: 55, unchanged: 0, failed: 0 });
	expect(await here.names()).toBe(55);
	expect(source.asked).toEqual([0, 1, 2, 3, 3, 4, 5]);
});

test("a job that lost its run to another stores nothing any more", async () => {
	const here = await workspace();
	source.records = 40;
	const id = await begin(here);
	let isFirst = true;
	source.before = async (page) => {
		if (page !== 1 || !isFirst) return;
		isFirst = false;
		await runSync(deps, here.payload, job());
	};
	await runSync(deps, here.payload, job());
	expect(await state(here, id)).toMatchObject({ state: "done", done: 40, created: 40, unchanged: 0 });
});

test("one run at a time; asked for meanwhile by the vendor, another follows", async () => {
	const here = await workspace();
	source.records = 10;
	const id = await begin(here);
	expect((await here.call("POST", "/connections/pages/sync")).status).toBe(409);
	await deps.portsOf("pages", here.tenantId).enqueue("sync", null);
	await runSync(deps, here.payload, job());
	expect(await state(here, id)).toMatchObject({ state: "done", startedBy: "person" });
	const { runs } = (await here.call("GET", "/connections/pages")).body;
	expect(runs).toMatchObject([
		{ startedBy: "webhook", state: "waiting" },
		{ id, state: "done" },
	]);
});

test("a vendor that is away is tried again with the reason shown, one that refuses ends the run", async () => {
	const here = await workspace();
	source.records = 20;
	const id = await begin(here);
	source.before = async (page) => {
		if (page === 1) throw new CourtsideError("unavailable", "The vendor is being mended.");
	};
	await expect(runSync(deps, here.payload, job())).rejects.toThrow("mended");
	expect(await state(here, id)).toMatchObject({ state: "running", done: 10, error: "The vendor is being mended." });
	await runSync(deps, here.payload, job({ isLastAttempt: true }));
	expect(await state(here, id)).toMatchObject({ state: "failed", done: 10, error: "The vendor is being mended." });

	source.before = async () => {
		throw new CourtsideError("forbidden", "The token may not read accounts. Connect again.");
	};
	const next = await begin(here);
	await runSync(deps, here.payload, job());
	expect(await state(here, next)).toMatchObject({ state: "failed", error: expect.stringContaining("Connect again") });

	source.before = async () => {};
	const last = await begin(here);
	await runSync(deps, here.payload, job());
	expect(await state(here, last)).toMatchObject({ state: "done", done: 10, error: null });
	expect(await here.names()).toBe(20);
});

test("a run is cancelled while it waits and while it works; a pause stops it too; a backfill begins at the beginning", async () => {
	const here = await workspace();
	source.records = 40;
	const waiting = await begin(here);
	expect((await here.call("POST", `/sync-runs/${waiting}/cancel`)).body).toMatchObject({ state: "cancelled" });
	expect((await here.call("POST", `/sync-runs/${waiting}/cancel`)).status).toBe(409);

	const working = await begin(here);
	source.before = async (page) => {
		if (page !== 2) return;
		await here.call("POST", `/sync-runs/${working}/cancel`);
		await new Promise((resolve) => setTimeout(resolve, 1500));
	};
	await runSync(deps, here.payload, job());
	expect(await state(here, working)).toMatchObject({ state: "cancelled", done: 20 });

	source.before = async () => {};
	const paused = await begin(here);
	await here.call("PUT", "/connections/pages", { state: "paused" });
	await runSync(deps, here.payload, job());
	expect(await state(here, paused)).toMatchObject({ state: "cancelled" });
	expect((await here.call("POST", "/connections/pages/sync")).status).toBe(409);

	await here.call("PUT", "/connections/pages", { state: "on" });
	const again = await begin(here, "backfill");
	await runSync(deps, here.payload, job());
	expect(await state(here, again)).toMatchObject({ state: "done", done: 40, created: 20, unchanged: 20 });
});

test("a connection that has fetched once fetches by itself when its minutes have passed", async () => {
	const here = await workspace();
	source.records = 10;
	await here.call("PUT", "/connections/pages", { syncEveryMinutes: 5 });
	await sweepHosts(deps);
	expect((await here.call("GET", "/connections/pages")).body.runs).toEqual([]);
	await begin(here);
	await runSync(deps, here.payload, job());
	app.passTime(6 * 60_000);
	await sweepHosts(deps);
	const { runs } = (await here.call("GET", "/connections/pages")).body;
	expect(runs[0]).toMatchObject({ startedBy: "schedule", state: "waiting", kind: "incremental" });
});

const redisUrl = inject("testRedisUrl");
describe.each([
	{ name: "PostgreSQL", store: { databaseUrl: app.url } },
	{ name: "Redis", store: redisUrl === null ? null : { redisUrl } },
])("over queues on $name", ({ store }) => {
	test.skipIf(store === null)("a run is worked on, through a vendor's bad minute, to its end", async () => {
		if (!store) throw new Error("no store");
		const namespace = `sync-${randomBytes(4).toString("hex")}`;
		const retry = { attempts: 4, backoffMs: 50 };
		const jobs = openQueues({ store, catalog: JOBS, namespace, retry, onError: () => {} });
		afterAll(() => jobs.close(1000));
		await workOnHosts(jobs, { ...deps, jobs });
		const here = await workspace();
		source.records = 95;
		let faults = 2;
		source.before = async (page) => {
			if (page === 4 && faults-- > 0) throw new CourtsideError("unavailable", "Try later.");
		};
		const id = await begin(here);
		await sweepHosts({ ...deps, jobs });
		await expect.poll(async () => (await state(here, id)).state, { timeout: 20_000 }).toBe("done");
		expect(await state(here, id)).toMatchObject({ done: 95, created: 95, unchanged: 0 });
		expect(await here.names()).toBe(95);
	});
});
