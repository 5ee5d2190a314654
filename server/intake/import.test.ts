import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import writeXlsx from "write-excel-file/node";
import type { FieldChange } from "../../core/model/change.ts";
import type { buildDealTimelines } from "../../core/model/timeline.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { describeImport, readyImport } from "./import-service.ts";
import { runImport } from "./run-import.ts";
import { startImport } from "./start-import.ts";
import { askToStop, ImportStopped } from "./stop-import.ts";
import { contentsOf, importTexts, testIntake } from "./test-workspace.ts";
import { undoImport } from "./undo-import.ts";

const deps = await testIntake();
const DAY = 86_400_000;

function csv(header: string, ...rows: string[]): string {
	return [header, ...rows].join("\n");
}

async function timelinesByName(tenant: number): Promise<Map<string, ReturnType<typeof buildDealTimelines>[number]>> {
	return deps.database.inTenant(tenant, async (trx) => {
		const lines = await loadDealTimelines(trx, Number.MAX_SAFE_INTEGER / 2);
		const names = await trx.selectFrom("deals").select(["id", "name"]).execute();
		const byId = new Map(names.map((n) => [n.id, n.name]));
		return new Map(lines.map((line) => [byId.get(line.dealId) ?? "", line]));
	});
}

async function stageName(tenant: number, id: string | null | undefined): Promise<string | null> {
	if (!id) return null;
	return deps.database.inTenant(
		tenant,
		async (trx) => (await trx.selectFrom("stages").select("name").where("id", "=", id).executeTakeFirstOrThrow()).name,
	);
}

describe("however an import is cut", () => {
	const row = fc.record({
		id: fc.integer({ min: 1, max: 40 }),
		name: fc.constantFrom("Acme deal", "Bit deal", "'; drop table deals; --", "=HYPERLINK(1)", "שלום", "x\ty\\z", ""),
		account: fc.constantFrom("Acme", "ACME ", "Bit AG", "", "Über GmbH"),
		owner: fc.constantFrom("Ann Lee", "Bo", "ann lee", ""),
		stage: fc.constantFrom("New", "Pitch", "Won", "Lost", "Limbo?"),
		amount: fc.constantFrom("1.50", "1,200.00", "", "twelve", "0"),
		created: fc.constantFrom("2025-01-05", "2025-02-30", "", "2025-03-01"),
		closed: fc.constantFrom("2025-05-05", "", "2024-12-01"),
	});
	const rows = fc.array(row, { minLength: 3, maxLength: 40 });

	test("chunks, stops and starts give the same tables, twice is once, undo is before, and no row is lost", {
		timeout: 240_000,
	}, async () => {
		const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
		await fc.assert(
			fc.asyncProperty(
				rows,
				fc.integer({ min: 1, max: 15 }),
				fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
				async (drawn, chunkRows, stops) => {
					const sure =
						"900,Sure,Acme,Ann Lee,New,1.00,2025-01-05,\n901,Sure too,Acme,Ann Lee,Won,1.00,2025-01-05,2025-02-01";
					const lines = drawn.map((r) =>
						[`D${r.id}`, r.name, r.account, r.owner, r.stage, r.amount, r.created, r.closed].map(quote).join(","),
					);
					const file = {
						"deals.csv": csv("Deal ID,Deal name,Account,Owner,Stage,Amount,Created,Close date", ...lines, sure),
					};
					const [whole, cut] = [await deps.newTenant(), await deps.newTenant()];
					const empty = await contentsOf(deps, cut);
					const once = await importTexts(deps, whole, file);
					expect(once.counts.rows.read).toBe(drawn.length + 2);
					expect(once.counts.rows.stored + once.counts.rows.rejected + once.counts.rows.unchanged).toBe(
						drawn.length + 2,
					);

					const started = await startImport(deps, cut, [
						{ name: "deals.csv", content: new TextEncoder().encode(file["deals.csv"]) },
					]);
					for (const after of stops) {
						let chunks = 0;
						const stopping = runImport(deps, cut, started.id, {
							chunkRows,
							onProgress: () => {
								if (++chunks >= after) throw new Error("power cut");
							},
						});
						await stopping.catch((error: Error) => expect(error.message).toBe("power cut"));
					}
					const counts = await runImport(deps, cut, started.id, { chunkRows, remember: 3 });
					expect(counts.rows).toEqual(once.counts.rows);
					const after = await contentsOf(deps, cut);
					expect(after).toEqual(await contentsOf(deps, whole));

					const again = await importTexts(deps, cut, file, { options: { chunkRows } });
					expect(again.counts.rows.stored).toBe(0);
					expect(again.counts.changes).toBe(0);
					await undoImport(deps, cut, again.description.id);
					expect({ ...(await contentsOf(deps, cut)), rejects: [] }).toEqual({ ...after, rejects: [] });
					await undoImport(deps, cut, started.id);
					expect({ ...(await contentsOf(deps, cut)), rejects: [] }).toEqual({ ...empty, rejects: [] });
				},
			),
			{ numRuns: 12 },
		);
	});
});

