import { beforeEach, describe, expect, test } from "vitest";
import { chatDoc } from "../../core/contract/chat.ts";
import { CAST } from "../../core/demo/cast.ts";
import { putChatMessage } from "../../server/chat/messages.ts";
import { tellAction } from "../../stand-ins/slack/tell.ts";
import { addChannel } from "../../stand-ins/slack/workspace.ts";
import { answerIn, button, largestDeal, modalOf } from "./test-asks.ts";
import { slackCompany } from "./test-company.ts";

const world = await slackCompany();
const { app, slack, tenantId } = world;
const { database, deps } = app;
const sales = addChannel(slack, { id: "C1", name: "sales" });
const deal = await largestDeal(world);
const answered = (run: () => Promise<unknown>) => answerIn(sales, run);
const modal = (callback: string) => modalOf(slack, callback);

beforeEach(() => {
	slack.views.clear();
});

describe("every button of a surface is answered", () => {
	test.each(["deal", "lead"])("the %s that may be meant is shown when it is chosen", async (kind) => {
		const { id, name } =
			kind === "deal"
				? deal
				: await database
						.reader(tenantId)
						.selectFrom("leads")
						.select(["id", "name"])
						.where("owner_id", "=", CAST.maria.id)
						.limit(1)
						.executeTakeFirstOrThrow();
		const message = await answered(() =>
			tellAction(slack, "UMARIA", { action: button(id, `ask:${kind}`), channel: sales }),
		);
		expect(message.ephemeralTo).toBe("UMARIA");
		expect(JSON.stringify(message.blocks)).toContain(name);
	});

	test("a next step is logged from a deal, a commit and settings open from the home", async () => {
		await tellAction(slack, "UMARIA", { action: button(deal.id, "ask:log"), channel: sales });
		expect(JSON.stringify((await modal("step")).view)).toContain(deal.name);
		await tellAction(slack, "UMARIA", { action: button("own", "ask:settings") });
		expect((await modal("settings")).user).toBe("UMARIA");
	});

	test("each item of a message: log a step into its deal, why, and what is too old says so", async () => {
		const item = { title: deal.name, text: "down", about: { entity: "deal", id: deal.id }, path: "/", dealId: deal.id };
		const doc = chatDoc.parse({
			...{ kind: "digest.rep", title: "Your day", lead: "", foot: "", locale: "en", asOf: "2026-09-15T09:00:00Z" },
			items: [
				{ ...item, action: "log" },
				{ ...item, action: "why" },
				{ ...item, about: { entity: "forecast", id: "x" }, why: ["won more"], action: "why" },
			],
		});
		const m = await database.inTenant(tenantId, (trx) =>
			putChatMessage(trx, {
				...{ tenantId, host: "slack", userId: CAST.maria.id, kind: "digest.rep", dedupKey: "routing" },
				...{ localDay: "2026-09-15", doc, now: deps.now() },
			}),
		);
		const press = (k: number, action: string, of = m) =>
			tellAction(slack, "UMARIA", {
				action: button(JSON.stringify({ m: of, k }), `do:${action}:${k}`),
				channel: sales,
			});
		await press(0, "log");
		expect(JSON.stringify((await modal("step")).view)).toContain(deal.name);
		expect(JSON.stringify((await answered(() => press(1, "why"))).blocks)).toContain("ask:override");
		expect(JSON.stringify((await answered(() => press(2, "why"))).blocks)).toContain("won more");
		expect((await answered(() => press(9, "why"))).text).toContain("too old");
		const other = await answered(() => press(1, "why", "0199aaaa-0000-7000-8000-000000000000"));
		expect(other.text).toContain("too old");
		await database.inTenant(tenantId, (trx) => trx.deleteFrom("chat_messages").execute());
	});

	test.each([
		["snooze7", "Nothing comes for 7 days"],
		["settings", "/courtside settings"],
	])("less of it: %s", async (what, says) => {
		const action = {
			type: "overflow",
			action_id: "less",
			block_id: "less",
			selected_option: { value: `${what}:digest.rep:x` },
		};
		expect((await answered(() => tellAction(slack, "UMARIA", { action, channel: sales }))).text).toContain(says);
		await database.inTenant(tenantId, (trx) => trx.deleteFrom("chat_choices").execute());
	});
});
