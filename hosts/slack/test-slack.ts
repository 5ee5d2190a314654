import { serve } from "@hono/node-server";
import { afterAll } from "vitest";
import { addWorkspace, type TestApp, type TestWorkspace, testApp } from "../../server/test-app.ts";
import type { Writer } from "../../server/writer/writer.ts";
import { startSlack } from "../../stand-ins/slack/server.ts";
import { addChannel, addUser, createWorkspace, type SlackWorkspace } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";

/** A Courtside that listens, and a Slack workspace that it can reach. */
export interface SlackTest {
	app: TestApp;
	slack: SlackWorkspace;
	/** Where Courtside listens. */
	url: string;
}

/** Both, over real HTTP; closed after the last test of the file. `now` is the clock of both. */
export async function slackTest(given: { writer?: Writer | null } = {}): Promise<SlackTest> {
	const app = await testApp({ hosts: [slackHost], ...given });
	const slack = createWorkspace({ now: () => app.deps.now() });
	const vendor = await startSlack(slack);
	const listening = await new Promise<{ port: number; close(): void }>((resolve) => {
		const server = serve(
			{ fetch: (request: Request) => forward(app, request), hostname: "127.0.0.1", port: 0 },
			({ port }) => resolve({ port, close: () => server.close() }),
		);
	});
	const url = `http://127.0.0.1:${listening.port}`;
	app.deps.settings.publicUrl = url;
	afterAll(async () => {
		listening.close();
		await vendor.stop();
	});
	return { app, slack, url };
}

async function forward(app: TestApp, request: Request): Promise<Response> {
	const { pathname, search } = new URL(request.url);
	const body = request.method === "GET" ? {} : { body: await request.text() };
	return app.request(pathname + search, { method: request.method, headers: request.headers, ...body });
}

/** A workspace of ours whose people are in Slack too, with the app's secrets pasted; not installed yet. */
export async function addSlackPeople({ app, slack, url }: SlackTest, slug = "harbour"): Promise<TestWorkspace> {
	const workspace = await addWorkspace(app.database, slug);
	for (const [role, { name }] of Object.entries(workspace.people))
		addUser(slack, { id: `U${role.toUpperCase()}`, name, email: `${name.toLowerCase()}@${slug}.example` });
	addChannel(slack, { id: "C1", name: "sales" });
	await pasteApp({ app, slack, url }, workspace.people.admin, slug);
	return workspace;
}

/** Pastes the app's ids and secrets as an administrator does. */
export async function pasteApp(
	{ app, slack, url }: SlackTest,
	admin: { tenantId: number; userId: string },
	slug: string,
): Promise<void> {
	const { clientId, clientSecret, signingSecret } = slack.app;
	slack.app.requestUrl = `${url}/hooks/slack/${slug}`;
	slack.app.redirectUrls = [url];
	const body = { state: "on", settings: { clientId, apiUrl: slack.base }, secrets: { clientSecret, signingSecret } };
	const answer = await app.call("PUT", "/connections/slack", { as: admin, body });
	if (answer.status !== 200) throw new Error(await answer.text());
}

/** Goes the whole way of "Add to Slack" as a browser does. Gives where it ended. */
export async function addToSlack(
	{ app, slack, url }: SlackTest,
	admin: { tenantId: number; userId: string },
	given: { deny?: boolean; otherBrowser?: boolean } = {},
): Promise<string> {
	const begun = await app.call("POST", "/connections/slack/chat/install", { as: admin, body: {} });
	if (begun.status !== 200) throw new Error(await begun.text());
	const agree = new URL(((await begun.json()) as { url: string }).url);
	const cookie = (begun.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	const page = await fetch(agree);
	if (page.status !== 200) throw new Error(await page.text());
	const form = new URLSearchParams(agree.search);
	form.set("choice", given.deny ? "deny" : "allow");
	const back = await fetch(`${slack.base}/oauth/v2/authorize`, { method: "POST", body: form, redirect: "manual" });
	const home = await fetch(back.headers.get("location") ?? "", {
		redirect: "manual",
		headers: given.otherBrowser ? {} : { cookie },
	});
	return (home.headers.get("location") ?? "").replace(url, "");
}
