// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { mapChanges } from "../../core/contract/change-payload.ts";
import { conformanceCases } from "../../core/contract/conformance.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Installation, Outgoing, Ports, SignedRequest, WriteBack } from "../../core/contract/host.ts";
import { whyRefused } from "./call-back.ts";
import { webHost } from "./host.ts";
import { verifySigned } from "./signature.ts";
import { webKit } from "./test-kit.ts";
import { recordDoor } from "./write-back.ts";

const NOW = Date.UTC(2026, 8, 15, 9, 30);
const KEY = "a-key-of-more-than-enough-length";

describe("the web host", () => {
	const cases = conformanceCases(webKit);
	test.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => c.run());
});

describe("a signed request", () => {
	const body = '{"changes":[]}';
	const sign = (now = NOW) => webKit.sign(body, { now, key: KEY });
	test("is refused when signed in the future beyond the window", () => {
		expect(verifySigned(sign(NOW + 6 * 60_000), { now: NOW, keys: [KEY] }).ok).toBe(false);
	});
	test("is refused when its timestamp was changed", () => {
		const request = sign();
		request.headers["x-courtside-timestamp"] = String(NOW + 1);
		expect(verifySigned(request, { now: NOW, keys: [KEY] }).ok).toBe(false);
	});
	test("is found by header names in any case", () => {
		const request = sign();
		const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k.toUpperCase(), v]));
		expect(verifySigned({ ...request, headers }, { now: NOW, keys: [KEY] }).ok).toBe(true);
	});
	test("is refused where no key is set", () => {
		expect(verifySigned(sign(), { now: NOW, keys: [] }).ok).toBe(false);
	});
});

describe("changes", () => {
	test("carry money as minor units and leave out what was not said", () => {
		const deal = mapChanges(webKit.raw.payload)[1];
		expect(deal).toEqual({
			entity: "deal",
			externalId: "d-17",
			recordedAt: Date.UTC(2026, 8, 15, 7, 29),
			fields: {
				name: "Acme renewal",
				accountExternalId: "acme",
				stageName: "Negotiation",
				amountMinor: "1250050",
				currency: "EUR",
				closeDate: "2026-09-30",
			},
		});
	});
	test.each([
		[
			"an unknown field",
			{ entity: "deal", id: "1", recordedAt: "2026-01-01T00:00:00Z", fields: { colour: "red" } },
			"changes.0.fields",
		],
		[
			"a float for money",
			{ entity: "deal", id: "1", recordedAt: "2026-01-01T00:00:00Z", fields: { amount: 1.5, currency: "EUR" } },
			"changes.0.fields.amount",
		],
		[
			"an amount without currency",
			{ entity: "deal", id: "1", recordedAt: "2026-01-01T00:00:00Z", fields: { amount: "1" } },
			"changes.0.fields.currency",
		],
		[
			"a moment without zone",
			{ entity: "account", id: "1", recordedAt: "2026-01-01 00:00", fields: {} },
			"changes.0.recordedAt",
		],
	])("with %s are refused, and the place is named", (_, change, path) => {
		try {
			mapChanges({ changes: [change] });
			expect.unreachable();
		} catch (fault) {
			expect(fault).toBeInstanceOf(CourtsideError);
			expect((fault as CourtsideError).errors?.map((e) => e.path)).toContain(path);
		}
	});
});

/** Ports over plain memory, and a web that answers as told. */
function portsWith(given: {
	answer?: () => Response | Promise<Response>;
	settings?: Installation["settings"];
	state?: Installation["state"];
}) {
	const sent: { url: string; init: RequestInit }[] = [];
	const inbox = new Set<string>();
	const ports: Ports = {
		log: { info() {}, warn() {} },
		fetch: async (url, init) => {
			sent.push({ url: String(url), init: init ?? {} });
			return given.answer ? given.answer() : new Response(null, { status: 204 });
		},
		now: () => NOW,
		secrets: {
			get: async (name) => (name === "webhookKey" ? KEY : null),
			async set() {},
			refresh: async (_name, { renew }) => renew(null),
			list: async () => ({}),
			async remove() {},
		},
		chat: {} as Ports["chat"],
		installations: {
			current: async () => ({
				id: "1",
				tenantId: 1,
				state: given.state ?? "on",
				settings: given.settings ?? { callbackUrl: "https://crm.example.com/courtside" },
				account: null,
			}),
			claim: async () => true,
		},
		app: null,
		cursors: { get: async () => null, async set() {} },
		inbox: {
			async put(key) {
				const seen = inbox.has(key);
				inbox.add(key);
				return seen ? "seen" : "new";
			},
		},
		outbox: { async put() {} },
		async enqueue() {},
		limiter: { async take() {}, async penalize() {} },
		files: { where: async () => "", list: async () => [], read: async () => null, async write() {} },
		views: { deal: async () => null, lead: async () => null },
	};
	return { ports, sent };
}

