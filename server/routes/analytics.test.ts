import { expect, test } from "vitest";
import type { UserAnalyticsJson } from "../../core/contract/coaching.ts";
import { timestamp } from "../db/values.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
const { tenantId, people } = await addWorkspace(app.database, "harbour");

test("how somebody sells is told to themselves; who leads them is told how much, and what became of the deals", async () => {
	await app.database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("user_analytics")
			.values({
				...{ tenant_id: tenantId, user_id: people.rep.userId, meetings: 12, minutes: 540, scored: 11, score: 7.2 },
				...{ confidence: 0.5, talk_ratio: 0.4, questions: 9, decided: 4, won: 3, best_kind: "demo" },
				calculated_at: timestamp(app.deps.now()),
			})
			.execute(),
	);
	const asked = async (as: typeof people.rep) =>
		(await (await app.call("GET", `/analytics/user/${people.rep.userId}`, { as })).json()) as UserAnalyticsJson;
	expect(await asked(people.rep)).toMatchObject({ score: 7.2, talkRatio: 0.4, questions: 9, bestKind: "demo" });
	const led = await asked(people.manager);
	expect(led).toMatchObject({ meetings: 12, minutes: 540, decided: 4, won: 3, winRate: 0.75 });
	expect(led).toMatchObject({ score: null, talkRatio: null, questions: null, bestKind: null });
});
