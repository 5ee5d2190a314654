import { beforeEach, describe, expect, test } from "vitest";
import { type ChatDoc, chatDoc } from "../../core/contract/chat.ts";
import { atWallTime, DAY_MS, dateIn } from "../../core/model/instant.ts";
import { claimMessages } from "../../server/chat/claim.ts";
import { type DeliverDeps, deliverChat } from "../../server/chat/deliver.ts";
import { putChatMessage } from "../../server/chat/messages.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { tellAction } from "../../stand-ins/slack/tell.ts";
import { imOf } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

const world = await slackTest();
const { app, slack } = world;
const { database, deps } = app;
const { tenantId, people } = await addSlackPeople(world);
expect(await addToSlack(world, people.admin)).toBe("/settings/slack?install=done");
const at = { tenantId, host: slackHost.id };
const signal = new AbortController().signal;
const delivering: DeliverDeps = {
	database,
	hosts: [slackHost],
	portsOf: deps.portsOf,
	now: deps.now,
	wait: async (ms) => app.passTime(ms),
};
const deliver = () => deliverChat(delivering, at, signal);
const user = people.rep;
const im = imOf(slack, "UREP");
/** What people got to see, without what we only answered. */
const got = () => im.messages.filter(({ user: from, ephemeralTo }) => from === slack.botUserId && ephemeralTo === null);

let counted = 0;
async function put(given: Partial<ChatDoc> & { userId?: string; key?: string } = {}): Promise<string> {
	const { userId = user.userId, key = `k-${++counted}`, ...doc } = given;
	const now = deps.now();
	const id = await database.inTenant(tenantId, (trx) =>
		putChatMessage(trx, {
			...at,
			userId,
			kind: doc.kind ?? "digest.rep",
			dedupKey: key,
			localDay: dateIn("Europe/Berlin", now),
			doc: chatDoc.parse({ ...plain, ...doc }),
			now,
		}),
	);
	return id ?? "";
}
const plain = {
	kind: "digest.rep",
	title: "Your day",
	lead: "Two things",
	items: [
		{
			title: "Acme",
			text: "62 %, down 9 points",
			why: ["−6 close date pushed twice"],
			about: null,
			path: "/deals/1",
			action: "open",
		},
	],
	foot: "As of now",
	locale: "en",
	asOf: "2026-09-15T09:00:00Z",
};
async function roll(audience: "nobody" | "everybody", more: object = {}): Promise<void> {
	const rollout = { audience, previewedAt: "2026-09-15T09:00:00Z", ...more };
	await database.inTenant(tenantId, (trx) => changeInstallation(trx, { ...at, settings: { rollout } }));
}
const rowOf = (id: string) =>
	database.reader(tenantId).selectFrom("chat_messages").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** The next working morning at ten in Berlin, where everybody is. */
function toMorning(): void {
	let day = dateIn("Europe/Berlin", deps.now() + DAY_MS);
	while ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
		day = dateIn("Europe/Berlin", Date.parse(`${day}T12:00:00Z`) + DAY_MS);
	app.passTime(atWallTime("Europe/Berlin", day, 600) - deps.now());
}

beforeEach(async () => {
	toMorning();
	im.messages.length = 0;
	slack.troubles.length = 0;
	await database.inTenant(tenantId, (trx) => trx.deleteFrom("chat_messages").execute());
	await database.inTenant(tenantId, (trx) => trx.deleteFrom("outbox_pace").execute());
	await database.inTenant(tenantId, (trx) => trx.deleteFrom("chat_choices").execute());
	await roll("everybody");
});

