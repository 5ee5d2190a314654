import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterEach, describe, expect, inject, test } from "vitest";
import { freshDatabase } from "../test-database.ts";
import { type Fanout, type Message, openFanout } from "./fanout.ts";

const redisUrl = inject("testRedisUrl");
const { database, url: databaseUrl } = await freshDatabase();
const namespace = `test_${randomBytes(4).toString("hex")}`;

describe.each([
	{
		name: "PostgreSQL",
		store: { databaseUrl },
		cut: async () => {
			await database.pool.query(
				`select pg_terminate_backend(pid) from pg_stat_activity
				where application_name like '% live' and datname = current_database()`,
			);
		},
	},
	{
		name: "Redis",
		store: redisUrl === null ? null : { redisUrl },
		cut: async () => {
			const redis = new Redis(redisUrl ?? "");
			// Not by type: other tests listen at the same Redis.
			for (const line of String(await redis.call("CLIENT", "LIST")).split("\n")) {
				if (line.includes(`name=${namespace}:live`))
					await redis.call("CLIENT", "KILL", "ID", line.match(/id=(\d+)/)?.[1] ?? "");
			}
			await redis.quit();
		},
	},
])("live messages over $name", ({ store, cut }) => {
	const open: Fanout[] = [];
	const faults: Error[] = [];
	async function openHere(): Promise<Fanout> {
		if (!store) throw new Error("no store");
		const fanout = await openFanout({ store, namespace, onError: (error) => faults.push(error) });
		open.push(fanout);
		return fanout;
	}

	function listenTo(fanout: Fanout, tenantId: number): { heard: Message[]; stop: () => void } {
		const heard: Message[] = [];
		return { heard, stop: fanout.subscribe(tenantId, (message) => heard.push(message)) };
	}

	afterEach(async () => {
		for (const fanout of open.splice(0)) await fanout.close();
		faults.splice(0);
	});

	const it = test.skipIf(store === null);

	it("reach every process, the sender's own too, in the order they were sent", async () => {
		const [here, there] = [await openHere(), await openHere()];
		const [own, other] = [listenTo(here, 7), listenTo(there, 7)];
		for (let seq = 0; seq < 50; seq++) await here.publish(7, { dealId: "d1", seq });
		for (const { heard } of [own, other]) {
			await expect.poll(() => heard.length).toBe(50);
			expect(heard.map((message) => message["seq"])).toEqual(Array.from({ length: 50 }, (_, i) => i));
		}
	});

	it("reach the tenant's subscribers only, until they stop", async () => {
		const fanout = await openHere();
		const [seven, eight] = [listenTo(fanout, 7), listenTo(fanout, 8)];
		await fanout.publish(7, { n: 1 });
		await expect.poll(() => seven.heard).toEqual([{ n: 1 }]);
		seven.stop();
		await fanout.publish(7, { n: 2 });
		await fanout.publish(8, { n: 3 });
		await expect.poll(() => eight.heard).toEqual([{ n: 3 }]);
		expect(seven.heard).toEqual([{ n: 1 }]);
	});

	it("go on to others when one subscriber throws", async () => {
		const fanout = await openHere();
		fanout.subscribe(7, () => {
			throw new Error("this page is broken");
		});
		const { heard } = listenTo(fanout, 7);
		await fanout.publish(7, { n: 1 });
		await expect.poll(() => heard).toEqual([{ n: 1 }]);
		expect(faults.map((fault) => fault.message)).toEqual(["this page is broken"]);
	});

	it("flow again after the connection was cut, and subscribers are told that some may be missing", async () => {
		const fanout = await openHere();
		const { heard } = listenTo(fanout, 7);
		let gaps = 0;
		fanout.onGap(() => gaps++);
		await cut();
		await expect.poll(() => gaps, { timeout: 10_000 }).toBe(1);
		await fanout.publish(7, { n: 2 });
		await expect.poll(() => heard).toEqual([{ n: 2 }]);
	});

	it("that carry whole records are refused", async () => {
		const fanout = await openHere();
		await expect(fanout.publish(7, { body: "x".repeat(7_000) })).rejects.toThrow(RangeError);
	});
});
