import { CAST } from "../../core/demo/cast.ts";
import type { Db } from "../../server/db/connect.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../../server/test-company.ts";
import type { Writer } from "../../server/writer/writer.ts";
import { addUser } from "../../stand-ins/slack/workspace.ts";
import { slackHost } from "./host.ts";
import { addToSlack, pasteApp, type SlackTest, slackTest } from "./test-slack.ts";

/** The small company with its numbers, its cast in Slack and the app installed. */
export interface SlackCompany extends SlackTest {
	tenantId: number;
	cast: TestCast;
	at: { tenantId: number; host: string };
	db: Db;
}

/** Loads it; `first` may move the clock before. */
export async function slackCompany(
	given: { writer?: Writer | null; first?: (world: SlackTest) => void } = {},
): Promise<SlackCompany> {
	const { first, ...options } = given;
	const world = await slackTest(options);
	first?.(world);
	const { app, slack } = world;
	const { tenantId, cast } = await loadSmallCompany(app, app.deps.now());
	await rebuildNow(app, tenantId);
	const { slug } = await app.database.asSystem((trx) =>
		trx.selectFrom("tenants").select("slug").where("tenant_id", "=", tenantId).executeTakeFirstOrThrow(),
	);
	for (const [key, { name, email }] of Object.entries(CAST))
		addUser(slack, { id: `U${key.toUpperCase()}`, name, email });
	await pasteApp(world, cast.admin, slug);
	const ended = await addToSlack(world, cast.admin);
	if (!ended.endsWith("install=done")) throw new Error(ended);
	const at = { tenantId, host: slackHost.id };
	return { ...world, tenantId, cast, at, db: app.database.reader(tenantId) };
}
