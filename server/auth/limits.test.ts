import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, test } from "vitest";
import { createLimits } from "./limits.ts";

const redisUrl = inject("testRedisUrl");
const redis = redisUrl ? new Redis(redisUrl) : null;
afterAll(async () => {
	await redis?.quit();
});

describe.each([
	["in memory", null],
	["in Redis", redis],
])("%s", (where, store) => {
	test.skipIf(where === "in Redis" && !store)("guesses at an account are stopped; a success frees it", async () => {
		const limits = createLimits(store);
		const who = `maria-${where}@harbour.example`;
		for (let i = 0; i < 9; i++) await limits.signIn(who, null);
		await (await limits.signIn(who, null)).succeeded();
		for (let i = 0; i < 10; i++) await limits.signIn(who.toUpperCase(), null);
		await expect(limits.signIn(who, null)).rejects.toMatchObject({ code: "too_many_requests" });
		await expect(limits.signIn("someone else", null)).resolves.toBeDefined();
	});

	test.skipIf(where === "in Redis" && !store)("guesses from one address at many accounts are stopped", async () => {
		const limits = createLimits(store);
		for (let i = 0; i < 50; i++) await limits.signIn(`person-${i}-${where}`, "192.0.2.7");
		await expect(limits.signIn("one more", "192.0.2.7")).rejects.toMatchObject({ code: "too_many_requests" });
		await expect(limits.signIn("one more", "192.0.2.8")).resolves.toBeDefined();
	});
});
