import { afterAll, expect, test } from "vitest";
import type { EventJson } from "../../core/contract/events.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { appendEvents } from "../events/append.ts";
import { startRelay } from "../events/relay.ts";
import { toLivePages } from "../events/sinks.ts";
import { testApp } from "../test-app.ts";

const app = await testApp();
const company = smallCompany(Date.now());
const tenantId = (await loadCompany(app.database, company)) ?? 0;
const relay = startRelay(app.database, [toLivePages(app.fanout)], app.deps.log);
afterAll(() => relay.stop());

const person = (key: keyof typeof CAST) => ({ tenantId, userId: CAST[key].id });
const dealOf = (ownerId: string) => company.deals.find((d) => d.ownerId === ownerId && d.status === "open")?.id ?? "";
const marias = dealOf(CAST.maria.id);
const others = company.deals.find((d) => d.ownerId !== CAST.maria.id)?.id ?? "";

/** Opens the stream and gathers what it tells. */
async function listen(as: { tenantId: number; userId: string }) {
	const answer = await app.call("GET", "/stream", { as });
	expect(answer.headers.get("content-type")).toContain("text/event-stream");
	const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
	const heard: EventJson[] = [];
	const finished = (async () => {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			for (const [, data] of value.matchAll(/^data: (.*)$/gm)) heard.push(JSON.parse(data ?? ""));
		}
	})();
	return { heard, finished, leave: () => reader.cancel() };
}

async function change(...dealIds: string[]) {
	await app.database.inTenant(tenantId, (trx) =>
		appendEvents(
			trx,
			dealIds.map((entityId) => ({ tenantId, type: "deal.changed" as const, entity: "deal", entityId })),
		),
	);
}

test("an open page hears within two seconds of a deal that its person sees, and not of others", async () => {
	const maria = await listen(person("maria"));
	const jennifer = await listen(person("jennifer"));
	const started = performance.now();
	// Nobody wakes the relay: this is the slow way, as when another process wrote.
	await change(others, marias);
	await expect.poll(() => maria.heard.map((e) => e.entityId), { timeout: 2000, interval: 20 }).toEqual([marias]);
	expect(performance.now() - started).toBeLessThan(2000);
	await expect.poll(() => jennifer.heard.map((e) => e.entityId)).toEqual([others, marias]);
	expect(maria.heard[0]).toMatchObject({ tenantId, type: "deal.changed", entity: "deal" });
	await maria.leave();
	await jennifer.leave();
});

test("a manager hears of the deals beneath the teams they lead", async () => {
	const robert = await listen(person("robert"));
	const beneath = company.deals.filter((deal) => {
		const owner = company.users.find((user) => user.id === deal.ownerId);
		return owner?.teamId === CAST.robert.teamId;
	});
	await change(...company.deals.map((deal) => deal.id));
	relay.wake();
	await expect.poll(() => robert.heard.map((e) => e.entityId).sort()).toEqual(beneath.map((d) => d.id).sort());
	await robert.leave();
});

test("a great many at once are told as many", async () => {
	const david = await listen(person("david"));
	await change(...Array.from({ length: 60 }, () => crypto.randomUUID()));
	relay.wake();
	await expect.poll(() => david.heard).toMatchObject([{ type: "deal.changed", entityId: "*" }]);
	await david.leave();
});

test("a page is let go when its person may not sign in any more, however busy the workspace is", async () => {
	const jennifer = await listen(person("jennifer"));
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: false }).where("id", "=", CAST.jennifer.id).execute(),
	);
	app.passTime(30_000);
	await change(marias);
	relay.wake();
	await jennifer.finished;
	expect(jennifer.heard).toEqual([]);
});

test("when live messages may have been missed, pages are told to connect again", async () => {
	const maria = await listen(person("maria"));
	app.deps.live.close();
	await maria.finished;
});
