import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { commandBody, envelopeOf, eventBody, tellCommand, tellEvent } from "../../stand-ins/slack/tell.ts";
import { addChannel, imOf } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { listenBySocket } from "./socket.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

const world = await slackTest();
const { app, slack } = world;
const { tenantId, people } = await addSlackPeople(world);
await addToSlack(world, people.admin);
// From here on Slack knows no address of ours.
slack.app.requestUrl = null;
const ports = app.deps.portsOf(slackHost.id, tenantId);
const sales = addChannel(slack, { id: "C9", name: "sales" });
const ending = new AbortController();
const running: Promise<void>[] = [];
const listen = () => running.push(listenBySocket(ports, ending.signal, 50));
const settings = async () =>
	(await (await app.call("GET", "/connections/slack/chat", { as: people.admin })).json()).socket;
const paste = (appToken: string) =>
	app.call("PUT", "/connections/slack", { as: people.admin, body: { secrets: { appToken } } });
const isOpen = (n = 1) => expect.poll(() => slack.sockets.length, { timeout: 10_000 }).toBe(n);
const endFirst = async (how: "disconnect" | "cut") => {
	const [old] = slack.sockets;
	if (!old) throw new Error("no connection");
	old.end(how);
	await expect.poll(() => slack.sockets.includes(old), { timeout: 10_000 }).toBe(false);
};
const helped = async () => {
	const before = sales.messages.length;
	const told = await tellCommand(slack, "UREP", sales, "help");
	await expect.poll(() => sales.messages.length, { timeout: 10_000 }).toBe(before + 1);
	return { told, message: sales.messages.at(-1) };
};

afterAll(async () => {
	ending.abort();
	await Promise.all(running);
});

test("without an app token nothing is opened", async () => {
	await listenBySocket(ports, ending.signal, 50);
	expect(slack.sockets).toHaveLength(0);
	expect(await settings()).toMatchObject({ state: "off", manifest: { settings: { socket_mode_enabled: true } } });
});

test("the manifest for it tells Slack no address", async () => {
	const { manifest } = await settings();
	expect(JSON.stringify(manifest)).not.toContain('/hooks/slack/harbour"');
	expect(manifest.settings.event_subscriptions).not.toHaveProperty("request_url");
});

describe("with the token that Slack made", () => {
	test("a connection is opened", async () => {
		expect((await paste(slack.app.appToken)).status).toBe(200);
		listen();
		await isOpen();
	});

	test("the token is nowhere in the clear", async () => {
		const { rows } = await sql<{ found: number }>`select count(*)::int as found from installations i
			where i::text like ${`%${slack.app.appToken}%`}`.execute(app.database.reader(tenantId));
		expect(rows[0]?.found).toBe(0);
		const shown = await (await app.call("GET", "/connections/slack", { as: people.admin })).text();
		expect(shown).not.toContain(slack.app.appToken);
	});

	test("a command comes over our own connection and is answered to the asker alone", async () => {
		const { told, message } = await helped();
		expect(told.status).toBe(200);
		expect(message).toMatchObject({ ephemeralTo: "UREP" });
		await expect.poll(async () => (await settings()).state, { timeout: 5000 }).toBe("open");
	});

	test("what comes twice, over two connections, is done once", async () => {
		listen();
		await isOpen(2);
		const event = { type: "app_home_opened", user: "UREP", channel: imOf(slack, "UREP").id, tab: "home" };
		const published = () => slack.calls.filter(({ method }) => method === "views.publish").length;
		const before = published();
		const body = eventBody(slack, event, "EvTwice");
		await Promise.all(slack.sockets.map((socket) => socket.deliver(envelopeOf(body, {}))));
		await expect.poll(published, { timeout: 10_000 }).toBe(before + 1);
		await tellEvent(slack, event, { id: "EvTwice", retry: { num: 1, reason: "timeout" } });
		const command = commandBody(slack, "UREP", sales, "help");
		const count = sales.messages.length;
		for (const socket of slack.sockets) await socket.deliver(envelopeOf(command, { form: true }));
		await expect.poll(() => sales.messages.length, { timeout: 10_000 }).toBe(count + 1);
		await pause(200);
		expect(published()).toBe(before + 1);
		expect(sales.messages.length).toBe(count + 1);
	});

	test.each(["disconnect", "cut"] as const)("after Slack says %s it is opened anew", async (how) => {
		await endFirst(how);
		await isOpen(2);
		expect((await helped()).message?.ephemeralTo).toBe("UREP");
	});

	test("while Slack refuses it is tried again, and works as soon as Slack lets us", async () => {
		slack.troubles.push({ method: "apps.connections.open", status: 503 });
		await endFirst("cut");
		await isOpen(2);
		expect((await helped()).message?.ephemeralTo).toBe("UREP");
	});

	test("taken away, the connections end", async () => {
		await app.call("PUT", "/connections/slack", { as: people.admin, body: { state: "paused" } });
		await isOpen(0);
		await Promise.all(running);
	});

	test("while our own database is away no connection is left behind", async () => {
		await app.call("PUT", "/connections/slack", { as: people.admin, body: { state: "on" } });
		let isAway = false;
		const current: typeof ports.installations.current = async () => {
			if (isAway) throw new Error("the database is away");
			return ports.installations.current();
		};
		const shaky = { ...ports, installations: { ...ports.installations, current } };
		const listening = listenBySocket(shaky, ending.signal, 50).catch((fault: Error) => fault.message);
		await isOpen();
		isAway = true;
		await isOpen(0);
		expect(await listening).toBe("the database is away");
	});

	test("where Slack ends each connection as soon as it is there, the next one waits", async () => {
		const opened = () => slack.calls.filter(({ method }) => method === "apps.connections.open").length;
		const before = opened();
		const cutting = setInterval(() => slack.sockets.at(-1)?.end("cut"), 1);
		const stopping = new AbortController();
		const listening = listenBySocket(ports, stopping.signal, 60_000);
		await expect.poll(opened, { timeout: 10_000 }).toBeGreaterThan(before);
		await pause(1000);
		clearInterval(cutting);
		stopping.abort();
		await listening;
		expect(opened() - before).toBeLessThan(3);
	});
});
