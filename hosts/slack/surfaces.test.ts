import { beforeEach, describe, expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { composeDigest } from "../../server/chat/compose-digest.ts";
import { keepAlerts } from "../../server/chat/find-alerts.ts";
import { tellAction, tellCommand, tellEvent, tellShortcut, tellSubmission } from "../../stand-ins/slack/tell.ts";
import { addChannel, imOf, putMessage } from "../../stand-ins/slack/workspace.ts";
import { answerIn, button, largestDeal, modalOf } from "./test-asks.ts";
import { slackCompany } from "./test-company.ts";

const world = await slackCompany();
const { app, slack, tenantId, cast } = world;
const { database, deps } = app;
const sales = addChannel(slack, { id: "C1", name: "sales" });
const deal = await largestDeal(world);
const asMaria = (method: string, path: string, body?: unknown) => app.call(method, path, { as: cast.maria, body });
const answered = (run: () => Promise<unknown>) => answerIn(sales, run);
const modal = (callback: string) => modalOf(slack, callback);

beforeEach(() => {
	slack.views.clear();
});

describe("the command", () => {
	test("a deal says the same number with the same reasons as the page, to the asker alone", async () => {
		const message = await answered(() => tellCommand(slack, "UMARIA", sales, `deal ${deal.name}`));
		const { deal: shown } = await (await asMaria("GET", `/opportunities/${deal.id}`)).json();
		const text = JSON.stringify(message.blocks);
		expect(message.ephemeralTo).toBe("UMARIA");
		expect(text).toContain(shown.probability.text.value);
		for (const part of shown.probability.parts) expect(text).toContain(JSON.stringify(part.amount).slice(1, -1));
		expect(text).toContain(`/deals/${deal.id}`);
	});

	test.each(["forecast", "next", "coach me", "lead", "help"])("%s is answered", async (what) => {
		const message = await answered(() => tellCommand(slack, "UMARIA", sales, what));
		expect(message.blocks.length).toBeGreaterThan(0);
		expect(message.text).not.toContain("went wrong");
	});

	test("the forecast comes with a picture", async () => {
		const message = await answered(() => tellCommand(slack, "UMARIA", sales, "forecast"));
		expect(message.blocks).toContainEqual(expect.objectContaining({ type: "data_visualization" }));
	});

	test("another's deal is not found by who may not see it", async () => {
		const other = await database
			.reader(tenantId)
			.selectFrom("deals")
			.select("name")
			.where("status", "=", "open")
			.where("owner_id", "<>", CAST.maria.id)
			.executeTakeFirstOrThrow();
		const message = await answered(() => tellCommand(slack, "UMARIA", sales, `deal ${other.name}`));
		expect(JSON.stringify(message.blocks)).not.toContain("to close");
	});
});

test("a question in the conversation is answered in its thread, from what the asker may see and with where it stands", async () => {
	const im = imOf(slack, "UMARIA");
	const said = putMessage(slack, im, { user: "UMARIA", text: `How is the ${deal.name} deal?` });
	await tellEvent(slack, {
		type: "message",
		channel_type: "im",
		user: "UMARIA",
		channel: im.id,
		text: said.text,
		ts: said.ts,
	});
	await expect.poll(() => im.messages.length, { timeout: 15_000 }).toBe(2);
	expect(im.messages[1]?.threadTs).toBe(said.ts);
	expect(JSON.stringify(im.messages[1]?.blocks)).toContain(`/deals/${deal.id}`);
});

test("the home says how it stands, what to do and what is switched on", async () => {
	await tellEvent(slack, { type: "app_home_opened", user: "UMARIA", channel: imOf(slack, "UMARIA").id, tab: "home" });
	await expect.poll(() => slack.homes.has("UMARIA"), { timeout: 15_000 }).toBe(true);
	const { answer } = await (await asMaria("GET", "/home")).json();
	expect(JSON.stringify(slack.homes.get("UMARIA")?.view)).toContain(JSON.stringify(answer).slice(1, 40));
});

describe("modals", () => {
	test("another chance needs a number and a reason, and stands beside the model's", async () => {
		await tellAction(slack, "UMARIA", { action: button(deal.id, "ask:override"), channel: sales });
		const view = await modal("override");
		expect(
			(await tellSubmission(slack, view, { percent: { v: { value: "150" } }, reason: { v: { value: "x" } } })).errors,
		).toHaveProperty("percent");
		expect(
			(await tellSubmission(slack, view, { percent: { v: { value: "80" } }, reason: { v: { value: " " } } })).errors,
		).toHaveProperty("reason");
		expect(
			(
				await tellSubmission(slack, view, {
					percent: { v: { value: "80" } },
					reason: { v: { value: "They told me so" } },
				})
			).errors,
		).toEqual({});
		const { override } = await (await asMaria("GET", `/opportunities/${deal.id}/outlook`)).json();
		expect(override).toMatchObject({ probability: 0.8, reason: "They told me so" });
	});

	test("a message becomes a step of a deal's plan", async () => {
		const said = putMessage(slack, sales, { user: "UMARIA", text: "Send Sarah the security paper" });
		await tellShortcut(slack, "UMARIA", sales, said, "make_action_item");
		const view = await modal("step");
		expect(JSON.stringify(view.view)).toContain("Send Sarah the security paper");
		await tellSubmission(slack, view, {
			deal: { v: { selected_option: { value: deal.id } } },
			title: { v: { value: said.text } },
			due: { v: { selected_date: "2027-01-15" } },
		});
		const { plan } = await (await asMaria("GET", `/opportunities/${deal.id}/room`)).json();
		expect(plan).toContainEqual(expect.objectContaining({ title: said.text, dueOn: "2027-01-15" }));
	});

	test("a commit is submitted as its person", async () => {
		await tellAction(slack, "UMARIA", { action: button("own", "ask:commit"), channel: sales });
		const view = await modal("commit");
		const values = (commit: string, best: string) => ({
			commit: { v: { value: commit } },
			bestCase: { v: { value: best } },
			note: { v: { value: "sure" } },
		});
		expect((await tellSubmission(slack, view, values("200", "100"))).errors).toHaveProperty("bestCase");
		expect((await tellSubmission(slack, view, values("125000", "150000"))).errors).toEqual({});
		const desk = await (await asMaria("GET", "/forecasts/calls")).json();
		expect(desk.own.amounts.commit.amountMinor).toBe("12500000");
	});

	test("what one wants to hear is kept", async () => {
		await tellCommand(slack, "UMARIA", sales, "settings");
		const view = await modal("settings");
		const kinds = { v: { selected_options: [{ value: "digest.rep" }] } };
		await tellSubmission(slack, view, {
			kinds,
			often: { v: { selected_option: { value: "weekly" } } },
			at: { v: { selected_time: "09:15" } },
			quietFrom: { v: { selected_time: "17:00" } },
			quietTo: { v: { selected_time: "07:00" } },
		});
		const row = await database.reader(tenantId).selectFrom("chat_choices").select("choices").executeTakeFirstOrThrow();
		expect(row.choices).toMatchObject({ frequency: "weekly", sendMinute: 555, quietFrom: 1020 });
		expect((row.choices as { off: string[] }).off).toContain("alert.risk");
	});
});

test("a link to a deal in a channel says what it is and nothing of what stands there", async () => {
	const url = `${world.url}/deals/${deal.id}`;
	const said = putMessage(slack, sales, { user: "UMARIA", text: `look ${url}` });
	await tellEvent(slack, {
		type: "link_shared",
		user: "UMARIA",
		channel: sales.id,
		message_ts: said.ts,
		links: [{ domain: "127.0.0.1", url }],
	});
	await expect.poll(() => Object.keys(said.unfurls).length, { timeout: 15_000 }).toBe(1);
	const card = JSON.stringify(said.unfurls);
	expect(card).toContain("A deal in Courtside");
	expect(card).not.toContain(deal.name);
	expect(card).not.toMatch(/\d %/);
});

describe("what is written by itself", () => {
	const world = { database, jobs: deps.jobs, now: deps.now };
	const viewer = { locale: "en", zone: "Europe/Berlin" };
	const principal = async (person: { userId: string }) => {
		const found = await deps.standings.of(tenantId, person.userId);
		if (!found) throw new Error("nobody");
		return found;
	};

	test("a rep's digest has at most five things, each of their own deals or leads, and says first why it came", async () => {
		const doc = await composeDigest(world, {
			kind: "digest.rep",
			principal: await principal(cast.maria),
			viewer,
			since: deps.now() - 30 * DAY_MS,
			isFirst: true,
		});
		expect(doc).not.toBeNull();
		expect(doc?.items.length).toBeLessThanOrEqual(5);
		expect(doc?.first).toContain("administrator");
		const mine = await database
			.reader(tenantId)
			.selectFrom("deals")
			.select("id")
			.where("owner_id", "=", CAST.maria.id)
			.execute();
		for (const { about } of doc?.items ?? [])
			if (about?.entity === "deal") expect(mine.map(({ id }) => id)).toContain(about.id);
	});

	test("nothing is written when nothing changed", async () => {
		expect(
			await composeDigest(world, {
				kind: "digest.rep",
				principal: await principal(cast.maria),
				viewer,
				since: deps.now() + DAY_MS,
				isFirst: false,
			}),
		).toBeNull();
	});

	test("alerts about one deal are one message; twice the same is none; what is over is said, or not sent at all", async () => {
		const person = {
			userId: CAST.maria.id,
			team: slack.teamId,
			externalId: "UMARIA",
			channel: null,
			zone: "Europe/Berlin",
			locale: "en",
			role: "rep",
			name: "Maria",
		};
		const item = {
			title: deal.name,
			text: "down",
			why: [],
			quote: null,
			about: { entity: "deal" as const, id: deal.id },
			path: "/",
			action: "why" as const,
			dealId: deal.id,
		};
		const found = (["alert.risk", "alert.overdue"] as const).map((kind) => ({
			kind,
			entityId: deal.id,
			about: deal.id,
			item,
		}));
		const keep = (now: typeof found) =>
			database.inTenant(tenantId, (trx) =>
				keepAlerts(trx, {
					tenantId,
					host: "slack",
					person,
					viewer,
					kinds: new Set(["alert.risk", "alert.overdue"]),
					found: now,
					now: deps.now(),
					clock: deps.now(),
				}),
			);
		const messages = () =>
			database
				.reader(tenantId)
				.selectFrom("chat_messages")
				.select(["id", "state", "doc", "replaces_id"])
				.orderBy("id")
				.execute();
		await keep(found);
		await keep(found);
		const [one, ...rest] = await messages();
		expect(rest).toEqual([]);
		expect(one?.doc).toMatchObject({ items: [{}, {}] });
		await database.inTenant(tenantId, (trx) =>
			trx.updateTable("chat_messages").set({ state: "sent", mark: "1.1", channel: "D1" }).execute(),
		);
		await keep([]);
		expect((await messages())[1]).toMatchObject({
			replaces_id: one?.id,
			doc: { resolved: expect.stringContaining("Over") },
		});
	});
});
