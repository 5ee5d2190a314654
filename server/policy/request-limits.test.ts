import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, test } from "vitest";
import { addApiKey, addWorkspace, testApp } from "../test-app.ts";
import { createRequestLimits } from "./request-limits.ts";

const redisUrl = inject("testRedisUrl");
const redis = redisUrl ? new Redis(redisUrl) : null;
afterAll(async () => {
	await redis?.quit();
});

const person = (tenantId: number, userId: string) => ({ tenantId, userId, apiKeyId: null });

describe.each([
	["in memory", null],
	["in Redis", redis],
])("%s", (where, store) => {
	test.skipIf(where === "in Redis" && !store)(
		"each person, each key and the whole workspace have a quota of their own",
		async () => {
			const limits = createRequestLimits(store, { person: 3, key: 5, workspace: 10 });
			const [maria, key] = [person(1, crypto.randomUUID()), { ...person(1, "x"), apiKeyId: crypto.randomUUID() }];
			expect(await limits.spend(maria, 2)).toMatchObject({ limit: 3, remaining: 1, refusedBy: null });
			expect(await limits.spend(maria, 2)).toMatchObject({ limit: 3, remaining: 0, refusedBy: "person" });
			expect(await limits.spend({ ...maria, apiKeyId: key.apiKeyId }, 5)).toMatchObject({ limit: 5, refusedBy: null });
			expect(await limits.spend(key, 1)).toMatchObject({ refusedBy: "key" });
			expect(await limits.spend(person(1, crypto.randomUUID()), 3)).toMatchObject({ refusedBy: null });
			expect(await limits.spend(person(1, crypto.randomUUID()), 1)).toMatchObject({
				limit: 10,
				refusedBy: "workspace",
			});
			expect(await limits.spend(person(2, crypto.randomUUID()), 3)).toMatchObject({ refusedBy: null });
		},
	);
});

test("a request too many is a problem that says when to come again; dear ones take more", async () => {
	const app = await testApp({ quota: { person: 25, key: 2, workspace: 0 } });
	const { people } = await addWorkspace(app.database, "harbour");
	const first = await app.call("GET", "/teams", { as: people.rep });
	expect([first.status, first.headers.get("ratelimit-limit"), first.headers.get("ratelimit-remaining")]).toEqual([
		200,
		"25",
		"24",
	]);
	const dear = await app.call("GET", "/opportunities/download?format=csv", { as: people.rep });
	expect([dear.status, dear.headers.get("ratelimit-remaining")]).toEqual([200, "4"]);
	expect((await app.call("GET", "/pipeline/health", { as: people.rep })).status).toBe(429);
	const refused = await app.call("GET", "/teams", { as: people.rep });
	expect(refused.status).toBe(429);
	const seconds = Number(refused.headers.get("retry-after"));
	expect(seconds).toBeGreaterThan(0);
	expect(seconds).toBeLessThanOrEqual(60);
	expect(await refused.json()).toMatchObject({
		code: "too_many_requests",
		detail: expect.stringContaining(`${seconds} s`),
	});
	expect((await app.call("GET", "/teams", { as: people.ops })).status).toBe(200);

	const key = await addApiKey(app.database, people.rep, ["people:read"]);
	const byKey = () => app.call("GET", "/teams", { headers: { authorization: `Bearer ${key}` } });
	expect([(await byKey()).status, (await byKey()).status, (await byKey()).status]).toEqual([200, 200, 429]);
});
