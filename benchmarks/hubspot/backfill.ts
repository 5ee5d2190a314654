import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { parseArgs } from "node:util";
import { hubspotHost } from "../../hosts/hubspot/host.ts";
import { createSealer } from "../../server/auth/seal.ts";
import { createVault } from "../../server/auth/vault.ts";
import { openDatabase } from "../../server/db/connect.ts";
import { writeSecret } from "../../server/hosts/connection-secrets.ts";
import { openFileRoot } from "../../server/hosts/host-files.ts";
import { hostViews } from "../../server/hosts/host-views.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { createPace, type Pace } from "../../server/hosts/pace.ts";
import { createPorts } from "../../server/hosts/ports.ts";
import { openRun } from "../../server/hosts/sync-runs.ts";
import { runSync } from "../../server/jobs/run-sync.ts";
import { openLog } from "../../server/observe/log.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { type Called, madePortal, newsOf } from "./portal.ts";

// One process that fetches a portal on a simulated clock: waiting costs no time, and nothing else takes any, so that calls
// come as thick as the limits let them. It says its workspace, and at the end all calls.

const { values } = parseArgs({
	options: {
		database: { type: "string", default: "" },
		contacts: { type: "string", default: "100" },
		tenant: { type: "string", default: "" },
		at: { type: "string", default: "" },
		changed: { type: "string", default: "0" },
		"die-after": { type: "string", default: "0" },
	},
});
mock.timers.enable({ apis: ["Date", "setTimeout"], now: Number(values.at) });

const HOST = hubspotHost.id;
const MOST_TRIES = 20;
const database = openDatabase({ url: values.database, name: "hubspot benchmark", max: 4 });
const portal = madePortal(Number(values.contacts), () => Date.now());
const called: Called[] = [];
const vendor = await startHubSpot(portal, 0, null, {
	clock: Date.now,
	onAnswer: (path, status) => {
		called.push({ at: Date.now(), isSearch: path.endsWith("/search"), status });
		// By its own hand: whoever listens may be late, and it would be done before.
		if (called.length === Number(values["die-after"])) process.kill(process.pid, "SIGKILL");
	},
});
const begun = Date.now();
const deps = openDeps();
const tenantId = values.tenant ? Number(values.tenant) : await addWorkspace();
process.stdout.write(`${JSON.stringify({ tenantId })}\n`);

if (Number(values.changed) > 0) {
	newsOf(portal, Number(values.changed));
	await database.inTenant(tenantId, (trx) => openRun(trx, { tenantId, host: HOST, kind: "incremental", by: "person" }));
}
const job = { signal: new AbortController().signal, isLastAttempt: false, progress: async () => {} };
// As the queue would: what was interrupted goes on, from the last page that was stored.
let tries = 1;
for (; ; tries++) {
	try {
		await runSync(deps, { tenantId, host: HOST }, job);
		break;
	} catch (fault) {
		if (tries === MOST_TRIES) throw fault;
	}
}
const { state, error } = await database.inTenant(tenantId, (trx) =>
	trx.selectFrom("sync_runs").select(["state", "error"]).orderBy("id", "desc").limit(1).executeTakeFirstOrThrow(),
);
if (state !== "done") throw new Error(`the fetch ended as ${state}: ${error}`);
process.stdout.write(`${JSON.stringify({ called, tries, simulatedMs: Date.now() - begun, now: Date.now() })}\n`);
await vendor.stop();
await database.close();
process.exit(0);

async function addWorkspace(): Promise<number> {
	const { tenant_id } = await database.asSystem((trx) =>
		trx
			.insertInto("tenants")
			.values({ slug: "measured", name: "Measured" })
			.returning("tenant_id")
			.executeTakeFirstOrThrow(),
	);
	await database.inTenant(tenant_id, async (trx) => {
		await changeInstallation(trx, { tenantId: tenant_id, host: HOST, state: "on", settings: {} });
		const name = "accessToken";
		await writeSecret(trx, deps.vault, { tenantId: tenant_id, host: HOST, name, value: portal.privateToken });
		await openRun(trx, { tenantId: tenant_id, host: HOST, kind: "backfill", by: "person" });
	});
	return tenant_id;
}

function openDeps() {
	const now = () => Date.now();
	const log = openLog("silent");
	const jobs = { enqueue: async () => {} } as never;
	const vault = createVault(createSealer(Buffer.alloc(32, 7)));
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-hubspot-"));
	const ports = createPorts({
		...{ database, jobs, hosts: [hubspotHost], apps: {}, vault, log, now, mayCallPrivate: true },
		pace: simulatedPace(),
		fileRoot: openFileRoot(home, database),
		viewsOf: (tenant) => hostViews(database, now, tenant),
		chat: { publicUrl: () => "http://localhost", clientAs: nobody },
	});
	// The address of the portal is another in each process.
	const portsOf: typeof ports = (host, tenant) => {
		const own = ports(host, tenant);
		const current = async () => {
			const found = await own.installations.current();
			return found && { ...found, settings: { ...found.settings, apiUrl: vendor.base } };
		};
		return { ...own, installations: { ...own.installations, current } };
	};
	return { database, jobs, hosts: [hubspotHost], portsOf, now, wakeRelay: () => {}, log, vault };
}

function nobody(): never {
	throw new Error("nobody speaks here");
}

/** The server's own pace; while it waits, time passes. */
function simulatedPace(): Pace {
	const real = createPace(null, Date.now);
	return {
		...real,
		async take(...given) {
			let isDone = false;
			const turn = real.take(...given).finally(() => {
				isDone = true;
			});
			while (!isDone) {
				await new Promise((resolve) => setImmediate(resolve));
				if (!isDone) mock.timers.tick(10);
			}
			return turn;
		},
	};
}