test("a person stops an import after a chunk; run again it gives the same tables, and undo takes back what is in", async () => {
	const lines = Array.from(
		{ length: 30 },
		(_, i) => `${i},Deal ${i},Acme,Ann Lee,${i % 3 ? "New" : "Won"},${i}.50,2025-01-05,`,
	);
	const files = { "deals.csv": csv("Deal ID,Deal name,Account,Owner,Stage,Amount,Created,Close date", ...lines) };
	const [whole, cut] = [await deps.newTenant(), await deps.newTenant()];
	await importTexts(deps, whole, files);
	const empty = await contentsOf(deps, cut);
	const { id } = await startImport(deps, cut, [
		{ name: "deals.csv", content: new TextEncoder().encode(files["deals.csv"]) },
	]);
	const stopping = runImport(deps, cut, id, {
		chunkRows: 5,
		onProgress: async ({ done }) => {
			if (done === 10) await deps.database.inTenant(cut, (trx) => askToStop(trx, id));
		},
	});
	await expect(stopping).rejects.toThrow(ImportStopped);
	const stopped = await describeImport(deps, cut, id);
	expect(stopped).toMatchObject({ state: "stopped", isStopping: false, files: [{ rowsTotal: 30 }] });
	// The chunk that was being stored when it was asked is stored whole.
	expect([10, 15, 20]).toContain(stopped.files[0]?.rowsDone);
	expect((await contentsOf(deps, cut))["deals"]).toHaveLength(stopped.files[0]?.rowsDone ?? 0);
	await expect(runImport(deps, cut, id)).rejects.toThrow(ImportStopped);

	expect(await readyImport(deps, cut, id)).toEqual({ wasStopped: true });
	await runImport(deps, cut, id, { chunkRows: 5 });
	expect(await contentsOf(deps, cut)).toEqual(await contentsOf(deps, whole));
	await undoImport(deps, cut, id);
	expect(await contentsOf(deps, cut)).toEqual(empty);
});

