import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "@hubspot/api-client";
import { afterAll, expect, test } from "vitest";

// A second opinion of our stand-in: HubSpot's own client must understand all that it answers.

const ROOT = join(import.meta.dirname, "../../../..");
const contacts = Array.from({ length: 125 }, (_, at) => ({
	type: "contacts",
	id: String(9000 + at),
	at: Date.UTC(2026, 8, 1) + at * 1000,
	properties: { firstname: `Ada ${at}`, email: `ada${at}@hafen.example` },
}));
const company = { type: "companies", id: "8000", at: Date.UTC(2026, 8, 1), properties: { name: "Hafen" } };
const portal = spawn(process.execPath, ["stand-ins/hubspot/main.ts", "--given", "--port", "0"], {
	cwd: ROOT,
	stdio: ["pipe", "pipe", "inherit"],
});
portal.stdin.end(
	JSON.stringify({
		currency: "EUR",
		owners: [],
		pipelines: [],
		records: [...contacts, company],
		links: [["contacts", "9000", "companies", "8000"]],
	}),
);
const [line] = (await once(createInterface(portal.stdout), "line")) as [string];
const { base, accessToken } = JSON.parse(line) as { base: string; accessToken: string };
const client = new Client({ accessToken, basePath: base, numberOfApiCallRetries: 1 });
afterAll(() => portal.kill());

test("HubSpot's own client reads every page, searches, and finds associations", async () => {
	const all = await client.crm.contacts.getAll(50, undefined, ["email"]);
	expect(all.map(({ id }) => id)).toEqual(contacts.map(({ id }) => id));
	expect(all[3]?.properties["email"]).toBe("ada3@hafen.example");
	expect(all[0]?.createdAt).toBeInstanceOf(Date);
	const found = await client.crm.contacts.searchApi.doSearch({
		filterGroups: [{ filters: [{ propertyName: "email", operator: "EQ" as never, value: "ada7@hafen.example" }] }],
		properties: ["email"],
		limit: 10,
		after: "0",
		sorts: [],
	});
	expect([found.total, found.results[0]?.id]).toEqual([1, "9007"]);
	const linked = await client.crm.associations.v4.batchApi.getPage("contacts", "companies", {
		inputs: [{ id: "9000" }],
	});
	expect(String(linked.results[0]?.to[0]?.toObjectId)).toBe("8000");
});

test("it understands a batch of which a part failed, and a refused token", async () => {
	const answer = await client.crm.contacts.batchApi.update({
		inputs: [
			{ id: "9001", properties: { jobtitle: "Buyer" } },
			{ id: "1", properties: { jobtitle: "Nobody" } },
		],
	});
	expect(answer.results.map(({ id }) => id)).toEqual(["9001"]);
	expect("numErrors" in answer && answer.numErrors).toBe(1);
	const one = await client.crm.contacts.basicApi.getById("9001", ["jobtitle"]);
	expect(one.properties["jobtitle"]).toBe("Buyer");
	const stranger = new Client({ accessToken: "wrong", basePath: base, numberOfApiCallRetries: 1 });
	await expect(stranger.crm.contacts.basicApi.getPage(1)).rejects.toMatchObject({ code: 401 });
});
