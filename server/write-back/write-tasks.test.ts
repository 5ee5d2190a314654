import { expect, test } from "vitest";
import type { WriteBackJson, WriteBackRecordJson, WriteRunJson } from "../../core/contract/write-backs.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { dateIn } from "../../core/model/instant.ts";
import { timestamp } from "../db/values.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { ensureInstallation } from "../hosts/installations.ts";
import { testHost } from "../hosts/test-host.ts";
import { sweepHosts, workOnHosts } from "../jobs/host-jobs.ts";
import { runMeetingStep } from "../meetings/run-step.ts";
import { testApp } from "../test-app.ts";

const HOST = "testcrm";
const vendor = testHost();
const app = await testApp({ hosts: [vendor.host] });
const { database, deps } = app;
const company = smallCompany(Date.now());
const tenantId = (await loadCompany(database, company)) ?? 0;
const david = { tenantId, userId: CAST.david.id };
const maria = { tenantId, userId: CAST.maria.id };
await database.inTenant(tenantId, (trx) => ensureInstallation(trx, tenantId, HOST));
await workOnHosts(app.jobs, deps);
const [linked, unlinked] = company.deals.filter((deal) => deal.status === "open" && deal.ownerId === CAST.maria.id);
const due = dateIn("UTC", Date.now());
const ask = (method: string, path: string, as: typeof david, body?: object) => app.call(method, path, { as, body });

