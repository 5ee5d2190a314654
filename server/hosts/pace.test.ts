import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, test } from "vitest";
import type { PaceLimit } from "../../core/contract/host-about.ts";
import { createPace } from "./pace.ts";

const limit = (key: string, calls: number, perMs: number): PaceLimit => ({ key, calls, perMs, reason: { key: "x" } });
const redisUrl = inject("testRedisUrl");
const redis = redisUrl === null ? null : new Redis(redisUrl);
afterAll(() => redis?.disconnect());

describe.each([
	{ name: "memory", store: () => null, isThere: true },
	{ name: "Redis", store: () => redis, isThere: redis !== null },
])("pacing in $name", ({ store, isThere }) => {
	const connection = () => `t${randomBytes(4).toString("hex")}`;
	const it = test.skipIf(!isThere);

	it("lets no more through in a second than the limit says, in order, from however many processes", async () => {
		const paces = [createPace(store()), store() ? createPace(store()) : null].filter((one) => one !== null);
		const limits = [limit("api", 50, 10_000)];
		const [mine, other] = [connection(), connection()];
		const begun = performance.now();
		const through: { at: number; n: number }[] = [];
		await Promise.all(
			Array.from({ length: 12 }, async (_, n) => {
				await paces[n % paces.length]?.take(mine, limits, "api", 1);
				through.push({ at: performance.now() - begun, n });
			}),
		);
		expect(through.filter(({ at }) => at < 900).length).toBeLessThanOrEqual(5);
		expect(through.filter(({ at }) => at < 1900).length).toBeLessThanOrEqual(10);
		expect(performance.now() - begun).toBeGreaterThan(1500);
		const turns = through.filter(({ n }) => n % paces.length === 0).map(({ n }) => n);
		expect(turns).toEqual([...turns].sort((a, b) => a - b));
		const before = performance.now();
		await paces[0]?.take(other, limits, "api", 1);
		await paces[0]?.take(mine, limits, "search:deals", 1);
		expect(performance.now() - before).toBeLessThan(500);
	});

	it("keeps everybody waiting for as long as the vendor said", async () => {
		const [pace, another] = [createPace(store()), createPace(store())];
		const mine = connection();
		const until = Date.now() + 1500;
		await pace.penalize(mine, [], "api", until);
		await (store() ? another : pace).take(mine, [], "api", 1);
		expect(Date.now()).toBeGreaterThanOrEqual(until);
		await pace.penalize(mine, [], "api", Date.now() - 1);
		const begun = performance.now();
		await pace.take(mine, [], "api", 1);
		expect(performance.now() - begun).toBeLessThan(1100);
	});
});