describe("a message", () => {
	test("goes to its person once, with our mark in it, however often it is put in and delivered", async () => {
		const id = await put({ key: "digest.rep:maria:today" });
		expect(await put({ key: "digest.rep:maria:today" })).toBe("");
		await deliver();
		await deliver();
		expect(got()).toHaveLength(1);
		expect(got()[0]).toMatchObject({ metadata: { event_type: "courtside_message", event_payload: { id } } });
		expect(await rowOf(id)).toMatchObject({ state: "sent", mark: got()[0]?.ts, attempts: 1 });
	});

	test("goes to nobody before an administrator saw a real one and chose", async () => {
		await roll("everybody", { previewedAt: null });
		const unseen = await put();
		await deliver();
		await roll("nobody");
		const unchosen = await put();
		await deliver();
		expect(got()).toEqual([]);
		for (const id of [unseen, unchosen]) expect((await rowOf(id)).state).toBe("nothing");
	});

	test("waits through the night and the weekend and comes in the morning", async () => {
		app.passTime(10 * 3_600_000);
		const id = await put({ kind: "alert.risk" });
		await deliver();
		expect(got()).toEqual([]);
		expect((await rowOf(id)).state).toBe("pending");
		toMorning();
		await deliver();
		expect(got()).toHaveLength(1);
	});

	test("waits while the person does not want to be disturbed", async () => {
		const maria = slack.users.get("UREP");
		if (!maria) throw new Error("nobody");
		const until = Math.floor(deps.now() / 1000) + 3600;
		maria.dnd = { from: until - 7200, to: until };
		await put();
		await deliver();
		expect(got()).toEqual([]);
		app.passTime(3_601_000);
		maria.dnd = null;
		await deliver();
		expect(got()).toHaveLength(1);
	});

	test("of a day that is over is not sent any more", async () => {
		const id = await put();
		toMorning();
		await deliver();
		expect(got()).toEqual([]);
		expect(await rowOf(id)).toMatchObject({ state: "nothing", reason: "its day is over" });
	});

	test("that Slack has too many of waits as long as Slack says, and everything with it", async () => {
		slack.troubles.push({ method: "chat.postMessage", retryAfter: 30 });
		const [first, second] = [await put(), await put({ userId: people.manager.userId })];
		await deliver();
		const states = [await rowOf(first), await rowOf(second)].map(({ state }) => state);
		expect(states.toSorted()).toEqual(["pending", "sent"]);
		await deliver();
		expect([await rowOf(first), await rowOf(second)].map(({ state }) => state)).toEqual(states);
		app.passTime(31_000);
		await deliver();
		expect([await rowOf(first), await rowOf(second)].map(({ state }) => state)).toEqual(["sent", "sent"]);
		expect(got()).toHaveLength(1);
	});

	test("that Slack will never take stands where an administrator sees it, and goes when they say so", async () => {
		slack.troubles.push({ method: "chat.postMessage", error: "restricted_action" });
		const id = await put();
		await deliver();
		const list = async () =>
			(await (await app.call("GET", "/connections/slack/chat/troubles", { as: people.admin })).json()).items;
		expect(await list()).toMatchObject([{ id, name: "Maria", state: "failed", reason: "Slack: restricted_action" }]);
		expect(
			(await app.call("POST", `/chat-messages/${id}/settle`, { as: people.admin, body: { as: "again" } })).status,
		).toBe(204);
		await deliver();
		expect(got()).toHaveLength(1);
		expect(await list()).toEqual([]);
	});

	test("whose charts a workspace does not take comes without them", async () => {
		slack.troubles.push({ method: "chat.postMessage", error: "invalid_blocks" });
		await put({
			chart: {
				title: "This quarter",
				unit: "EUR",
				bars: [
					{ label: "Won", value: 1 },
					{ label: "Expected", value: 2 },
				],
			},
		});
		await deliver();
		expect(got()).toHaveLength(1);
		expect(JSON.stringify(got()[0]?.blocks)).not.toContain("data_visualization");
	});
});

