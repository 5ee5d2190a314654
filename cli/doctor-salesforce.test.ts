import { sql } from "kysely";
import { expect, test } from "vitest";
import { claimAccount } from "../server/hosts/accounts.ts";
import { writeCursors } from "../server/hosts/cursors.ts";
import { changeInstallation } from "../server/hosts/installations.ts";
import { addWorkspace, testApp } from "../server/test-app.ts";
import { examineSalesforce } from "./doctor-salesforce.ts";

const HOST = "salesforce";
const NOW = Date.UTC(2026, 8, 15, 8);
const { database } = await testApp({});
const { tenantId } = await addWorkspace(database, "stepwise");
const set = (settings: Record<string, string>) =>
	database.inTenant(tenantId, (trx) =>
		changeInstallation(trx, { tenantId, host: HOST, state: "on", syncEveryMinutes: null, settings }),
	);

test("each step that lacks is named, one after the other", async () => {
	const found = async () => (await examineSalesforce(database, NOW))[0];
	expect(await found()).toBeUndefined();
	await set({});
	expect(await found()).toMatchObject({ state: "off", change: expect.stringContaining("instanceUrl") });
	await set({ instanceUrl: "https://acme.my.salesforce.com", clientId: "x" });
	expect(await found()).toMatchObject({ state: "off", change: expect.stringContaining("Test") });
	await database.inTenant(tenantId, (trx) => claimAccount(trx, { tenantId, host: HOST, account: "00D1" }));
	expect(await found()).toMatchObject({ state: "off", change: expect.stringContaining("Fetch everything") });
	await database.inTenant(tenantId, (trx) =>
		sql`insert into sync_runs (tenant_id, host, kind, started_by, state) values (${tenantId}, ${HOST}, 'backfill', 'person', 'done')`.execute(
			trx,
		),
	);
	expect(await found()).toMatchObject({ state: "on", change: expect.stringContaining("changeEvents") });
	await set({ changeEvents: "on" });
	const heard = (at: number) =>
		database.inTenant(tenantId, (trx) =>
			writeCursors(trx, { tenantId, host: HOST, values: { "events.heardAt": new Date(at).toISOString() }, now: at }),
		);
	await heard(NOW - 60_000);
	expect(await found()).toMatchObject({ state: "on", says: expect.stringContaining("hears changes") });
	expect((await found())?.change).toBeUndefined();
	await heard(NOW - 3_600_000);
	expect(await found()).toMatchObject({ state: "fault", change: expect.stringContaining("Change Data Capture") });
});