describe("stage history", () => {
	const deals = csv(
		"Deal ID,Deal name,Stage,Amount,Created,Close date",
		"1,Walked,Won,100,2026-09-01,2026-10-10",
		"2,Untold,Lost,200,2026-09-01,2026-10-12",
		"3,Ahead,Pitch,300,2026-09-01,",
		"4,Still,New,400,2026-09-01,",
	);
	const history = csv(
		"Deal ID,From stage,To stage,Changed at",
		"1,New,Pitch,2026-09-05T10:00:00Z",
		"1,Pitch,Won,2026-10-10T10:00:00Z",
		"3,New,Pitch,2026-09-07T10:00:00Z",
		"3,Pitch,New,2026-09-09T10:00:00Z",
		"9,New,Pitch,2026-09-07T10:00:00Z",
		"4,Pitch,New,2026-08-20T10:00:00Z",
		"1,New,Pitch,2026-09-05T10:00:00Z",
	);

	test("becomes each deal's timeline; deals without one are inferred, and every deal ends where it stands", async () => {
		const tenant = await deps.newTenant();
		const { counts } = await importTexts(
			deps,
			tenant,
			{ "deals.csv": deals, "stage history.csv": history },
			{ options: { chunkRows: 2, remember: 1 } },
		);
		expect(counts.rows).toEqual({ read: 11, stored: 9, unchanged: 1, rejected: 1 });
		expect((await contentsOf(deps, tenant))["rejects"]).toMatchObject([{ code: "unknown_deal", value: "9" }]);
		const lines = await timelinesByName(tenant);
		const names = async (name: string): Promise<(string | null)[]> =>
			Promise.all((lines.get(name)?.stages ?? []).map((s) => stageName(tenant, s.value)));
		expect(await names("Walked")).toEqual([null, "Pitch", "Won"]);
		expect(lines.get("Walked")).toMatchObject({
			hasHistory: true,
			status: [{ value: "open" }, { value: "won", at: Date.UTC(2026, 9, 10, 10) }],
		});
		expect(await names("Untold")).toEqual([null, "Lost"]);
		expect(lines.get("Untold")).toMatchObject({
			hasHistory: false,
			status: [{ value: "open" }, { value: "lost", at: Date.UTC(2026, 9, 12) }],
		});
		// Its file says Pitch, its history went back to New: it ends in Pitch.
		expect(await names("Ahead")).toEqual([null, "Pitch", "New", "Pitch"]);
		// It moved before it is said to have been made.
		expect(lines.get("Still")?.createdAt).toBe(Date.UTC(2026, 7, 20, 10));

		const before = await contentsOf(deps, tenant);
		const again = await importTexts(deps, tenant, { "stage history.csv": history });
		expect(again.counts.rows).toEqual({ read: 7, stored: 0, unchanged: 6, rejected: 1 });
		expect({ ...(await contentsOf(deps, tenant)), rejects: [] }).toEqual({ ...before, rejects: [] });
	});

	test("a log alone makes the deals, their stages and, of what is no stage, activities", async () => {
		const tenant = await deps.newTenant();
		const log = csv(
			"case,amount,activity,timestamp,resource",
			"1,100,SUBMITTED,2012-01-01T10:00:00+01:00,7",
			"1,100,CALL,2012-01-02T10:00:00+01:00,7",
			"1,100,OFFERED,2012-01-03T10:00:00+01:00,8",
			"1,100,APPROVED,2012-01-05T10:00:00+01:00,8",
			"2,50,OFFERED,2012-01-04T10:00:00+01:00,8",
			"2,50,SUBMITTED,2012-01-02T10:00:00+01:00,8",
			"2,50,DECLINED,2012-01-06T10:00:00+01:00,8",
			"2,50,OFFERED,2012-01-08T10:00:00+01:00,8",
		);
		const stages = [
			["SUBMITTED", "open"],
			["OFFERED", "open"],
			["APPROVED", "won"],
			["DECLINED", "lost"],
			["CALL", "skip"],
		].map(([name, kind], position) => ({ name: name ?? "", kind: kind ?? "", position }));
		const { counts } = await importTexts(deps, tenant, { "events.csv": log }, { answers: { stages } });
		expect(counts.rows).toEqual({ read: 8, stored: 8, unchanged: 0, rejected: 0 });
		const all = await contentsOf(deps, tenant);
		expect(all["deals"]).toMatchObject([
			{
				name: "1",
				status: "won",
				stage: "APPROVED",
				amount_minor: 10_000n,
				close_date: "2012-01-05",
				created_at: Date.parse("2012-01-01T09:00:00Z"),
			},
			{ name: "2", status: "open", stage: "OFFERED", created_at: Date.parse("2012-01-02T09:00:00Z") },
		]);
		expect(all["activities"]).toMatchObject([{ subject: "CALL", deal: "1" }]);
		expect((await timelinesByName(tenant)).get("2")?.status.map((s) => s.value)).toEqual(["open", "lost", "open"]);
	});
});

