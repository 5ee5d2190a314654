import { expect, test } from "vitest";
import { DAY_MS } from "../core/model/instant.ts";
import { sweepOut } from "./chores.ts";
import { timestamp } from "./db/values.ts";
import { addWorkspace } from "./test-app.ts";
import { freshDatabase } from "./test-database.ts";

const { database } = await freshDatabase();
const NOW = Date.UTC(2026, 8, 15);

test("kept answers and ended sign-ins are swept out in time, and no others", async () => {
	const { tenantId, people } = await addWorkspace(database, "tidy");
	const userId = people.rep.userId;
	await database.inTenant(tenantId, async (trx) => {
		const own = { tenant_id: tenantId, user_id: userId };
		const key = (name: string, age: number) => ({
			...own,
			key: name,
			request_hash: "h",
			created_at: timestamp(NOW - age),
		});
		await trx
			.insertInto("idempotency_keys")
			.values([key("old", 3 * DAY_MS), key("new", DAY_MS)])
			.execute();
		const signIn = (browser: string, endedAgo: number) => ({
			...own,
			family_id: crypto.randomUUID(),
			token_hash: Buffer.from(browser),
			expires_at: timestamp(NOW - endedAgo),
			user_agent: browser,
		});
		await trx
			.insertInto("refresh_tokens")
			.values([signIn("old", 31 * DAY_MS), signIn("new", DAY_MS)])
			.execute();
	});
	await sweepOut(database, NOW);
	const reader = database.reader(tenantId);
	expect(await reader.selectFrom("idempotency_keys").select("key").execute()).toEqual([{ key: "new" }]);
	expect(await reader.selectFrom("refresh_tokens").select("user_agent").execute()).toEqual([{ user_agent: "new" }]);
});
