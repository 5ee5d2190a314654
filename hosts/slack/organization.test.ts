import { expect, test } from "vitest";
import { tellAction, tellCommand, tellEvent } from "../../stand-ins/slack/tell.ts";
import { addUser } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { addSlackPeople, addToSlack, slackTest } from "./test-slack.ts";

const world = await slackTest();
const { app, slack } = world;
// An organization (Enterprise Grid) of two workspaces that lets us into both at once.
slack.enterprise = { id: "E0NORTH", name: "Northwind Group", teams: [slack.teamId, "T0WEST"] };
const { people, tenantId } = await addSlackPeople(world);
const maria = slack.users.get("UREP");
if (!maria) throw new Error("no rep");
maria.teamId = "T0WEST";
addUser(slack, { id: "UELSE", name: "Else", email: "else@harbour.example", isStranger: true });
const sales = slack.channels.get("C1");
if (!sales) throw new Error("no channel");
const settings = async () => (await app.call("GET", "/connections/slack/chat", { as: people.admin })).json();
const ports = app.deps.portsOf(slackHost.id, tenantId);

test("one installation holds for all of its workspaces; their people are known, strangers are not", async () => {
	expect(await addToSlack(world, people.admin)).toBe("/settings/slack?install=done");
	const { teams, reachable } = await settings();
	expect(teams).toMatchObject([{ id: "E0NORTH", name: "Northwind Group" }]);
	expect(reachable.map(({ name }: { name: string }) => name).sort()).toEqual([
		...["Astrid", "David", "Jennifer", "Maria", "Robert"],
	]);
	const asked = slack.calls.filter(({ method }) => method === "users.list");
	expect(asked.map(({ ok }) => ok)).toEqual([true, true]);
});

test("commands, clicks and events that name the organization and no workspace are answered", async () => {
	await tellCommand(slack, "UREP", sales, "help");
	await expect.poll(() => sales.messages.at(-1)?.text).toBe("What you can ask");
	await tellEvent(slack, { type: "app_home_opened", user: "UREP", tab: "home" });
	await expect.poll(() => slack.homes.has("UREP")).toBe(true);
	const action = { type: "button", action_id: "ask:settings", block_id: "do", value: "x" };
	await tellAction(slack, "UREP", { action, channel: sales });
	await expect.poll(() => [...slack.views.values()].map(({ view }) => view["callback_id"])).toContain("settings");
});

test("who does not want to be disturbed is asked of each workspace", async () => {
	const seconds = app.deps.now() / 1000;
	maria.dnd = { from: seconds - 60, to: seconds + 600 };
	const undisturbed = await slackHost.chat?.undisturbed("E0NORTH", ["UREP", "UADMIN"], ports);
	expect([...(undisturbed ?? [])].map(([id]) => id)).toEqual(["UREP"]);
});

test("a request of a workspace outside of it, and everything once it is taken out, is refused", async () => {
	const { enterprise } = slack;
	slack.enterprise = { id: "E0ELSE", name: "Else", teams: [] };
	expect((await tellCommand(slack, "UREP", sales, "help")).status).toBe(401);
	slack.enterprise = enterprise;
	expect((await tellEvent(slack, { type: "app_uninstalled" })).status).toBe(200);
	await expect.poll(async () => (await settings()).teams).toEqual([]);
	expect((await tellEvent(slack, { type: "app_home_opened", user: "UREP", tab: "home" })).status).toBe(401);
});
