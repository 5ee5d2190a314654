import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps } from "../test-company.ts";
import { scanQuality } from "./scan.ts";

const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.now());
const ops = cast.david;
const job = { signal: new AbortController().signal, progress: async () => {} };
const check = () => scanQuality(numberDeps(app), { tenantId }, job);

/** SQL as nobody in particular: what a person or a source did before. */
const tamper = (query: ReturnType<typeof sql>) => query.execute(app.database.kysely);
const get = async (path: string, as = ops) => (await app.call("GET", path, { as })).json();
const post = async (path: string, body: object, as = ops) => {
	const answer = await app.call("POST", path, { as, body });
	const text = await answer.text();
	return { status: answer.status, body: text ? JSON.parse(text) : null };
};
async function faultsOf(
	rule: string,
): Promise<{ id: string; name: string; value: string | null; offered: string | null }[]> {
	return (await get(`/quality/faults?rule=${rule}`)).items;
}
async function ruleRow(rule: string) {
	return (await get("/quality")).rules.find((r: { rule: string }) => r.rule === rule);
}
async function openDeal(more: ReturnType<typeof sql>): Promise<string> {
	const { rows } = await sql<{ id: string }>`update deals set ${more} where id = (select id from deals
		where tenant_id = ${tenantId} and status = 'open' order by id limit 1) returning id`.execute(app.database.kysely);
	return rows[0]?.id ?? "";
}

test("before the first check there is no score; after it the score's reasons add up", async () => {
	expect(await get("/quality")).toMatchObject({ score: null, rules: [], cost: null });
	await check();
	const { score, rules, completeness } = await get("/quality");
	const shown = score.parts.reduce(
		(sum: number, part: { amount: string }) => sum + Number(part.amount.replace("−", "-")),
		100,
	);
	expect(String(shown)).toBe(score.text.value);
	expect(score).toMatchObject({ kind: "quality", unit: "points", modelVersion: "quality-1" });
	expect(score.n).toBeGreaterThan(10);
	expect(rules).toHaveLength(14);
	expect(completeness.find((c: { field: string }) => c.field === "amount").of).toBeGreaterThan(0);
});

test("a close date that has passed is a fault, moved in bulk, and put back where nobody changed it since", async () => {
	const id = await openDeal(sql`close_date = '2020-01-31'`);
	const found = await faultsOf("deal_close_date_past");
	expect(found.find((f) => f.id === id)).toMatchObject({ value: "Jan 31, 2020" });

	expect((await post("/quality/fixes", { rule: "deal_close_date_past", closeDate: "2020-02-01" })).status).toBe(422);
	const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
	const done = await post("/quality/fixes", { rule: "deal_close_date_past", closeDate: day });
	expect(done.body).toMatchObject({ done: found.length, left: 0 });
	expect(await faultsOf("deal_close_date_past")).toEqual([]);
	const { deal, history } = await get(`/opportunities/${id}`);
	expect(deal.closeDate).toBe(day);
	expect(history[0]).toMatchObject({ field: "closeDate" });

	const other = found.find((f) => f.id !== id);
	if (other) await tamper(sql`update deals set close_date = '2031-01-01' where id = ${other.id}::uuid`);
	const back = await post(`/quality/fixes/${done.body.id}/undo`, {});
	expect(back.body).toMatchObject({ done: found.length - (other ? 1 : 0), left: other ? 1 : 0 });
	expect((await get(`/opportunities/${id}`)).deal.closeDate).toBe("2020-01-31");
	expect((await post(`/quality/fixes/${done.body.id}/undo`, {})).status).toBe(409);
	expect((await verifyAuditChain(app.database.reader(tenantId), tenantId)).ok).toBe(true);
});

test("an amount can be taken from priced line items, and from nothing else", async () => {
	const id = await openDeal(sql`amount_minor = null`);
	await tamper(sql`delete from line_items where deal_id = ${id}::uuid`);
	expect((await post("/quality/fixes", { rule: "deal_no_amount", ids: [id] })).body).toMatchObject({
		done: 0,
		left: 1,
	});
	await tamper(sql`insert into line_items (tenant_id, deal_id, quantity, unit_price_minor, currency)
		values (${tenantId}, ${id}::uuid, 3, 1250, 'EUR'), (${tenantId}, ${id}::uuid, 0.5, 1000, 'EUR')`);
	expect((await faultsOf("deal_no_amount")).find((f) => f.id === id)?.offered).toBe("€42.50");
	expect((await post("/quality/fixes", { rule: "deal_no_amount", ids: [id] })).body).toMatchObject({ done: 1 });
	expect((await get(`/opportunities/${id}`)).deal.amount).toEqual({ amountMinor: "4250", currency: "EUR" });
});

test("addresses are mended where that is safe", async () => {
	const { rows } = await sql<{
		id: string;
	}>`select id from contacts where tenant_id = ${tenantId} order by id limit 2`.execute(app.database.kysely);
	const [safe, guess] = rows.map((row) => row.id);
	await tamper(sql`update contacts set email = 'mailto:ada@harbour,example' where id = ${safe}::uuid`);
	await tamper(sql`update contacts set email = 'ask for Ada' where id = ${guess}::uuid`);
	const found = await faultsOf("contact_bad_email");
	expect(found.find((f) => f.id === safe)?.offered).toBe("ada@harbour.example");
	expect(found.find((f) => f.id === guess)?.offered).toBeNull();
	expect((await post("/quality/fixes", { rule: "contact_bad_email" })).body).toMatchObject({ done: 1, left: 1 });
	await post("/quality/dismissals", { rule: "contact_bad_email", ids: [guess] });
	expect(await faultsOf("contact_bad_email")).toEqual([]);
	expect((await ruleRow("contact_bad_email")).faulty).toBe(0);
});