describe("a crash", () => {
	test("before anything was sent: it is sent once it is found missing", async () => {
		const id = await put();
		await database.inTenant(tenantId, (trx) => claimMessages(trx, { ...at, now: deps.now(), most: 5 }));
		expect((await rowOf(id)).state).toBe("sending");
		await deliver();
		expect(got()).toEqual([]);
		app.passTime(121_000);
		await deliver();
		expect(got()).toHaveLength(1);
		expect((await rowOf(id)).state).toBe("sent");
	});

	test("is looked for by one of two that work at once: what both found missing would come twice", async () => {
		await put();
		await database.inTenant(tenantId, (trx) => claimMessages(trx, { ...at, now: deps.now(), most: 5 }));
		app.passTime(121_000);
		const chat = slackHost.chat as NonNullable<typeof slackHost.chat>;
		const looking = Promise.withResolvers<void>();
		let looked = 0;
		const slow: DeliverDeps = {
			...delivering,
			hosts: [
				{
					...slackHost,
					chat: {
						...chat,
						async find(...given) {
							looked++;
							await looking.promise;
							return chat.find(...given);
						},
					},
				},
			],
		};
		const first = deliverChat(slow, at, signal);
		await expect.poll(() => looked, { timeout: 10_000 }).toBe(1);
		await deliverChat(slow, at, signal);
		looking.resolve();
		await first;
		expect(looked).toBe(1);
		expect(got()).toHaveLength(1);
	});

	test("after it was sent and before we knew: it is found by its mark and not sent again", async () => {
		const id = await put();
		slack.troubles.push({ method: "chat.postMessage", after: true });
		await deliver();
		expect(got()).toHaveLength(1);
		expect((await rowOf(id)).state).toBe("sending");
		app.passTime(16_000);
		await deliver();
		expect(got()).toHaveLength(1);
		expect(await rowOf(id)).toMatchObject({ state: "sent", mark: got()[0]?.ts });
	});

	test("and nobody can look: it is not sent again, and an administrator is asked", async () => {
		const id = await put();
		slack.troubles.push(
			{ method: "chat.postMessage", after: true },
			{ method: "conversations.history", error: "missing_scope" },
		);
		await deliver();
		app.passTime(16_000);
		await deliver();
		expect(got()).toHaveLength(1);
		expect(await rowOf(id)).toMatchObject({ state: "unsure", reason: "Slack: missing_scope" });
	});
});

describe("less of it", () => {
	const press = (action: object) => {
		const message = got().at(-1);
		if (!message) throw new Error("no message");
		return tellAction(slack, "UREP", { action, channel: im, message });
	};
	const pick = (what: string) =>
		press({ type: "overflow", action_id: "less", block_id: "less", selected_option: { value: what } });

	test("a kind is turned off from its own message; others still come", async () => {
		await put();
		await deliver();
		await pick("off:digest.rep:x");
		await expect.poll(() => im.messages.at(-1)?.text).toContain("Turned off: your day");
		const off = await put();
		const alert = await put({ kind: "alert.risk" });
		await deliver();
		expect((await rowOf(off)).reason).toBe("the person turned it off");
		expect((await rowOf(alert)).state).toBe("sent");
	});

	test("snoozed for a day, nothing comes before", async () => {
		await put({ kind: "alert.lead" });
		await deliver();
		await pick("snooze1:alert.lead:x");
		await expect.poll(() => im.messages.at(-1)?.ephemeralTo).toBe("UREP");
		const id = await put({ kind: "alert.lead" });
		await deliver();
		expect((await rowOf(id)).state).toBe("pending");
		app.passTime(DAY_MS + 3_600_000);
		toMorning();
		await deliver();
		expect((await rowOf(id)).state).toBe("sent");
	});

	test("three alerts a day; the fourth stands in the next digest", async () => {
		const ids = [];
		for (let k = 0; k < 4; k++) ids.push(await put({ kind: "alert.risk" }));
		for (let k = 0; k < 4; k++) await deliver();
		const states = await Promise.all(ids.map(async (id) => (await rowOf(id)).state));
		expect(states).toEqual(["sent", "sent", "sent", "folded"]);
	});

	test("an alert stands beneath the day's digest", async () => {
		await put();
		await deliver();
		await put({ kind: "alert.risk" });
		await deliver();
		expect(got()[1]?.threadTs).toBe(got()[0]?.ts);
	});

	test("whether it helped is kept", async () => {
		const id = await put();
		await deliver();
		await press({
			type: "feedback_buttons",
			action_id: "helped",
			block_id: "helped",
			value: JSON.stringify({ m: id, h: true }),
		});
		await expect.poll(async () => (await rowOf(id)).is_helpful).toBe(true);
	});
});