describe("a later export", () => {
	const header = "Deal ID,Deal name,Stage,Amount,Owner,Created,Close date,Note";
	const first = csv(header, "1,Acme,New,100,Ann,2026-09-01,2026-12-01,a", "2,Bit,New,200,Bo,2026-09-01,2026-12-01,b");
	const second = csv(
		header,
		"1,Acme,Won,150,Ann,2026-09-01,2026-11-15,a",
		"2,Bit,New,200,Cy,2026-09-01,2026-12-01,c",
		"3,Con,New,300,Bo,2026-11-01,2026-12-01,",
	);

	test("changes only what it says otherwise, one change a field, and undo puts that back", async () => {
		const tenant = await deps.newTenant();
		await importTexts(deps, tenant, { "deals.csv": first });
		const before = await contentsOf(deps, tenant);
		const { counts, description } = await importTexts(deps, tenant, { "deals.csv": second });
		expect(counts.entities["deal"]).toEqual({ created: 1, updated: 2, unchanged: 0, rejected: 0 });
		const after = await contentsOf(deps, tenant);
		expect(after["deals"]).toMatchObject([
			{ name: "Acme", status: "won", stage: "Won", amount_minor: 15_000n, close_date: "2026-11-15" },
			{ name: "Bit", owner: "Cy", extra: { Note: "c" } },
			{ name: "Con" },
		]);
		const fresh = (after["changes"] as FieldChange[]).length - (before["changes"] as FieldChange[]).length;
		// Acme: stage, status, amount, close date; Con: snapshot, stage, close date. Owners are left out of this list.
		expect(fresh).toBe(7);
		const undone = await undoImport(deps, tenant, description.id);
		expect(undone).toMatchObject({ removed: { deal: 1, user: 1 }, kept: {}, leftAsIs: 0 });
		expect(await contentsOf(deps, tenant)).toEqual(before);
		expect(await undoImport(deps, tenant, description.id)).toEqual(undone);
	});

	test("what somebody changed since is kept by undo, and told", async () => {
		const tenant = await deps.newTenant();
		const one = await importTexts(deps, tenant, { "deals.csv": first });
		const two = await importTexts(deps, tenant, { "deals.csv": second });
		await deps.database.inTenant(tenant, async (trx) => {
			const { id } = await trx
				.updateTable("deals")
				.set({ amount_minor: 99n })
				.where("name", "=", "Acme")
				.returning("id")
				.executeTakeFirstOrThrow();
			await sql`insert into field_changes (tenant_id, recorded_at, entity, entity_id, field, value, valid_at, source)
				values (${tenant}, now(), 'deal', ${id}, 'amountMinor', '"99"', now(), 'courtside')`.execute(trx);
		});
		const undoTwo = await undoImport(deps, tenant, two.description.id);
		expect(undoTwo.leftAsIs).toBe(1);
		expect((await contentsOf(deps, tenant))["deals"]).toMatchObject([
			{ name: "Acme", amount_minor: 99n, stage: "New", status: "open" },
			{ name: "Bit", owner: "Bo" },
		]);
		const undoOne = await undoImport(deps, tenant, one.description.id);
		expect(undoOne).toMatchObject({ removed: { deal: 1 }, kept: { deal: 1, user: 1 } });
		expect((await contentsOf(deps, tenant))["deals"]).toMatchObject([
			{ name: "Acme", amount_minor: 99n, owner: "Ann" },
		]);
	});
});

