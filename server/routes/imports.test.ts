import { expect, test } from "vitest";
import { startRelay } from "../events/relay.ts";
import { toJobs } from "../events/sinks.ts";
import { LOCK } from "../intake/run-import.ts";
import { takeTenantClient } from "../intake/tenant-client.ts";
import { workOnImports } from "../jobs/import-jobs.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp({ settings: { uploadLimit: 2_000_000 } });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnImports(app.jobs, { ...app.deps, jobs: app.jobs });
const ops = people.ops;

const DEALS = [
	"Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Owner",
	"D1,Ovens,North Pier,Closed Won,12500,2026-03-01,2026-01-10,Maria Santos",
	"D2,Mixers,South Quay,Negotiation,8000,2026-12-01,2026-10-02,Ken Ito",
	"D3,Racks,North Pier,Closed Lost,4000,2026-04-01,2026-02-01,Ken Ito",
	...Array.from(
		{ length: 40 },
		(_, i) => `E${i},Shelf ${i},East Gate,Negotiation,${900 + i},2026-12-01,2026-10-03,Ken Ito`,
	),
	"D4,=cmd(),North Pier,Negotiation,a lot,2026-12-01,2026-10-02,Ken Ito",
	"",
].join("\n");
const TAKEN = 43;

async function upload(files: Record<string, string>) {
	const form = new FormData();
	for (const [name, content] of Object.entries(files)) form.append("files", new File([content], name));
	return app.request("/api/v1/imports", {
		method: "POST",
		body: form,
		headers: { authorization: `Bearer ${await app.tokenOf(ops)}` },
	});
}

async function read(id: string) {
	return (await app.call("GET", `/imports/${id}`, { as: ops })).json();
}

async function reaches(id: string, state: string) {
	await expect.poll(async () => (await read(id)).state, { timeout: 10_000, interval: 50 }).toBe(state);
}

async function dealNames() {
	const rows = await app.database.reader(tenantId).selectFrom("deals").select("name").orderBy("name").execute();
	return rows.map((row) => row.name);
}

test("a file is uploaded, explained, corrected, taken in, and taken back", async () => {
	const answer = await upload({ "deals.csv": DEALS });
	expect(answer.status).toBe(201);
	const made = await answer.json();
	const [file] = made.files;
	expect(file).toMatchObject({ name: "deals.csv", entity: "deal", rowsTotal: TAKEN + 1 });
	expect(file.columns.map((column: { field: string }) => column.field)).toContain("amount");
	expect(file.preview[0]).toMatchObject({
		Name: "Ovens",
		Account: "North Pier",
		Owner: "Maria Santos",
		Stage: "Closed Won",
	});
	expect(await dealNames()).toEqual([]);
	for (const { text, why } of made.questions) {
		expect(text).not.toMatch(/^question\./);
		expect(why).not.toMatch(/^question\./);
	}

	const wrong = await app.call("PUT", `/imports/${made.id}/plan`, { as: ops, body: { answers: { zone: "Mars" } } });
	expect(await wrong.json()).toMatchObject({ code: "unprocessable", errors: [{ path: "answers.zone" }] });
	const planned = await app.call("PUT", `/imports/${made.id}/plan`, {
		as: ops,
		body: { answers: { currency: "GBP" }, files: [{ id: file.id, fields: { "Created Date": "createdAt" } }] },
	});
	expect(planned.status).toBe(200);

	expect((await app.call("POST", `/imports/${made.id}/run`, { as: ops, body: {} })).status).toBe(202);
	await reaches(made.id, "done");
	expect(await dealNames()).toHaveLength(TAKEN);
	expect(await read(made.id)).toMatchObject({ rejected: 1, counts: { deal: { created: TAKEN } }, error: null });

	const csv = await (await app.call("GET", `/imports/${made.id}/rejected`, { as: ops })).text();
	expect(csv.split("\r\n")[1]).toBe(
		"deals.csv,45,Amount,a lot,This is not an amount.,D4,'=cmd(),North Pier,Negotiation,a lot,2026-12-01,2026-10-02,Ken Ito",
	);

	const listed = await (await app.call("GET", "/imports", { as: ops })).json();
	expect(listed.items[0]).toMatchObject({ id: made.id, state: "done", rejected: 1 });
	expect((await app.call("POST", `/imports/${made.id}/undo`, { as: ops, body: {} })).status).toBe(202);
	await reaches(made.id, "undone");
	expect(await dealNames()).toEqual([]);
});

