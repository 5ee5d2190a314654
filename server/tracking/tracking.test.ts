import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { TrackingJson } from "../../core/contract/lead-events.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const SITE = "https://www.harbour.example";
let tenantId = 0;
let cast: TestCast;
let slug = "";
let lead = { id: "", email: "" };
let key = "";
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await app.database.inTenant(tenantId, async (trx) => {
		const { rows } = await sql<{ slug: string }>`select slug from tenants`.execute(trx);
		slug = rows[0]?.slug ?? "";
		const found = await sql<typeof lead>`select id::text as id, email from leads
			where email is not null and status in ('new', 'working') order by id limit 1`.execute(trx);
		lead = found.rows[0] ?? lead;
	});
});

const visits = () =>
	app.database.inTenant(tenantId, async (trx) => {
		const { rows } = await sql<{ subject: string }>`select subject from activities
			where lead_id = ${lead.id}::uuid and subject like 'Test:%' order by subject`.execute(trx);
		return rows.map((row) => row.subject);
	});
const put = (body: object) => app.call("PUT", "/tracking", { as: cast.david, body });
const track = (given: object, headers: Record<string, string> = {}, from?: string) =>
	app.request(
		`/track/${slug}`,
		{
			method: "POST",
			headers: { origin: SITE, "content-type": "text/plain", ...headers },
			body: JSON.stringify({ key, visitor: VISITOR, events: [], ...given }),
		},
		from,
	);
const VISITOR = crypto.randomUUID();
const seen = (subject: string, id: string = crypto.randomUUID()) => ({ events: [{ id, subject }] });
const hash = (mail: string) => createHash("sha256").update(mail.trim().toLowerCase()).digest("hex");

describe("events told by a program", () => {
	test("count once by their key, become the lead's activities, and name those that nobody is", async () => {
		const event = { kind: "email", direction: "in", email: lead.email.toUpperCase() };
		const body = {
			events: [
				{ ...event, key: "a", subject: "Test: api" },
				{ ...event, key: "b", email: "nobody@nowhere.example" },
			],
		};
		const send = async () => (await app.call("POST", "/lead-events", { as: cast.david, body })).json();
		expect(await send()).toEqual({ taken: 1, known: 0, unmatched: ["b"] });
		expect(await send()).toEqual({ taken: 0, known: 1, unmatched: ["b"] });
		expect(await visits()).toEqual(["Test: api"]);
		const told = await app.database.inTenant(tenantId, (trx) =>
			trx.selectFrom("events").select("type").where("entity_id", "=", lead.id).execute(),
		);
		expect(told.map((row) => row.type)).toEqual(["lead.changed"]);
	});
});

describe("the snippet's door", () => {
	test("is closed until it is switched on, and to other keys and origins after", async () => {
		expect((await track(seen("Test: early"))).status).toBe(403);
		const answer = await put({ isOn: true, origins: [SITE], version: 0 });
		expect(answer.status, await answer.clone().text()).toBe(200);
		const kept = (await answer.json()) as TrackingJson;
		key = kept.writeKey ?? "";
		expect(kept.snippet).toContain(`data-key="${key}"`);
		expect((await track({ ...seen("Test: other key"), key: "pub_guess" })).status).toBe(403);
		expect((await track(seen("Test: other site"), { origin: "https://evil.example" })).status).toBe(403);
		expect((await track({ events: "no" })).status).toBe(400);
		expect((await put({ isOn: true, origins: ["https://a.example/path"], version: 1 })).status).toBe(400);
		expect((await put({ isOn: true, origins: [], version: 0 })).status).toBe(409);
	});

	test("keeps visits until one knows whose they are; then they are the lead's, each once", async () => {
		const id = crypto.randomUUID();
		const first = await track(seen("Test: page 1", id));
		expect([first.status, first.headers.get("access-control-allow-origin")]).toEqual([204, SITE]);
		await track(seen("Test: page 1", id));
		expect(await visits()).toEqual(["Test: api"]);
		await track({ mailHash: hash(` ${lead.email.toUpperCase()} `) });
		await track(seen("Test: page 2"));
		await track({ mailHash: hash(lead.email) });
		expect(await visits()).toEqual(["Test: api", "Test: page 1", "Test: page 2"]);
	});

	test("drops what comes of somebody who asks not to be followed", async () => {
		expect((await track(seen("Test: dnt"), { dnt: "1" })).status).toBe(204);
		expect((await track(seen("Test: gpc"), { "sec-gpc": "1" })).status).toBe(204);
		expect(await visits()).not.toContain("Test: dnt");
		expect(await visits()).not.toContain("Test: gpc");
	});

	test("takes so many a minute from one address", async () => {
		const from = "203.0.113.9";
		const answers = [];
		for (let k = 0; k < 601; k++) answers.push((await track({ events: "no" }, {}, from)).status);
		expect(answers.filter((status) => status === 429).length).toBe(1);
	});

	test("is closed again by a new key or by switching it off", async () => {
		const renewed = (await (
			await put({ isOn: true, origins: [SITE], newKey: true, version: 1 })
		).json()) as TrackingJson;
		expect(renewed.writeKey).not.toBe(key);
		expect((await track(seen("Test: old key"))).status).toBe(403);
		key = renewed.writeKey ?? "";
		expect((await track(seen("Test: new key"))).status).toBe(204);
		await put({ isOn: false, origins: [SITE], version: 2 });
		expect((await track(seen("Test: off"))).status).toBe(403);
	});
});

