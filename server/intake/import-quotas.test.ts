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

test("a period is read as people write it", () => {
	expect(["FY2026-Q1", "Q3 2026", "2026/Q4", "fy26 q2", "2026-03", "2026", "soon"].map(periodName)).toEqual([
		...["FY2026-Q1", "FY2026-Q3", "FY2026-Q4", "FY2026-Q2", "FY2026-M03", "FY2026", null],
	]);
});