test("a finished import has every number computed", async () => {
	const relay = startRelay(app.database, [toJobs(app.jobs)], app.deps.log);
	const made = await (await upload({ "deals.csv": DEALS })).json();
	await app.call("POST", `/imports/${made.id}/run`, { as: ops, body: {} });
	await reaches(made.id, "done");
	await relay.drain();
	await relay.stop();
	const { waiting } = await app.jobs.counts("rebuild-numbers");
	expect(waiting).toBeGreaterThan(0);
});

test("what cannot be read is told in words, and too large files are refused while they come in", async () => {
	const pdf = await upload({ "deals.pdf": "%PDF-1.7 …" });
	expect(pdf.status).toBe(415);
	expect((await pdf.json()).detail).toBe("deals.pdf is a PDF. Export a table (CSV or Excel) instead.");
	const large = await upload({ "large.csv": `id,name\n${"1,x\n".repeat(600_000)}` });
	expect(large.status).toBe(413);
	const nothing = await app.request("/api/v1/imports", {
		method: "POST",
		body: "{}",
		headers: { "content-type": "application/json", authorization: `Bearer ${await app.tokenOf(ops)}` },
	});
	expect(nothing.status).toBe(400);
});

test("an import that has not run cannot be undone", async () => {
	const made = await (await upload({ "deals.csv": DEALS })).json();
	const undone = await app.call("POST", `/imports/${made.id}/undo`, { as: ops, body: {} });
	expect(await undone.json()).toMatchObject({ code: "wrong_state" });
});

test("a running import is stopped by a person, from its page or the jobs page, and goes on when it is run again", async () => {
	const made = await (await upload({ "deals.csv": DEALS })).json();
	const cancel = () => app.call("POST", `/imports/${made.id}/cancel`, { as: ops, body: {} });
	expect(await (await cancel()).json()).toMatchObject({ code: "wrong_state" });
	// Its job waits for the workspace's turn, so that both doors find it running.
	const lock = await holdTurn();
	expect((await app.call("POST", `/imports/${made.id}/run`, { as: ops, body: {} })).status).toBe(202);
	expect((await app.call("POST", `/imports/${made.id}/cancel`, { as: people.rep, body: {} })).status).toBe(403);
	const job = async () =>
		(await (await app.call("GET", "/jobs", { as: ops })).json()).items.find(
			({ name, canCancel }: { name: string; canCancel: boolean }) => name === "run-import" && canCancel,
		);
	const { id } = await job();
	expect((await app.call("POST", `/jobs/${encodeURIComponent(id)}/cancel`, { as: ops, body: {} })).status).toBe(204);
	expect(await read(made.id)).toMatchObject({ state: "running", isStopping: true });
	expect(await (await cancel()).json()).toMatchObject({ state: "running", isStopping: true });
	await lock.release();
	await reaches(made.id, "stopped");
	expect(await job()).toBeUndefined();
	const audited = await app.database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select("actor")
		.where("action", "=", "import.cancelled")
		.where("entity_id", "=", made.id)
		.execute();
	expect(audited).toHaveLength(2);

	const again = await app.call("POST", `/imports/${made.id}/run`, { as: ops, body: {} });
	expect(await again.json()).toMatchObject({ state: "running", isStopping: false });
	await reaches(made.id, "done");
	expect(await read(made.id)).toMatchObject({ rejected: 1, files: [{ rowsDone: TAKEN + 1 }] });
	expect(await (await cancel()).json()).toMatchObject({ code: "wrong_state" });
});

/** Keeps imports of the workspace from beginning until released. */
async function holdTurn() {
	const session = await takeTenantClient(app.database, tenantId);
	await session.client.query("select pg_advisory_lock($1, $2)", [LOCK, tenantId]);
	return {
		async release() {
			await session.client.query("select pg_advisory_unlock($1, $2)", [LOCK, tenantId]);
			session.release();
		},
	};
}
