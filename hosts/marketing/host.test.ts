import { expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import type { ClosedLoopJson, OutcomePageJson } from "../../core/contract/marketing.ts";
import { timestamp } from "../../server/db/values.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addApiKey, addWorkspace, testApp } from "../../server/test-app.ts";
import { marketingHost } from "./host.ts";
import { mapRow } from "./map-row.ts";
import { marketingKit } from "./test-kit.ts";

for (const { name, run } of conformanceCases(marketingKit)) test(name, run);

const at = "2026-09-15T09:00:00.000Z";
const fieldsOf = (system: string, row: Record<string, unknown>, more: object = {}) =>
	mapRow({ system, arrivedAt: at, row, ...more })[0];

test.each([
	[
		"marketo",
		{
			"Lead ID": 71,
			"First Name": "Ada",
			"Last Name": "Ek",
			"Email Address": "ADA@Hafen.example",
			"Company Name": "Hafen",
		},
		{ "Lead Source": "Web", "Acquisition Program": "Fair 26", "Became MQL Date": "2026-09-01T08:00:00Z" },
	],
	[
		"pardot",
		{ "Prospect ID": "71", "First Name": "Ada", "Last Name": "Ek", Email: "ada@hafen.example", Company: "Hafen" },
		{ Source: "Web", "Source Campaign": "Fair 26", "Date MQL": "2026-09-01 08:00:00" },
	],
	[
		"eloqua",
		{ "Eloqua Contact ID": "71", "First Name": "Ada", "Last Name": "Ek", "Email Address": "ada@hafen.example" },
		{ Company: "Hafen", "Lead Source - Original": "Web", "Last Campaign": "Fair 26", "MQL Date": "2026-09-01 08:00" },
	],
	[
		"hubspot",
		{ "Record ID": "71", "First Name": "Ada", "Last Name": "Ek", Email: "ada@hafen.example", "Company Name": "Hafen" },
		{
			...{
				"Original Source": "Web",
				"Original Source Drill-Down 1": "x",
				"First Touch Converting Campaign": "Fair 26",
			},
			"Became a Marketing Qualified Lead Date": "2026-09-01 08:00",
		},
	],
])("the columns of %s are known", (system, who, more) => {
	expect(fieldsOf(system, { ...who, ...more })).toMatchObject({
		entity: "lead",
		externalId: `${system}:71`,
		recordedAt: Date.UTC(2026, 8, 1, 8),
		fields: {
			...{ name: "Ada Ek", email: "ada@hafen.example", company: "Hafen", source: "Web" },
			mqlAt: "2026-09-01T08:00:00.000Z",
			extra: { campaign: "Fair 26" },
		},
	});
});

test("a day that may be two is refused with its column; one that cannot be is read", () => {
	expect(() => fieldsOf("eloqua", { email: "a@b.example", "MQL Date": "03/04/2026" })).toThrow(/mqlAt.*two days/);
	expect(() => fieldsOf("other", { email: "a@b.example", mql_date: "soon" })).toThrow(/YYYY-MM-DD/);
	expect(fieldsOf("eloqua", { email: "a@b.example", "MQL Date": "9/23/2026 2:30 PM" })?.fields["mqlAt"]).toBe(
		"2026-09-23T14:30:00.000Z",
	);
	expect(() => fieldsOf("other", { company: "Hafen" })).toThrow(/neither an id nor an email/);
});

test("columns without a place are kept beside; of a lead that others told of only the hand-over is said", () => {
	expect(fieldsOf("marketo", { email: "a@b.example", "Person Score": 81 })?.fields["extra"]).toEqual({
		"Person Score": "81",
	});
	const known = fieldsOf("marketo", { email: "a@b.example", company: "Else", campaign: "Fair" }, { isKnown: true });
	expect(known?.fields).toEqual({ mqlAt: at, extra: { campaign: "Fair" } });
});

const app = await testApp({ hosts: [marketingHost] });
const { database } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, app.deps);
const key = await addApiKey(database, people.admin, ["leads:write", "leads:read"]);
const leadsHere = () =>
	database
		.reader(tenantId)
		.selectFrom("leads")
		.select(["id", "name", "email", "mql_at", "sql_at"])
		.orderBy("email")
		.execute();
