import { describe, expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import { commandBody, eventBody, tell, tellCommand, tellEvent } from "../../stand-ins/slack/tell.ts";
import { imOf } from "../../stand-ins/slack/workspace.ts";
import { slackManifest } from "./manifest.ts";
import { SCOPES } from "./scopes.ts";
import { slackKit } from "./test-kit.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

for (const { name, run } of conformanceCases(slackKit)) test(name, run);

test("the manifest names every event, command and scope, and its addresses", () => {
	const manifest = slackManifest({
		hooks: "https://c.example.com/hooks/slack/acme",
		callback: "https://c.example.com/hooks/slack/acme/callback",
		bySocket: false,
	});
	const text = JSON.stringify(manifest);
	for (const { name } of SCOPES) expect(text).toContain(`"${name}"`);
	expect(manifest).toMatchObject({
		display_information: { name: expect.stringMatching(/^.{1,35}$/), description: expect.stringMatching(/^.{1,140}$/) },
		features: {
			agent_view: { agent_description: expect.stringMatching(/^.{1,300}$/) },
			unfurl_domains: ["c.example.com"],
		},
		settings: {
			socket_mode_enabled: false,
			event_subscriptions: { request_url: "https://c.example.com/hooks/slack/acme" },
		},
	});
	expect(text).not.toContain("channels:history");
});

const world = await slackTest();
const { app, slack } = world;
const { tenantId, people } = await addSlackPeople(world);
const teamsThere = async () =>
	(await (await app.call("GET", "/connections/slack/chat", { as: people.admin })).json()).teams.length;

describe("requests at the door", () => {
	const body = () => eventBody(slack, { type: "app_home_opened", user: "UREP", tab: "messages" }, crypto.randomUUID());

	test("Slack's question for the address is answered, and only when it is signed", async () => {
		const asked = JSON.stringify({ type: "url_verification", challenge: "c-1" });
		expect(await tell(slack, asked)).toMatchObject({ status: 200, text: JSON.stringify({ challenge: "c-1" }) });
		expect((await tell(slack, asked, { secret: "another" })).status).toBe(401);
	});

	test.each([
		["old", -301_000],
		["from the future", 301_000],
	])("one that is %s is refused", async (_, ms) => {
		expect((await tell(slack, body(), { at: app.deps.now() + ms })).status).toBe(401);
	});

	test("one that cannot be read is refused", async () => {
		expect((await tell(slack, "{")).status).toBe(400);
		expect((await tell(slack, "[]")).status).toBe(400);
	});

	test("one of a workspace in which we are not is refused", async () => {
		expect((await tell(slack, body())).status).toBe(401);
	});

	test("Slack's own check of the certificate is answered", async () => {
		expect((await tell(slack, "ssl_check=1&token=x", { form: true })).status).toBe(200);
	});
});

describe("installation", () => {
	test("one who declines, or comes back in another browser, installs nothing", async () => {
		expect(await addToSlack(world, people.admin, { deny: true })).toBe("/settings/slack?install=refused");
		expect(await addToSlack(world, people.admin, { otherBrowser: true })).toBe("/settings/slack?install=stale");
		expect(await teamsThere()).toBe(0);
	});

	test("an administrator adds us; people with confirmed addresses are known at once, the token is nowhere in the clear", async () => {
		slack.users.set("UGUEST", {
			...(slack.users.get("UREP") as never as object),
			id: "UGUEST",
			isGuest: true,
		} as never);
		slack.users.set("UELSE", {
			...(slack.users.get("UREP") as never as object),
			id: "UELSE",
			email: "maria@harbour.example",
			isEmailConfirmed: false,
			name: "Not Maria",
		} as never);
		expect(await addToSlack(world, people.admin)).toBe("/settings/slack?install=done");
		const told = await (await app.call("GET", "/connections/slack/chat", { as: people.admin })).json();
		expect(told.teams).toMatchObject([{ id: slack.teamId, name: "Northwind" }]);
		expect(told.reachable.map(({ name }: { name: string }) => name).sort()).toEqual([
			"Astrid",
			"David",
			"Jennifer",
			"Maria",
			"Robert",
		]);
		// Somebody whose address Slack did not confirm is nobody until a person says so.
		expect(told.waiting).toBe(1);
		expect(JSON.stringify(told)).not.toContain("xoxb");
		const rows = await app.database.reader(tenantId).selectFrom("installations").selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain("xoxb");
	});

	test("the second time it is one installation; a state is spent once", async () => {
		expect(await addToSlack(world, people.admin)).toBe("/settings/slack?install=done");
		expect(await teamsThere()).toBe(1);
	});

	test("a command is answered with the new token, to the asker alone", async () => {
		const channel = slack.channels.get("C1");
		if (!channel) throw new Error("no channel");
		expect((await tellCommand(slack, "UREP", channel, "help")).status).toBe(200);
		await expect.poll(() => channel.messages.length).toBe(1);
		expect(channel.messages[0]).toMatchObject({ ephemeralTo: "UREP", text: "What you can ask" });
	});

	test("somebody who is nobody here is told so, and nothing else", async () => {
		const channel = slack.channels.get("C1");
		if (!channel) throw new Error("no channel");
		await tellCommand(slack, "UELSE", channel, "forecast");
		await expect.poll(() => channel.messages.at(-1)?.ephemeralTo).toBe("UELSE");
		expect(channel.messages.at(-1)?.text).toContain("I do not know who you are");
		await tellCommand(slack, "UGUEST", channel, "forecast");
		await expect.poll(() => channel.messages.at(-1)?.ephemeralTo).toBe("UGUEST");
		expect(channel.messages.at(-1)?.text).toContain("I do not know who you are");
	});
});

describe("the same thing twice", () => {
	test("an event that is tried again is done once", async () => {
		const im = imOf(slack, "UREP");
		const event = {
			type: "message",
			channel_type: "im",
			user: "UREP",
			channel: im.id,
			text: "help",
			ts: "1700000000.000001",
		};
		im.messages.push({
			ts: event.ts,
			user: "UREP",
			text: "help",
			blocks: [],
			threadTs: null,
			metadata: null,
			ephemeralTo: null,
			editedTs: null,
			unfurls: {},
		});
		expect((await tellEvent(slack, event, { id: "EvTwice" })).status).toBe(200);
		await expect.poll(() => im.messages.length).toBe(2);
		await expect
			.poll(async () =>
				(await tellEvent(slack, event, { id: "EvTwice", retry: { num: 1, reason: "http_timeout" } })).headers.get(
					"x-slack-no-retry",
				),
			)
			.toBe("1");
		expect(im.messages.length).toBe(2);
	});

	test("a recorded command that is sent again does nothing", async () => {
		const channel = slack.channels.get("C1");
		if (!channel) throw new Error("no channel");
		const before = channel.messages.length;
		const body = commandBody(slack, "UREP", channel, "help");
		await tell(slack, body, { form: true });
		await expect.poll(() => channel.messages.length).toBe(before + 1);
		await expect.poll(async () => (await tell(slack, body, { form: true })).headers.get("x-slack-no-retry")).toBe("1");
		expect(channel.messages.length).toBe(before + 1);
	});

	test("one whose handling failed may be tried again", async () => {
		slack.troubles.push({ method: "views.publish", error: "internal_error" });
		const event = { type: "app_home_opened", user: "UREP", channel: imOf(slack, "UREP").id, tab: "home" };
		await tellEvent(slack, event, { id: "EvAgain" });
		await expect.poll(async () => (await tellEvent(slack, event, { id: "EvAgain" })).status).toBe(200);
		await expect.poll(() => slack.homes.has("UREP")).toBe(true);
	});
});

test("uninstalling forgets the token and everybody; nothing is answered any more", async () => {
	expect((await tellEvent(slack, { type: "app_uninstalled" })).status).toBe(200);
	await expect.poll(teamsThere).toBe(0);
	const members = () => app.database.reader(tenantId).selectFrom("chat_members").selectAll().execute();
	await expect.poll(members).toEqual([]);
	expect((await tellEvent(slack, { type: "app_home_opened", user: "UREP", tab: "home" })).status).toBe(401);
});
