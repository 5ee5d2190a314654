import { expect, test } from "vitest";
import { periodName } from "../../core/intake/map-quota.ts";
import { importTexts, testIntake } from "./test-workspace.ts";

const intake = await testIntake();

test("a sheet of quotas is known as one, taken in, changed by the next file, and never doubled", async () => {
	const tenantId = await intake.newTenant();
	const quotas = () =>
		intake.database
			.reader(tenantId)
			.selectFrom("quotas")
			.innerJoin("users", "users.id", "quotas.user_id")
			.select(["users.name", "quotas.period", "quotas.amount_minor", "quotas.currency"])
			.orderBy("users.name")
			.orderBy("quotas.period")
			.execute();
	const rows = [
		"Sales Rep,Quarter,Quota,Currency",
		'Bo Berg,Q1 2027,"100,000.00",EUR',
		"Bo Berg,Q2 2027,120000,EUR",
		"Cy Cole,Q1 2027,90000.50,EUR",
	];
	await importTexts(intake, tenantId, { "quotas.csv": rows.join("\n") });
	expect(await quotas()).toEqual([
		{ name: "Bo Berg", period: "FY2027-Q1", amount_minor: 10_000_000n, currency: "EUR" },
		{ name: "Bo Berg", period: "FY2027-Q2", amount_minor: 12_000_000n, currency: "EUR" },
		{ name: "Cy Cole", period: "FY2027-Q1", amount_minor: 9_000_050n, currency: "EUR" },
	]);
	await intake.database.inTenant(tenantId, (trx) =>
		trx.deleteFrom("external_ids").where("object", "=", "quota").execute(),
	);
	await importTexts(intake, tenantId, { "quotas.csv": rows.join("\n").replace("120000", "130000") });
	expect((await quotas()).map((q) => q.amount_minor)).toEqual([10_000_000n, 13_000_000n, 9_000_050n]);
});

test("a team's own number comes in by the team's name; a team that is not here is told, not made", async () => {
	const tenantId = await intake.newTenant();
	await intake.database.inTenant(tenantId, (trx) =>
		trx.insertInto("teams").values({ tenant_id: tenantId, name: "North", kind: "team" }).execute(),
	);
	const quotas = () =>
		intake.database
			.reader(tenantId)
			.selectFrom("quotas as q")
			.leftJoin("teams as t", "t.id", "q.team_id")
			.leftJoin("users as u", "u.id", "q.user_id")
			.select(["t.name as team", "u.name as person", "q.amount_minor as minor"])
			.orderBy("minor")
			.execute();
	const rows = (north: number) =>
		[
			"Team,Sales Rep,Quarter,Quota,Currency",
			`north,,Q1 2027,${north},EUR`,
			"North,Bo Berg,Q1 2027,100000,EUR",
			"Atlantis,,Q1 2027,70000,EUR",
		].join("\n");
	await importTexts(intake, tenantId, { "quotas.csv": rows(260_000) });
	expect(await quotas()).toEqual([
		{ team: null, person: "Bo Berg", minor: 10_000_000n },
		{ team: "North", person: null, minor: 26_000_000n },
	]);
	await importTexts(intake, tenantId, { "quotas.csv": rows(270_000) });
	expect((await quotas()).map(({ minor }) => minor)).toEqual([10_000_000n, 27_000_000n]);
	expect((await intake.database.reader(tenantId).selectFrom("teams").select("name").execute()).length).toBe(1);
});

test("a period is read as people write it", () => {
	expect(["FY2026-Q1", "Q3 2026", "2026/Q4", "fy26 q2", "2026-03", "2026", "soon"].map(periodName)).toEqual([
		...["FY2026-Q1", "FY2026-Q3", "FY2026-Q4", "FY2026-Q2", "FY2026-M03", "FY2026", null],
	]);
});