const post = async (path: string, type: string, body: string) => {
	const headers = { authorization: `Bearer ${key}`, "content-type": type };
	const answer = await app.request(`/api/v1${path}`, { method: "POST", headers, body });
	return { status: answer.status, body: await answer.json() };
};
const get = async <T>(path: string): Promise<T> =>
	(await app.call("GET", path, { as: people.admin })).json() as Promise<T>;
const CSV = `Lead ID,First Name,Email Address,Company Name,Lead Source,Acquisition Program,Became MQL Date
1,Ada,ada@hafen.example,Hafen,Web,Fair 26,2026-06-01 08:00:00
2,Bea,bea@werft.example,Werft,Web,,2026-06-02 08:00:00
3,Cem,cem@kai.example,Kai,Search,,06/07/2026
`;

test("leads handed over as CSV with a key are stored once; a row that cannot be is kept with its reason and replayed", async () => {
	const by = { name: "Bea of the CRM", email: "bea@werft.example", company: "Werft" };
	await app.call("POST", "/leads", { as: people.admin, body: by });
	const taken = await post("/marketing/handoffs?system=marketo", "text/csv", CSV);
	expect(taken).toMatchObject({ status: 202, body: { rows: 3, seenBefore: false } });
	await expect
		.poll(async () => (await leadsHere()).map(({ name }) => name), { timeout: 8000 })
		.toEqual(["Ada", "Bea of the CRM"]);
	expect((await leadsHere()).map(({ mql_at }) => mql_at)).toEqual([Date.UTC(2026, 5, 1, 8), Date.UTC(2026, 5, 2, 8)]);
	expect((await post("/marketing/handoffs?system=marketo", "text/csv", CSV)).body).toMatchObject({ seenBefore: true });
	const kept = await database.reader(tenantId).selectFrom("failed_records").select(["source", "reason"]).execute();
	expect(kept).toEqual([{ source: "marketing", reason: expect.stringContaining("may be two days") }]);
	const again = await post("/marketing/handoffs?system=marketo", "text/csv", CSV.replace("06/07/2026", "2026-06-07"));
	expect(again.body).toMatchObject({ seenBefore: false });
	await expect.poll(async () => (await leadsHere()).length, { timeout: 8000 }).toBe(3);
});

test("JSON does as CSV does; what is none is refused, and who may not write leads may not hand any over", async () => {
	const body = JSON.stringify({
		system: "other",
		rows: [{ email: "dan@kran.example", name: "Dan", source: "Fair", mql_at: "2026-06-03" }],
	});
	expect(await post("/marketing/handoffs", "application/json", body)).toMatchObject({ status: 202, body: { rows: 1 } });
	await expect.poll(async () => (await leadsHere()).length, { timeout: 8000 }).toBe(4);
	expect((await post("/marketing/handoffs", "application/json", "{}")).status).toBe(400);
	expect((await post("/marketing/handoffs?system=marketo", "text/csv", "one line")).status).toBe(400);
	const reader = await addApiKey(database, people.admin, ["leads:read"]);
	const headers = { authorization: `Bearer ${reader}`, "content-type": "text/csv" };
	expect((await app.request("/api/v1/marketing/handoffs", { method: "POST", headers, body: CSV })).status).toBe(403);
});