describe("the snippet", () => {
	const source = readFileSync(new URL("./courtside.js", import.meta.url), "utf8");
	/** Runs it in a page of a site; gives what it sent. */
	function page(given: { gpc?: boolean; dnt?: string; stored?: string } = {}) {
		const sent: { url: string; body: { visitor: string; events: { subject: string }[]; mailHash?: string } }[] = [];
		const store = new Map<string, string>(given.stored ? [["courtside.visitor", given.stored]] : []);
		const localStorage = {
			getItem: (name: string) => store.get(name) ?? null,
			setItem: (name: string, value: string) => void store.set(name, value),
			removeItem: (name: string) => void store.delete(name),
		};
		const window = { crypto, localStorage, location: { pathname: "/prices" } } as Record<string, unknown>;
		const currentScript = { src: "https://courtside.example/t.js", dataset: { key: "pub_x", workspace: "harbour" } };
		const document = { currentScript, title: "Prices", dispatchEvent: () => true };
		const navigator = { globalPrivacyControl: given.gpc, doNotTrack: given.dnt };
		const fetch = async (url: string, init: { body: string }) => void sent.push({ url, body: JSON.parse(init.body) });
		new Function("window", "document", "navigator", "fetch", source)(window, document, navigator, fetch);
		type Api = {
			consent(yes: boolean): void;
			page(): void;
			event(s: string): void;
			identify(mail: string): Promise<void>;
		};
		return { sent, store, api: window["courtside"] as Api };
	}

	test("is small, is served to other sites, and needs no cookie", async () => {
		expect(source.length).toBeLessThan(3000);
		expect(source).not.toContain("cookie");
		const served = await app.request("/t.js");
		expect(await served.text()).toBe(source);
		expect(served.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
		expect(served.headers.get("set-cookie")).toBeNull();
	});

	test("keeps and sends nothing before consent, nor after it was withdrawn", async () => {
		const { sent, store, api } = page({ stored: "old" });
		api.page();
		await api.identify("ada@lakeside.example");
		expect(sent).toEqual([]);
		api.consent(true);
		expect(sent).toMatchObject([
			{
				url: "https://courtside.example/track/harbour",
				body: { visitor: "old", events: [{ subject: "Prices /prices" }] },
			},
		]);
		await api.identify(" Ada@Lakeside.example ");
		expect(sent[1]?.body.mailHash).toBe(hash("ada@lakeside.example"));
		expect(JSON.stringify(sent)).not.toContain("@");
		api.consent(false);
		api.page();
		expect([sent.length, store.size]).toEqual([2, 0]);
	});

	test.each([{ gpc: true }, { dnt: "1" }])("does nothing where the browser asks not to be followed: %o", (asks) => {
		const { sent, store, api } = page(asks);
		api.consent(true);
		api.page();
		expect([sent, store.size]).toEqual([[], 0]);
	});
});
