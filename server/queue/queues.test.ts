import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { freshDatabase, order } from "../test-database.ts";
import type { Queues } from "./port.ts";
import { openQueues, type QueueOptions } from "./queues.ts";

const catalog = { "score-deals": z.object({ tenantId: z.number().int(), dealIds: z.array(z.string()) }) };
type Catalog = typeof catalog;
const payload = { tenantId: 7, dealIds: ["d1", "d2"] };

const redisUrl = inject("testRedisUrl");
const { url: databaseUrl } = await freshDatabase();

describe.each([
	{ name: "PostgreSQL", store: { databaseUrl } },
	{ name: "Redis", store: redisUrl === null ? null : { redisUrl } },
])("jobs on $name", ({ store }) => {
	const open: Queues<Catalog>[] = [];
	const faults: Error[] = [];
	const namespace = `test-${randomBytes(4).toString("hex")}`;

	function openHere(more: Partial<QueueOptions<Catalog>> = {}): Queues<Catalog> {
		if (!store) throw new Error("no store");
		const queues = openQueues({
			store,
			catalog,
			namespace,
			retry: { attempts: 3, backoffMs: 20 },
			onError: (error) => faults.push(error),
			...more,
		});
		open.push(queues);
		return queues;
	}

	afterEach(async () => {
		for (const queues of open.splice(0)) await queues.close(2_000);
		expect(faults.splice(0)).toEqual([]);
	});

	const it = test.skipIf(store === null);

	it("reach their handler as they were put in, and keep what it answered", async () => {
		const queues = openHere();
		const seen: unknown[] = [];
		await queues.work("score-deals", async (job) => {
			seen.push(job);
			return { scored: job.dealIds.length };
		});
		const id = await queues.enqueue("score-deals", payload);
		await expect.poll(async () => (await queues.find("score-deals", id))?.state).toBe("completed");
		expect(seen).toEqual([payload]);
		expect(await queues.find("score-deals", id)).toMatchObject({ result: { scored: 2 }, attempts: 1, reason: null });
	});

	it("are tried again with a pause, tell which try it is, then count as dead until replayed", async () => {
		const outcomes: string[] = [];
		const thrown: unknown[] = [];
		const queues = openHere({
			onFinished: (_name, outcome) => outcomes.push(outcome),
			onFault: (error, reference) => thrown.push(`${reference} ${error}`),
		});
		const tries: { attempt: number; isLastAttempt: boolean }[] = [];
		let broken = true;
		await queues.work("score-deals", async (_payload, { attempt, isLastAttempt }) => {
			tries.push({ attempt, isLastAttempt });
			if (broken) throw new Error("relation scores does not exist");
		});
		const id = await queues.enqueue("score-deals", payload);
		await expect.poll(async () => (await queues.counts("score-deals")).failed).toBe(1);
		expect(tries).toEqual([
			{ attempt: 1, isLastAttempt: false },
			{ attempt: 2, isLastAttempt: false },
			{ attempt: 3, isLastAttempt: true },
		]);
		await expect.poll(() => outcomes).toEqual(["failed", "failed", "dead"]);
		const [dead] = await queues.list("score-deals", ["failed"], 10);
		// What names our tables or paths is for the log; the page has what finds it there.
		const reference = `score-deals:${id}`;
		expect(thrown).toEqual(Array(3).fill(`${reference} Error: relation scores does not exist`));
		expect(dead).toMatchObject({ id, payload, attempts: 3 });
		expect(dead?.reason).toContain(reference);
		expect(dead?.reason).not.toContain("relation");

		broken = false;
		expect(await queues.replay("score-deals", id)).toBe(true);
		await expect.poll(async () => (await queues.find("score-deals", id))?.state).toBe("completed");
		expect(await queues.replay("score-deals", id)).toBe(false);
		expect(await queues.discard("score-deals", id)).toBe(false);
	});

	it("with a payload that does not fit are dead at once, and can be discarded", async () => {
		const queues = openHere();
		let calls = 0;
		await queues.work("score-deals", async () => {
			calls++;
		});
		const id = await queues.enqueue("score-deals", { tenantId: "seven" } as never);
		await expect.poll(async () => (await queues.counts("score-deals")).failed).toBe(1);
		expect(calls).toBe(0);
		await expect
			.poll(() => queues.find("score-deals", id))
			.toMatchObject({ attempts: 1, reason: expect.stringMatching(/tenantId/) });
		expect(await queues.discard("score-deals", id)).toBe(true);
		expect(await queues.find("score-deals", id)).toBeNull();
	});

	it("tell the reason of a fault that was written for people", async () => {
		const queues = openHere({ retry: { attempts: 1, backoffMs: 20 } });
		await queues.work("score-deals", async () => {
			throw new CourtsideError("unavailable", "The vendor asks for a new sign-in.");
		});
		const id = await queues.enqueue("score-deals", payload);
		await expect.poll(async () => (await queues.find("score-deals", id))?.state).toBe("failed");
		expect((await queues.find("score-deals", id))?.reason).toBe("The vendor asks for a new sign-in.");
		expect(await queues.discard("score-deals", id)).toBe(true);
	});

	it("are listed by what is in them, however many newer ones of others there are", async () => {
		const queues = openHere();
		const ids = [await queues.enqueue("score-deals", { tenantId: 8, dealIds: ["quiet"] })];
		for (let i = 0; i < 150; i++) ids.push(await queues.enqueue("score-deals", { tenantId: 9, dealIds: [] }));
		const isQuiet = (data: unknown) => (data as typeof payload).tenantId === 8;
		const listed = await queues.list("score-deals", ["waiting"], 30, isQuiet);
		expect(listed.map((job) => job.id)).toEqual([ids[0]]);
		expect(await queues.list("score-deals", ["waiting"], 30)).toHaveLength(30);
		let left = ids.length;
		await queues.work("score-deals", async () => left--, { concurrency: 20 });
		await expect.poll(() => left, { timeout: 10_000 }).toBe(0);
	});

	it("of one id or one mark are put in once", async () => {
		const queues = openHere();
		const twice = [
			await queues.enqueue("score-deals", payload, { jobId: "import-1" }),
			await queues.enqueue("score-deals", payload, { jobId: "import-1" }),
		];
		expect(new Set(twice).size).toBe(1);
		const marked = [
			await queues.enqueue("score-deals", payload, { dedupId: "nightly" }),
			await queues.enqueue("score-deals", payload, { dedupId: "nightly" }),
		];
		expect(new Set(marked).size).toBe(1);
		expect((await queues.counts("score-deals")).waiting).toBe(2);
		let calls = 0;
		await queues.work("score-deals", async () => {
			calls++;
		});
		await expect.poll(() => calls).toBe(2);
		await expect.poll(async () => (await queues.counts("score-deals")).active).toBe(0);
		expect(await queues.enqueue("score-deals", payload, { dedupId: "nightly" })).not.toBe(marked[0]);
	});

	it("wait for their time and go by priority", async () => {
		const queues = openHere();
		const order: string[] = [];
		await queues.enqueue("score-deals", { tenantId: 1, dealIds: ["later"] }, { delayMs: 300 });
		await queues.enqueue("score-deals", { tenantId: 1, dealIds: ["second"] }, { priority: 2 });
		await queues.enqueue("score-deals", { tenantId: 1, dealIds: ["first"] }, { priority: 1 });
		expect(await queues.counts("score-deals")).toMatchObject({ waiting: expect.any(Number), delayed: 1 });
		await queues.work("score-deals", async ({ dealIds }) => {
			order.push(...dealIds);
		});
		await expect.poll(() => order.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
		expect(order.filter((name) => ["first", "second", "later"].includes(name))).toEqual(["first", "second", "later"]);
	});

	it("show their progress while they run", async () => {
		const queues = openHere();
		let finish = () => {};
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		await queues.work("score-deals", async (_payload, job) => {
			await job.progress({ done: 1, of: 2 });
			await held;
		});
		const id = await queues.enqueue("score-deals", payload);
		await expect.poll(async () => (await queues.find("score-deals", id))?.progress).toEqual({ done: 1, of: 2 });
		expect((await queues.find("score-deals", id))?.state).toBe("active");
		finish();
	});

	it("are told when the server stops, and what they did not finish runs again elsewhere", async () => {
		const first = openHere();
		let stopped = false;
		let started = false;
		await first.work("score-deals", async (_payload, { signal }) => {
			started = true;
			await vi.waitUntil(() => signal.aborted, { timeout: 5_000 });
			stopped = true;
			throw new Error("stopped half-way");
		});
		const id = await first.enqueue("score-deals", payload);
		await expect.poll(() => started).toBe(true);
		await first.close();
		open.splice(open.indexOf(first), 1);
		expect(stopped).toBe(true);

		const second = openHere();
		await second.work("score-deals", async () => "done");
		await expect.poll(async () => (await second.find("score-deals", id))?.result).toBe("done");
	});

	it("repeat by a schedule that is said twice and held once", async () => {
		const queues = openHere();
		let calls = 0;
		await queues.work("score-deals", async () => {
			calls++;
		});
		for (let i = 0; i < 2; i++) await queues.schedule("score-deals", "sweep", { everyMs: 50 }, payload);
		await expect.poll(() => calls, { timeout: 5_000 }).toBeGreaterThan(2);
		expect((await queues.counts("score-deals")).delayed).toBeLessThanOrEqual(1);
		await queues.unschedule("score-deals", "sweep");
	});

	describe("that are coalesced", () => {
		/** Runs that saw the state as it was, on one key. */
		async function observed(queues: Queues<Catalog>, windowMs: number) {
			let version = 0;
			const seen: number[] = [];
			await queues.work("score-deals", async () => {
				seen.push(version);
				await new Promise((resolve) => setTimeout(resolve, 20));
			});
			const key = randomBytes(4).toString("hex");
			return {
				seen,
				change() {
					version++;
					return queues.enqueueCoalesced("score-deals", key, payload, windowMs);
				},
				latest: () => version,
			};
		}

		async function untilIdle(queues: Queues<Catalog>) {
			const busy = async () => {
				const { waiting, active, delayed } = await queues.counts("score-deals");
				return waiting + active + delayed;
			};
			await expect.poll(busy, { timeout: 10_000 }).toBe(0);
		}

		it("run at once when it was quiet, and then once more for all that came in the window", async () => {
			const queues = openHere();
			const { seen, change } = await observed(queues, 1_500);
			await change();
			await expect.poll(() => seen, { interval: 5 }).toEqual([1]);
			await Promise.all(Array.from({ length: 20 }, change));
			await untilIdle(queues);
			expect(seen).toEqual([1, 21]);
		});

		it("never lose the last change and never run more than once a window, however calls fall", async () => {
			const queues = openHere();
			const WINDOW = 400;
			const { seen, change, latest } = await observed(queues, WINDOW);
			const begun = Date.now();
			for (let i = 0; i < 60; i++) {
				await change();
				await new Promise((resolve) => setTimeout(resolve, (i * 7919) % 60));
			}
			const windows = (Date.now() - begun) / WINDOW;
			await untilIdle(queues);
			expect(seen.at(-1)).toBe(latest());
			expect(seen.length).toBeLessThanOrEqual(Math.ceil(windows) + 2);
		});
	});
});

test("a worker whose database ends while it starts says so, takes nothing and lets itself be closed", async () => {
	const dying = createServer((socket) => socket.once("data", () => socket.resetAndDestroy())).listen(0, "127.0.0.1");
	await once(dying, "listening");
	const { port } = dying.address() as AddressInfo;
	const faults: Error[] = [];
	const queues = openQueues({
		store: { databaseUrl: `postgres://nobody:secret@127.0.0.1:${port}/none` },
		catalog,
		onError: (error) => faults.push(error),
	});
	await expect(queues.work("score-deals", async () => undefined)).rejects.toThrow(/ECONNRESET/);
	await new Promise((resolve) => setTimeout(resolve, 50));
	await queues.close(2_000);
	expect(faults.length).toBeLessThan(10);
	dying.close();
});

test("a connection that breaks is told of once, however many queues share it", async () => {
	const faults: Error[] = [];
	const namespace = `test-${randomBytes(4).toString("hex")}`;
	const queues = openQueues({
		store: { databaseUrl },
		catalog: { ...catalog, "score-leads": catalog["score-deals"] },
		namespace,
		onError: (error) => faults.push(error),
	});
	await Promise.all([queues.counts("score-deals"), queues.counts("score-leads")]);
	const ours = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${namespace} queues'`;
	await order(databaseUrl, ours);
	await expect.poll(() => faults.length, { timeout: 10_000 }).toBeGreaterThan(0);
	expect(new Set(faults).size).toBe(faults.length);
	await queues.close(2_000);
});