test("marketing hears sales' word and the outcome, page by page, and the loop closes in each currency by itself", async () => {
	const [ada] = await leadsHere();
	const { version } = await get<{ version: number }>(`/leads/${ada?.id}`);
	const put = await app.call("PUT", `/leads/${ada?.id}`, {
		as: people.admin,
		body: { status: "qualified", version },
	});
	expect(put.status, await put.clone().text()).toBe(200);
	await database.inTenant(tenantId, async (trx) => {
		const common = { tenant_id: tenantId };
		const one = <T extends { id: string }>(row: T) => row.id;
		const pipeline_id = one(
			await trx
				.insertInto("pipelines")
				.values({ ...common, name: "Sales" })
				.returning("id")
				.executeTakeFirstOrThrow(),
		);
		const stage = { ...common, pipeline_id, name: "Won", position: 1, kind: "won" as const };
		const stage_id = one(await trx.insertInto("stages").values(stage).returning("id").executeTakeFirstOrThrow());
		for (const [name, currency, domain] of [
			["Hafen", "EUR", null],
			["Werft", "USD", null],
			["Kranbau", "EUR", "kran.example"],
		] as const) {
			const account_id = one(
				await trx
					.insertInto("accounts")
					.values({ ...common, name, domain })
					.returning("id")
					.executeTakeFirstOrThrow(),
			);
			const deal = { ...common, account_id, pipeline_id, stage_id, name: `${name} deal`, status: "won" as const };
			const moments = { created_at: timestamp(Date.UTC(2026, 6, 1)), closed_at: timestamp(Date.UTC(2026, 7, 1)) };
			await trx
				.insertInto("deals")
				.values({ ...deal, ...moments, currency, amount_minor: 50_000n })
				.execute();
		}
	});
	const first = await get<OutcomePageJson>("/marketing/outcomes?limit=3");
	const rest = await get<OutcomePageJson>(`/marketing/outcomes?limit=3&cursor=${first.nextCursor}`);
	const all = [...first.items, ...rest.items];
	expect([first.items.length, rest.items.length, new Set(all.map(({ leadId }) => leadId)).size]).toEqual([3, 1, 4]);
	expect((await get<OutcomePageJson>(`/marketing/outcomes?cursor=${rest.nextCursor}`)).items).toEqual([]);
	expect(all.find(({ email }) => email === "ada@hafen.example")).toMatchObject({
		...{ system: "marketo", externalId: "1", campaign: "Fair 26", status: "qualified", sqlAt: expect.any(String) },
		deal: { status: "won", amount: { amountMinor: "50000", currency: "EUR" } },
	});
	const csv = await app.request("/api/v1/marketing/outcomes?format=csv&system=marketo", {
		headers: { authorization: `Bearer ${key}` },
	});
	expect((await csv.text()).split("\r\n").filter(Boolean)).toHaveLength(4);
	const loop = await get<ClosedLoopJson>("/marketing/closed-loop?from=2026-06&to=2026-06");
	expect(loop.rows.map(({ label, mql, sql, won }) => [label, mql, sql, won])).toEqual([
		["Web", 2, 2, 2],
		["Fair", 1, 1, 1],
		["Search", 1, 0, 0],
	]);
	expect(loop.total).toMatchObject({
		...{ mql: 4, sql: 3, won: 3, unpriced: 0, toSql: { n: 4, share: 0.75 } },
		revenue: [
			{ amountMinor: "100000", currency: "EUR" },
			{ amountMinor: "50000", currency: "USD" },
		],
	});
	expect(loop.text).toContain("4 leads handed over");
	const other = await get<ClosedLoopJson>("/marketing/closed-loop?from=2026-08&to=2026-08");
	expect([other.rows, other.total.toSql]).toEqual([[], null]);
});

test("what somebody paused is taken only once it is switched on again", async () => {
	const rows = "Email Address\nfay@mole.example\n";
	const turn = (state: string) => app.call("PUT", "/connections/marketing", { as: people.admin, body: { state } });
	const before = (await leadsHere()).length;
	for (const state of ["paused", "off"]) {
		await turn(state);
		const refused = await post("/marketing/handoffs", "text/csv", rows);
		expect(refused).toMatchObject({ status: 409, body: { code: "wrong_state" } });
	}
	await turn("on");
	expect((await post("/marketing/handoffs", "text/csv", rows)).body).toMatchObject({ rows: 1, seenBefore: false });
	await expect.poll(async () => (await leadsHere()).length, { timeout: 8000 }).toBe(before + 1);
});
