import { expect, test } from "vitest";
import { workOnHosts } from "../../../server/jobs/host-jobs.ts";
import { addApiKey, addWorkspace, testApp } from "../../../server/test-app.ts";
import { fileDropHost } from "../../file-drop/host.ts";
import { marketingHost } from "../../marketing/host.ts";
import { DROP, HANDED } from "./guide-examples.ts";

const app = await testApp({ hosts: [fileDropHost, marketingHost] });
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, deps);
const read = async (path: string) => (await app.call("GET", path, { as: people.admin })).json();
const reasons = async (host: string) =>
	(await read(`/connections/${host}/failed-records`)).items.map(({ reason }: { reason: string }) => reason).sort();

test("what the page says of a folder's files is what comes of them", async () => {
	const { files } = deps.portsOf(fileDropHost.id, tenantId);
	const drop = (name: string, text: string) => files.write(`changes/${name}`, text);
	await drop(`0-${DROP.name}`, DROP.file);
	await drop(`1-${DROP.name}`, DROP.file.replace('"stageExternalId": "neg"', '"stageExternalId": "closing"'));
	await drop(DROP.name, DROP.file.slice(0, 80));
	await app.call("PUT", "/connections/file-drop", { as: people.admin, body: { state: "on" } });
	const { folder } = await read("/connections/file-drop");
	expect(folder).toBe(`${await files.where()}/changes`);
	await app.call("POST", "/connections/file-drop/sync", { as: people.admin, body: { kind: "backfill" } });
	await expect.poll(() => reasons("file-drop"), { timeout: 8000 }).toEqual([DROP.cut, DROP.stage]);
	const { items } = await read("/opportunities");
	expect(items).toMatchObject([
		{ name: "Acme renewal", account: { name: "Acme" }, amount: { amountMinor: "1250050", currency: "EUR" } },
	]);
});

test("what the page says of handed-over rows is what comes of them", async () => {
	const key = await addApiKey(database, people.admin, ["leads:write"]);
	const headers = { authorization: `Bearer ${key}`, "content-type": "text/csv" };
	const path = "/api/v1/marketing/handoffs?system=pardot";
	const hand = (body: string) => app.request(path, { method: "POST", headers, body });
	const [head] = HANDED.rows.split("\n");
	expect((await hand(HANDED.rows)).status).toBe(202);
	await hand(`${head}\n,,Hafen,Fair 26,\n73,cem@kai.example,Kai,Fair 26,03/04/2026`);
	await expect.poll(() => reasons("marketing"), { timeout: 8000 }).toEqual([HANDED.nobody, HANDED.day]);
	expect((await read("/leads")).items.map(({ email }: { email: string }) => email).sort()).toEqual([
		"ada@hafen.example",
		"bea@werft.example",
	]);
});