/** A meeting of Maria's about a deal, with what was agreed in it. */
async function meeting(dealId: string | undefined, source: "manual" | "sample" = "manual") {
	return database.inTenant(tenantId, async (trx) => {
		const { id: meetingId } = await trx
			.insertInto("meetings")
			.values({
				...{ tenant_id: tenantId, owner_id: CAST.maria.id, title: "Second look", source, state: "ready" },
				...{ starts_at: timestamp(Date.now()), deal_id: dealId },
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		const action = (text: string, owner: "rep" | "customer", dueOn: string | null = null) =>
			trx
				.insertInto("meeting_actions")
				.values({ tenant_id: tenantId, meeting_id: meetingId, text, owner, due_on: dueOn, confidence: 1 })
				.returning("id")
				.executeTakeFirstOrThrow();
		const ours = await action("Send the offer", "rep", due);
		await action("Ask their lawyers", "customer");
		return { meetingId, actionId: ours.id };
	});
}
async function end(meetingId: string): Promise<void> {
	const given = {
		...{ database, jobs: { enqueueCoalesced: async () => {} }, writer: null, now: () => Date.now() },
		...{ sightOf: async () => "all" as const, wakeRelay: () => {}, vault: app.deps.vault },
	};
	const job = { signal: new AbortController().signal, isLastAttempt: true };
	await runMeetingStep(given, { tenantId, meetingId, step: "analytics" }, job);
}
const state = async (): Promise<WriteBackJson> =>
	(await ask("GET", `/connections/${HOST}/write-back`, david)).json() as Promise<WriteBackJson>;
const records = async (query: string): Promise<WriteBackRecordJson[]> =>
	(await (await ask("GET", `/connections/${HOST}/write-back/records${query}`, david)).json()).items;
async function change(body: object, status = 200): Promise<void> {
	const { version } = await state();
	const answer = await ask("PUT", `/connections/${HOST}/write-back`, david, { ...body, version });
	expect(answer.status, await answer.clone().text()).toBe(status);
}
async function sent(): Promise<void> {
	await expect
		.poll(
			async () => {
				await sweepHosts(deps);
				return (await state()).waiting;
			},
			{ timeout: 10_000, interval: 100 },
		)
		.toBe(0);
}
async function confirmed(): Promise<WriteRunJson> {
	await expect.poll(async () => (await state()).preview?.state, { timeout: 8000 }).toBe("preview");
	const { preview } = await state();
	expect((await ask("POST", `/write-runs/${preview?.id}/confirm`, david, {})).status).toBe(200);
	await sent();
	return preview as WriteRunJson;
}
const tasksThere = () => [...vendor.records].filter(([key]) => key.startsWith("task ")).map(([, task]) => task);
const taskCalls = () => vendor.calls.flat().filter(({ entity }) => entity === "task");

const dealOf = linked?.id ?? "";
await database.inTenant(tenantId, (trx) =>
	trx
		.insertInto("external_ids")
		.values({ tenant_id: tenantId, source: HOST, object: "deal", external_id: "D-1", id: dealOf })
		.execute(),
);
const first = await meeting(dealOf);

test("nothing is made until an administrator chose tasks, saw them and confirmed", async () => {
	await change({ state: "on" });
	await confirmed();
	await end(first.meetingId);
	await sent();
	expect(taskCalls()).toEqual([]);
	await change({ fields: { task: { title: "Subject", dueOn: "Due", status: "Status" } } });
	await expect.poll(async () => (await state()).preview?.state, { timeout: 8000 }).toBe("preview");
	const { preview } = await state();
	expect(preview?.samples.filter(({ entity }) => entity === "task")).toMatchObject([
		{ name: "Send the offer", values: expect.arrayContaining([expect.objectContaining({ vendorField: "Subject" })]) },
	]);
	expect(tasksThere()).toEqual([]);
	await confirmed();
	expect(tasksThere()).toEqual([{ Subject: "Send the offer", Due: due, Status: "open", About: "D-1" }]);
});

test("said again it is not made again; what changes here changes there, alone", async () => {
	await end(first.meetingId);
	await sent();
	expect(taskCalls()).toHaveLength(1);
	await database.inTenant(tenantId, (trx) =>
		trx.updateTable("meeting_actions").set({ status: "done" }).where("id", "=", first.actionId).execute(),
	);
	await end(first.meetingId);
	await end(first.meetingId);
	await sent();
	expect(taskCalls().slice(1)).toMatchObject([{ fields: { status: "done" }, expected: { status: "open" } }]);
	expect(taskCalls()[1]?.isNew).toBeUndefined();
	expect(tasksThere()).toMatchObject([{ Status: "done" }]);
});

test("a meeting whose deal the vendor does not have makes none, and that is told; one to try things with is passed over", async () => {
	const second = await meeting(unlinked?.id);
	await end(second.meetingId);
	await end(second.meetingId);
	await end((await meeting(dealOf, "sample")).meetingId);
	await sent();
	expect(taskCalls()).toHaveLength(2);
	const skipped = (await records("?state=skipped")).filter(({ entity }) => entity === "task");
	expect(skipped).toMatchObject([{ entityId: second.actionId, reason: expect.stringMatching(/deal/) }]);
});

test("one that is refused is kept with the vendor's words and made when it is tried again", async () => {
	const third = await meeting(dealOf);
	vendor.faults.set(third.actionId, { ok: false, retry: false, reason: "a task needs a queue" });
	await end(third.meetingId);
	await sent();
	const [failed] = await records("?state=failed");
	expect(failed).toMatchObject({ entity: "task", name: "Send the offer", reason: "a task needs a queue" });
	vendor.faults.clear();
	expect((await ask("POST", `/write-backs/${failed?.id}/retry`, david, {})).status).toBe(202);
	await sent();
	expect(tasksThere()).toHaveLength(2);
});

test("paused, tasks wait; a run that is taken back takes its tasks away, and they are not made anew", async () => {
	await change({ state: "paused" });
	const fourth = await meeting(dealOf);
	await end(fourth.meetingId);
	await sweepHosts(deps);
	expect(await state()).toMatchObject({ waiting: 1 });
	await change({ state: "on" });
	await sent();
	expect(tasksThere()).toHaveLength(3);
	const { items } = await (await ask("GET", `/connections/${HOST}/write-back/runs`, david)).json();
	const day = items.find(({ kind, counts }: WriteRunJson) => kind === "ongoing" && counts.written > 0);
	expect((await ask("POST", `/write-runs/${day?.id}/undo`, david, {})).status).toBe(202);
	await sent();
	expect(tasksThere()).toHaveLength(1);
	await change({ state: "on" });
	await end(fourth.meetingId);
	await sent();
	expect(tasksThere()).toHaveLength(1);
});

test("a connection that takes no tasks says so, and nobody without the right chooses them", async () => {
	const body = { fields: { task: { title: "x" } }, version: (await state()).version };
	expect((await ask("PUT", `/connections/${HOST}/write-back`, maria, body)).status).toBe(403);
	vendor.host.writeBack = { ...vendor.host.writeBack, names: { deal: {}, lead: {}, task: {} } } as never;
	await change({ fields: { task: { title: "Other" } } }, 422);
});