test("a missing rate is given once, prices the deals, and can be taken back", async () => {
	await openDeal(sql`amount_minor = 100000, currency = 'CHF'`);
	await tamper(sql`delete from exchange_rates where tenant_id = ${tenantId} and from_currency = 'CHF'`);
	await check();
	const before = await faultsOf("deal_no_rate");
	expect(before.length).toBeGreaterThan(0);
	const rate = { from: "CHF", rate: "1.05", validFrom: "2020-01-01" };
	const added = await post("/quality/rates", rate);
	expect(added.body).toMatchObject({ done: 1 });
	expect(await faultsOf("deal_no_rate")).toEqual([]);
	expect((await post("/quality/rates", rate)).status).toBe(409);
	await post(`/quality/fixes/${added.body.id}/undo`, {});
	expect((await faultsOf("deal_no_rate")).length).toBe(before.length);
});

test("accounts that stand twice are proposed with reasons, merged with all that hangs on them, and parted again", async () => {
	const { rows } = await sql<{ id: string; name: string }>`select a.id, a.name from accounts a
		where a.tenant_id = ${tenantId} and exists (select from deals d where d.account_id = a.id) order by a.id limit 1`.execute(
		app.database.kysely,
	);
	const [elder] = rows;
	const { rows: made } = await sql<{
		id: string;
	}>`insert into accounts (tenant_id, name, domain, industry, country, region, owner_id)
		select tenant_id, upper(name), domain, 'Twinned', country, region, owner_id from accounts where id = ${elder?.id}::uuid
		returning id`.execute(app.database.kysely);
	const twin = made[0]?.id ?? "";
	await tamper(sql`update accounts set industry = null where id = ${elder?.id}::uuid`);
	await tamper(sql`insert into external_ids (tenant_id, source, object, external_id, id)
		values (${tenantId}, 'crm', 'account', 'A-2', ${twin}::uuid)`);
	const { rows: deals } = await sql<{ id: string }>`update deals set account_id = ${twin}::uuid
		where account_id = ${elder?.id}::uuid returning id`.execute(app.database.kysely);
	await check();
	const pairs = (await get("/quality/duplicates?entity=account")).items;
	const pair = pairs.find((p: { other: { id: string } }) => p.other.id === twin);
	expect(pair).toMatchObject({ keep: { id: elder?.id }, other: { deals: deals.length } });
	expect(pair.reasons[0]).toMatchObject({ text: "same name", isFor: true });

	expect((await app.call("POST", "/quality/merges", { as: cast.robert, body: { sure: "account" } })).status).toBe(403);
	await tamper(sql`update accounts set owner_id = null where id = ${twin}::uuid`);
	const managers = (await get("/quality/duplicates?entity=account", cast.robert)).items;
	expect(managers.map((p: { other: { id: string } }) => p.other.id)).not.toContain(twin);
	const merged = await post("/quality/merges", { pairs: [{ pairId: pair.id }] });
	expect(merged.body).toMatchObject({ done: 1, left: 0 });
	const accountOf = async (id: string) => (await get(`/opportunities/${id}`)).deal.account.id;
	expect(await accountOf(deals[0]?.id ?? "")).toBe(elder?.id);
	const state = async () =>
		(
			await sql<{ industry: string | null; leads: string }>`select a.industry, (select id::text from external_ids
				where tenant_id = ${tenantId} and external_id = 'A-2') as leads from accounts a where a.id = ${elder?.id}::uuid`.execute(
				app.database.kysely,
			)
		).rows[0];
	expect(await state()).toEqual({ industry: "Twinned", leads: elder?.id });
	// The source still has both, and tells of the other as if it were its own.
	const told = { entity: "account", externalId: "A-2", recordedAt: Date.now() } as const;
	const news: CanonicalChange[] = [
		{ ...told, fields: { industry: "Other" } },
		{ ...told, fields: {}, deleted: true },
	];
	for (const one of news) {
		const { applied } = await app.database.inTenant(tenantId, (trx) =>
			applyChanges({ trx, tenantId, source: "crm", causeId: "test" }, [one]),
		);
		expect(applied).toEqual({ created: 0, changed: 0, unchanged: 1 });
	}
	expect(await state()).toEqual({ industry: "Twinned", leads: elder?.id });

	expect((await post(`/quality/fixes/${merged.body.id}/undo`, {})).body).toMatchObject({ done: 1 });
	expect(await accountOf(deals[0]?.id ?? "")).toBe(twin);
	expect(await state()).toEqual({ industry: null, leads: twin });
	await post("/quality/different", { pairIds: [pair.id] });
	await check();
	const after = (await get("/quality/duplicates?entity=account")).items;
	expect(after.filter((p: { other: { id: string } }) => p.other.id === twin)).toEqual([]);
});

test("a manager sees the faults of the team and mends none; a rep does not get in", async () => {
	await openDeal(sql`close_date = '2020-01-31'`);
	const all = (await faultsOf("deal_close_date_past")).length;
	const teams = (await get("/quality/faults?rule=deal_close_date_past", cast.robert)).items.length;
	expect(teams).toBeLessThanOrEqual(all);
	const fix = { rule: "deal_close_date_past", closeDate: "2099-01-01" };
	expect((await app.call("POST", "/quality/fixes", { as: cast.robert, body: fix })).status).toBe(403);
	expect((await app.call("GET", "/quality", { as: cast.maria })).status).toBe(403);
});