describe("rows of every kind", () => {
	test("a workbook of sheets that refer to each other by id is taken in as one", async () => {
		const tenant = await deps.newTenant();
		const sheet = (...rows: string[]): { value: string }[][] =>
			rows.map((row) => row.split("|").map((value) => ({ value })));
		const book = await writeXlsx(
			[
				{
					sheet: "Opportunities",
					data: sheet(
						"Opportunity ID|Opportunity Name|Account ID|Stage|Amount|Close Date|Created Date|Owner ID",
						"O1|Big|A1|Closed Won|€1,200.50|2026-10-01|2026-09-01|U1",
						"O2|Small|A2|Proposal|€10|2026-12-01|2026-09-02|U9",
					),
				},
				{
					sheet: "Accounts",
					data: sheet("Account ID|Account Name|Industry|Parent Account", "A1|Acme|Retail|", "A2|Acme|Retail|Holding"),
				},
				{
					sheet: "Contacts",
					data: sheet(
						"Contact ID|First Name|Last Name|Email|Account ID",
						"C1|Ann|Lee|ANN@acme.test|A1",
						"C2|Bo|Yi|bo@acme.test|A2",
					),
				},
				{ sheet: "Users", data: sheet("User ID|Name|Email|Role", "U1|Rep One|rep@us.test|Account Executive") },
				{
					sheet: "Activities",
					data: sheet(
						"Activity ID|Type|Subject|Date|Opportunity ID|Contact ID",
						"T1|Call|Intro|2026-09-03 10:00|O1|C1",
						"T2|Email|Re: price|2026-09-04 10:00|O2|",
					),
				},
				{
					sheet: "Opportunity Products",
					data: sheet(
						"Opportunity ID|Product Name|Quantity|Unit Price",
						"O1|Box|2|€600.25",
						"O1|Lid|1|€1",
						"O7|Box|1|€1",
					),
				},
			].map((s) => ({ ...s, data: s.data as never })) as never,
		).toBuffer();
		const { counts } = await importTexts(deps, tenant, { "export.xlsx": book });
		expect(counts.rows).toEqual({ read: 12, stored: 11, unchanged: 0, rejected: 1 });
		const all = await contentsOf(deps, tenant);
		expect(all["deals"]).toMatchObject([
			{ name: "Big", account: "Acme", owner: "Rep One", amount_minor: 120_050n, currency: "EUR", status: "won" },
			{ name: "Small", account: "Acme", owner: "U9" },
		]);
		expect(all["accounts"]).toMatchObject([{ name: "Acme" }, { name: "Acme" }, { name: "Holding" }]);
		expect(all["contacts"]).toMatchObject([
			{ name: "Ann Lee", email: "ann@acme.test", account: "Acme" },
			{ name: "Bo Yi" },
		]);
		expect(all["lineItems"]).toMatchObject([
			{ product: "Box", quantity: "2.0000", unit_price_minor: 60_025n },
			{ product: "Lid" },
		]);
		expect(all["activities"]).toMatchObject([
			{ kind: "call", deal: "Big" },
			{ kind: "email", deal: "Small" },
		]);
		expect(all["rejects"]).toMatchObject([{ code: "unknown_deal", value: "O7" }]);
		const again = await importTexts(deps, tenant, { "export.xlsx": book });
		expect(again.counts.rows).toEqual({ read: 12, stored: 0, unchanged: 11, rejected: 1 });
	});

	test("whatever stands in cells is text: code, formulas, zero bytes, halves of characters, a megabyte", async () => {
		const tenant = await deps.newTenant();
		const faces = `x${"😀".repeat(400)}`;
		const names = [
			"Robert'); drop table deals;--",
			"=cmd|' /C calc'!A0",
			"tab\there \\N",
			"nul\0inside",
			faces,
			"שלום مرحبا",
			"\\.",
		];
		const lines = names.map(
			(name, k) => `${k},"${name}",New,1,"${name}","${name}",2026-09-01,"${k === 0 ? "y".repeat(1_000_000) : faces}"`,
		);
		const bad = `99,Bad,New,"${faces}",Ann,Acme,2026-09-01,`;
		const { counts } = await importTexts(deps, tenant, {
			"deals.csv": csv("Deal ID,Deal name,Stage,Amount,Owner,Account,Created,Note", ...lines, bad),
		});
		expect(counts.rows).toEqual({ read: 8, stored: 7, unchanged: 0, rejected: 1 });
		const { deals = [] } = await contentsOf(deps, tenant);
		const stored = deals as { name: string; owner: string; extra: { Note: string } }[];
		expect(stored.map((d) => d.name)).toEqual(
			expect.arrayContaining([...names.slice(0, 3), "nulinside", ...names.slice(5)]),
		);
		expect(stored.every((d) => d.name === d.owner && d.name.isWellFormed() && d.extra.Note.length <= 10_000)).toBe(
			true,
		);
	});

	test("somebody who is in the workspace already is known by the address", async () => {
		const tenant = await deps.newTenant();
		const [admin] = await deps.database.inTenant(tenant, (trx) =>
			trx.selectFrom("users").select(["id", "email"]).execute(),
		);
		await importTexts(deps, tenant, {
			"users.csv": csv("User ID,Name,Email,Role", `U1,Ada A.,${admin?.email?.toUpperCase()},Rep`),
		});
		const users = await deps.database.inTenant(tenant, (trx) =>
			trx.selectFrom("users").select(["id", "name"]).execute(),
		);
		expect(users).toEqual([{ id: admin?.id, name: "Ada A." }]);
	});

	test("leads bring their status and the deal they became", async () => {
		const tenant = await deps.newTenant();
		await importTexts(deps, tenant, {
			"opportunities.csv": csv(
				"Opportunity ID,Opportunity Name,Stage,Amount,Created Date,Close Date",
				"O1,Big,Closed Won,1,2026-09-01,2026-10-01",
			),
			"leads.csv": csv(
				"Lead ID,First Name,Last Name,Company,Lead Status,Lead Source,Converted Opportunity ID,Created Date",
				"L1,Ann,Lee,Acme,Closed - Converted,Web,O1,2026-08-01",
				"L2,Bo,Yi,Bit,Zorp,Fair,,2026-08-02",
			),
		});
		const leads = await deps.database.inTenant(tenant, (trx) =>
			trx
				.selectFrom("leads")
				.leftJoin("deals", "deals.id", "leads.converted_deal_id")
				.select(["leads.name", "leads.status", "deals.name as deal"])
				.orderBy("leads.name")
				.execute(),
		);
		expect(leads).toEqual([
			{ name: "Ann Lee", status: "converted", deal: "Big" },
			{ name: "Bo Yi", status: "working", deal: null },
		]);
	});

	test("a row that only the database refuses is set aside alone", async () => {
		const tenant = await deps.newTenant();
		await sql`alter table deals add constraint no_poison check (name <> 'Poison')`.execute(deps.database.kysely);
		const lines = Array.from(
			{ length: 33 },
			(_, k) => `${k},${k === 20 ? "Poison" : `Deal ${k}`},New,1,Ann,2026-09-01`,
		);
		const { counts } = await importTexts(deps, tenant, {
			"deals.csv": csv("Deal ID,Deal name,Stage,Amount,Owner,Created", ...lines),
		});
		expect(counts.rows).toEqual({ read: 33, stored: 32, unchanged: 0, rejected: 1 });
		const all = await contentsOf(deps, tenant);
		expect(all["rejects"]).toMatchObject([{ code: "not_stored", row_number: 22 }]);
		expect(all["deals"]).toHaveLength(32);
		expect(new Set(all["deals"]?.map((d) => (d as { owner: string }).owner))).toEqual(new Set(["Ann"]));
		await sql`alter table deals drop constraint no_poison`.execute(deps.database.kysely);
	});

	test("the clock of files that ended long ago stands at their end, and goes back with undo", async () => {
		const tenant = await deps.newTenant();
		const { description } = await importTexts(
			deps,
			tenant,
			{ "deals.csv": csv("Deal ID,Stage,Amount,Created", "1,New,1,2017-03-05") },
			{ answers: { currency: "EUR", zone: "Europe/Berlin", fiscalStartMonth: 4 } },
		);
		expect((await contentsOf(deps, tenant))["tenant"]).toEqual([
			{
				zone: "Europe/Berlin",
				reporting_currency: "EUR",
				fiscal: { pattern: "months", startMonth: 4, weekStart: 1 },
				clock_at: Date.UTC(2017, 2, 5, 23),
			},
		]);
		const line = (await timelinesByName(tenant)).get("1");
		expect(line?.stages.at(-1)?.at).toBe(Date.UTC(2017, 2, 5, 23) - 1);
		expect(line?.createdAt).toBe(Date.UTC(2017, 2, 5, 23) - DAY);
		await undoImport(deps, tenant, description.id);
		expect((await contentsOf(deps, tenant))["tenant"]).toMatchObject([
			{ zone: "UTC", reporting_currency: "USD", clock_at: null },
		]);
	});
});