describe("a write-back", () => {
	const change: Outgoing = { id: "o1", kind: "deal.changed", dedupKey: "k1", payload: { dealId: "d-17" } };
	test("arrives signed, so that the other side can verify it as we verify theirs", async () => {
		const { ports, sent } = portsWith({});
		expect(await webHost.write(change, ports)).toEqual({ ok: true });
		const { url, init } = sent[0] ?? { url: "", init: {} };
		const request: SignedRequest = {
			method: "POST",
			url,
			headers: init.headers as Record<string, string>,
			body: String(init.body),
		};
		expect(verifySigned(request, { now: NOW, keys: [KEY] }).ok).toBe(true);
		expect(JSON.parse(request.body)).toEqual({
			id: "o1",
			kind: "deal.changed",
			dedupKey: "k1",
			payload: { dealId: "d-17" },
		});
	});
	test("waits as long as a busy system asks", async () => {
		const { ports } = portsWith({ answer: () => new Response(null, { status: 429, headers: { "retry-after": "7" } }) });
		expect(await webHost.write(change, ports)).toMatchObject({ ok: false, retry: true, retryAfterMs: 7000 });
	});
	test("is tried again after a fault of the other side or of the line, not after a refusal", async () => {
		const answerTo = async (answer: () => Response) => webHost.write(change, portsWith({ answer }).ports);
		expect(await answerTo(() => new Response(null, { status: 503 }))).toMatchObject({ ok: false, retry: true });
		expect(await answerTo(() => new Response(null, { status: 404 }))).toMatchObject({ ok: false, retry: false });
		expect(await answerTo(() => new Response(null, { status: 302 }))).toMatchObject({ ok: false, retry: false });
		const broken = () => {
			throw new TypeError("connection refused");
		};
		expect(await answerTo(broken)).toMatchObject({ ok: false, retry: true });
	});
	test("goes nowhere when the address lies in a private network", async () => {
		const { ports, sent } = portsWith({ settings: { callbackUrl: "https://10.0.0.8/hook" } });
		expect(await webHost.write(change, ports)).toMatchObject({ ok: false, retry: false });
		expect(sent).toEqual([]);
	});
	test.each([
		"http://crm.example.com/",
		"https://localhost/",
		"https://127.1/",
		"https://2130706433/",
		"https://0x7f.0.0.1/",
		"https://169.254.169.254/",
		"https://172.20.1.1/",
		"https://100.64.0.1/",
		"https://[::1]/",
		"https://[fd00::1]/",
		"https://[::ffff:10.0.0.1]/",
		"https://printer.local/",
		"https://intranet/",
		"https://user:secret@crm.example.com/",
	])("refuses %s", (address) => {
		expect(whyRefused(new URL(address), false)).not.toBeNull();
	});
	test("may go to a private address where an administrator allows it", () => {
		expect(whyRefused(new URL("http://10.0.0.8/hook"), true)).toBeNull();
		expect(whyRefused(new URL("https://crm.example.com/"), false)).toBeNull();
		expect(whyRefused(new URL("https://[2606:4700::1111]/"), false)).toBeNull();
	});
});

