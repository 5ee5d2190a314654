import { expect, test } from "vitest";
import { openLog } from "../observe/log.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { appendEvent, appendEvents } from "./append.ts";
import { type RelayedEvent, startRelay } from "./relay.ts";
import { toJobs } from "./sinks.ts";

const app = await testApp();
const { tenantId } = await addWorkspace(app.database, "harbour");
const log = openLog("silent");

function write(...ids: string[]) {
	return app.database.inTenant(tenantId, (trx) =>
		appendEvents(
			trx,
			ids.map((entityId) => ({ tenantId, type: "deal.changed" as const, entity: "deal", entityId })),
		),
	);
}

async function waiting() {
	const rows = await app.database
		.reader(tenantId)
		.selectFrom("events")
		.select("id")
		.where("relayed_at", "is", null)
		.execute();
	return rows.length;
}

test("several relays together hand every event on once, in the order of writing", async () => {
	const seen: RelayedEvent[] = [];
	const relays = [1, 2, 3].map(() => startRelay(app.database, [async (events) => void seen.push(...events)], log));
	const ids = Array.from({ length: 1200 }, () => crypto.randomUUID());
	for (let i = 0; i < ids.length; i += 100) {
		await write(...ids.slice(i, i + 100));
		for (const relay of relays) relay.wake();
	}
	await expect.poll(waiting).toBe(0);
	await Promise.all(relays.map((relay) => relay.stop()));
	expect(seen.map((event) => event.entityId).sort()).toEqual([...ids].sort());
	expect(await waiting()).toBe(0);
});

test("a transaction that fails leaves no event", async () => {
	const failed = app.database.inTenant(tenantId, async (trx) => {
		await appendEvent(trx, { tenantId, type: "deal.changed", entity: "deal", entityId: "ghost" });
		throw new Error("changed my mind");
	});
	await expect(failed).rejects.toThrow();
	expect(await waiting()).toBe(0);
});

test("a relay that dies between handing on and noting it is followed by one that hands on again", async () => {
	const [first = ""] = [crypto.randomUUID()];
	const seen: string[] = [];
	let dies = true;
	const relay = startRelay(
		app.database,
		[
			async (events) => void seen.push(...events.map((event) => event.entityId)),
			async () => {
				if (!dies) return;
				dies = false;
				throw new Error("killed");
			},
		],
		log,
	);
	await write(first);
	await relay.drain();
	expect(await waiting()).toBe(1);
	await relay.drain();
	expect(await waiting()).toBe(0);
	expect(seen).toEqual([first, first]);
	await relay.stop();
});

test("many changes of one deal come to a score now and one more at the end", async () => {
	const dealId = crypto.randomUUID();
	const relay = startRelay(app.database, [toJobs(app.jobs)], log);
	for (let i = 0; i < 10; i++) {
		await write(dealId, dealId);
		await relay.drain();
	}
	await relay.stop();
	const { waiting: now, delayed } = await app.jobs.counts("rescore-deal");
	expect({ now, delayed }).toEqual({ now: 1, delayed: 1 });
});