test("what no file dates counts in no quarter: closed deals without a day, and a pipeline that was simply there", async () => {
	const tenant = await deps.newTenant();
	await importTexts(deps, tenant, {
		"deals.csv": csv(
			"Deal ID,Deal name,Stage,Amount,Close date",
			"1,Dated,Closed Won,100,2026-10-05",
			"2,Undated,Closed Won,100,",
			"3,Early,Closed Won,100,2027-03-01",
			"4,Open,Proposal,100,2026-12-31",
		),
	});
	const read = () =>
		deps.database.inTenant(tenant, (trx) =>
			trx.selectFrom("deals").select(["name", "created_at", "closed_at"]).orderBy("name").execute(),
		);
	const before = await read();
	const of = (name: string) => before.find((d) => d.name === name);
	expect(of("Dated")?.created_at).toEqual(of("Dated")?.closed_at);
	expect(of("Undated")?.closed_at).toBeNull();
	// Won by today, whatever its close date says.
	expect(Number(of("Early")?.closed_at)).toBeLessThan(deps.now());
	const { counts } = await importTexts(deps, tenant, {
		"again.csv": csv("Deal ID,Deal name,Stage,Amount,Close date", "3,Early,Closed Won,100,2027-03-01"),
	});
	expect(counts.rows).toMatchObject({ stored: 0, unchanged: 1, rejected: 0 });
	expect(await read()).toEqual(before);
});

test("the end of a report is no deal: its total and its notes are kept as rows that were not stored", async () => {
	const tenant = await deps.newTenant();
	const { counts } = await importTexts(deps, tenant, {
		"report.csv": csv(
			"Opportunity Name,Account Name,Stage,Amount,Close Date",
			"Acme,Acme,Proposal,100.00,1/31/2027",
			"Bit,Bit,Proposal,200.00,2/28/2027",
			"Total,,,300.00,",
			"Confidential Information - Do Not Distribute,,,,",
		),
	});
	expect(counts.rows).toMatchObject({ read: 4, stored: 2, rejected: 2 });
	const { rejects, deals } = await contentsOf(deps, tenant);
	expect(rejects).toMatchObject([{ code: "report_footer" }, { code: "report_footer" }]);
	expect(deals).toHaveLength(2);
});