describe("records written back", () => {
	const given = (answer?: () => Response) => {
		const { ports, sent } = portsWith(answer ? { answer } : {});
		return {
			sent,
			given: {
				ports,
				names: { deal: { ...recordDoor.names.deal, nextStep: "next_action" }, lead: {}, account: {}, task: {} },
			},
		};
	};
	const records: WriteBack[] = [
		{
			dedupKey: "write-back:1",
			entity: "deal",
			externalId: "d-17",
			fields: { courtsideProbability: 62, amountMinor: "1250050", currency: "EUR", nextStep: "Call" },
			expected: { amountMinor: "1200000", currency: "EUR", nextStep: null },
		},
		{ dedupKey: "write-back:2", entity: "deal", externalId: "d-18", fields: { courtsideProbability: 40 } },
	];
	test("go out under the names that were chosen, money as a decimal; a bare 2xx takes all of them", async () => {
		const { sent, given: to } = given();
		expect(await recordDoor.write(records, to)).toEqual([{ ok: true }, { ok: true }]);
		expect(JSON.parse(String(sent[0]?.init.body))).toEqual({
			kind: "write-back",
			payload: {
				records: [
					{
						entity: "deal",
						id: "d-17",
						dedupKey: "write-back:1",
						fields: { courtsideProbability: 62, amount: "12500.50", currency: "EUR", next_action: "Call" },
						expected: { amount: "12000.00", currency: "EUR", next_action: null },
					},
					{ entity: "deal", id: "d-18", dedupKey: "write-back:2", fields: { courtsideProbability: 40 } },
				],
			},
		});
	});
	test("are told of one by one when the system answers so", async () => {
		const answer = {
			records: [
				{
					ok: true,
					before: { amount: "12000", currency: "EUR" },
					left: { next_action: { changed: true, now: "Write" } },
				},
				{ ok: false, reason: "d-18 is locked", retry: true },
			],
		};
		expect(await recordDoor.write(records, given(() => Response.json(answer)).given)).toEqual([
			{
				ok: true,
				before: { amountMinor: "1200000", currency: "EUR" },
				left: { nextStep: { reason: expect.any(String), changed: true, now: "Write" } },
			},
			{ ok: false, reason: "d-18 is locked", retry: true },
		]);
	});
	test("wait all together when the system is busy", async () => {
		const busy = () => new Response(null, { status: 429, headers: { "retry-after": "7" } });
		const outcomes = await recordDoor.write(records, given(busy).given);
		expect(outcomes).toHaveLength(2);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: false, retry: true, retryAfterMs: 7000 });
	});
	test("what stands there is asked for before a preview; a system that cannot tell is no fault of the preview", async () => {
		const asked = [{ entity: "deal" as const, externalId: "d-17", fields: ["amountMinor", "currency", "nextStep"] }];
		const told = { records: [{ fields: { amount: 12000, currency: "JPY", next_action: "Write" } }] };
		expect(await recordDoor.read?.(asked, given(() => Response.json(told)).given)).toEqual([
			{ amountMinor: "12000", currency: "JPY", nextStep: "Write" },
		]);
		await expect(recordDoor.read?.(asked, given(() => new Response("ok")).given)).rejects.toThrow("does not tell");
	});
});

describe("a delivery", () => {
	const body = JSON.stringify(webKit.raw.payload);
	test("is accepted once and recognised after", async () => {
		const { ports } = portsWith({});
		const request = webKit.sign(body, { now: NOW, key: KEY });
		expect(await webHost.handle(request, ports)).toMatchObject({
			status: 202,
			body: { accepted: 3, seenBefore: false },
		});
		expect(await webHost.handle(request, ports)).toMatchObject({ status: 200, body: { seenBefore: true } });
	});
	test("learns at the door what is wrong with it", async () => {
		const { ports } = portsWith({});
		const handle = (text: string) => webHost.handle(webKit.sign(text, { now: NOW, key: KEY }), ports);
		expect(await handle('{"changes":[{"entity":"ship"}]}')).toMatchObject({ status: 422 });
		expect(await handle("not json")).toMatchObject({ status: 422 });
		expect(await webHost.handle(webKit.sign(body, { now: NOW, key: "another" }), ports)).toMatchObject({ status: 401 });
	});
	test("is refused while the connection is off", async () => {
		const { ports } = portsWith({ state: "paused" });
		expect(await webHost.handle(webKit.sign(body, { now: NOW, key: KEY }), ports)).toMatchObject({ status: 403 });
	});
});
