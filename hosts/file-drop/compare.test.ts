import { expect, test } from "vitest";
import type { ConnectionReportJson } from "../../core/contract/connections.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { fileDropHost } from "./host.ts";

const app = await testApp({ hosts: [fileDropHost] });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
const ports = app.deps.portsOf(fileDropHost.id, tenantId);
const call = async (method: string, path: string, body?: unknown) =>
	(await app.call(method, path, { as: people.admin, body })).json();

test("a difference is explained with its amount from what is known here, and what is left is called unexplained", async () => {
	const recordedAt = "2026-09-01T08:00:00Z";
	const stages = [{ externalId: "open", name: "Negotiation", kind: "open", position: 1 }];
	const deal = (id: string, amount: string) => ({
		entity: "deal",
		id,
		recordedAt,
		fields: { name: id, stageExternalId: "open", amount, currency: "EUR" },
	});
	const changes = [
		{ entity: "pipeline", id: "P", recordedAt, fields: { name: "Sales", stages } },
		...["A", "B", "C"].map((id) => deal(id, "100")),
	];
	await ports.files.write("changes/1.json", JSON.stringify({ changes }));
	const report = {
		asOf: recordedAt,
		rows: { deal: 4 },
		deals: { open: { count: 3, totals: { EUR: "307" } }, won: { count: 0, totals: {} } },
	};
	await ports.files.write("report.json", JSON.stringify(report));
	await call("PUT", "/connections/file-drop", { state: "on" });
	const { id: runId } = await call("POST", "/connections/file-drop/sync", { kind: "backfill" });
	await expect.poll(async () => (await call("GET", `/sync-runs/${runId}`)).state, { timeout: 15_000 }).toBe("done");

	const { items } = await call("GET", "/opportunities?search=A");
	const { id, version } = items.find((one: { name: string }) => one.name === "A");
	await call("PUT", `/opportunities/${id}`, { version, amountMinor: "15000" });
	const linked = { tenant_id: tenantId, source: "file-drop", object: "deal", external_id: "A again", id };
	await app.database.inTenant(tenantId, (trx) => trx.insertInto("external_ids").values(linked).execute());

	const { lines }: ConnectionReportJson = await call("GET", "/connections/file-drop/report");
	const because = (what: string) => lines.find((one) => one.what === what)?.because;
	expect(because("rows:deal")).toEqual([{ text: expect.stringContaining("one with another"), amount: "-1" }]);
	expect(because("open:count")).toEqual([]);
	// Ours 350 to their 307: 50 by the change here; of the other −7 nothing is known for certain.
	expect(because("open:EUR")).toEqual([
		{ text: expect.stringContaining("changed here"), amount: "5000" },
		{ text: expect.stringContaining("one with another"), amount: null },
		{ text: "Not explained.", amount: "-700" },
	]);
});
