import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { salesforceHost } from "../../hosts/salesforce/host.ts";
import { createSealer } from "../../server/auth/seal.ts";
import { createVault } from "../../server/auth/vault.ts";
import { openDatabase } from "../../server/db/connect.ts";
import { writeSecret } from "../../server/hosts/connection-secrets.ts";
import { openFileRoot } from "../../server/hosts/host-files.ts";
import { hostViews } from "../../server/hosts/host-views.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { createPace } from "../../server/hosts/pace.ts";
import { createPorts } from "../../server/hosts/ports.ts";
import { openRun } from "../../server/hosts/sync-runs.ts";
import { runSync } from "../../server/jobs/run-sync.ts";
import { openLog } from "../../server/observe/log.ts";
import { CLIENT } from "./org.ts";

// One process that fetches an organisation through the vendor's own client, at the server's own pace. It says its
// workspace when it begins and how long it worked when it is done.

const { values } = parseArgs({
	options: {
		database: { type: "string", default: "" },
		base: { type: "string", default: "" },
		tenant: { type: "string", default: "" },
	},
});
const HOST = salesforceHost.id;
const now = () => Date.now();
const database = openDatabase({ url: values.database, name: "salesforce benchmark", max: 4 });
const jobs = { enqueue: async () => {} } as never;
const vault = createVault(createSealer(Buffer.alloc(32, 7)));
const log = openLog("silent");
const portsOf = createPorts({
	...{ database, jobs, hosts: [salesforceHost], apps: {}, vault, log, now, mayCallPrivate: true },
	pace: createPace(null),
	fileRoot: openFileRoot(mkdtempSync(join(tmpdir(), "courtside-bench-salesforce-")), database),
	viewsOf: (tenant) => hostViews(database, now, tenant),
	chat: { publicUrl: () => "http://localhost", clientAs: nobody },
});
const tenantId = values.tenant ? Number(values.tenant) : await addWorkspace();
process.stdout.write(`${JSON.stringify({ tenantId })}\n`);
const began = performance.now();
const deps = { database, jobs, hosts: [salesforceHost], portsOf, now, wakeRelay: () => {}, log };
const job = { signal: new AbortController().signal, isLastAttempt: true, progress: async () => {} };
await runSync(deps, { tenantId, host: HOST }, job);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - began) / 1000 })}\n`);
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
		const settings = { instanceUrl: values.base, clientId: CLIENT.id };
		await changeInstallation(trx, { tenantId: tenant_id, host: HOST, state: "on", settings });
		const secret = { name: "clientSecret", value: CLIENT.secret };
		await writeSecret(trx, vault, { tenantId: tenant_id, host: HOST, ...secret });
		await openRun(trx, { tenantId: tenant_id, host: HOST, kind: "backfill", by: "person" });
	});
	return tenant_id;
}

function nobody(): never {
	throw new Error("nobody speaks here");
}
