import { expect, test } from "vitest";
import { startImport } from "./start-import.ts";
import { testIntake } from "./test-workspace.ts";

const intake = await testIntake();
const table = "name,amount,close date\nAcme,100,2026-01-31\nBit,200,2026-02-28\n";
const file = (name: string, text: string) => ({ name, content: new TextEncoder().encode(text) });

test("files that cannot be read leave nothing in storage, alone or beside one that can", async () => {
	const tenantId = await intake.newTenant();
	await expect(startImport(intake, tenantId, [file("empty.csv", "")])).rejects.toMatchObject({ code: "empty" });
	expect(await intake.storage.list(tenantId)).toEqual([]);
	const { files } = await startImport(intake, tenantId, [file("empty.csv", ""), file("deals.csv", table)]);
	expect(files.map(({ name }) => name)).toEqual(["deals.csv"]);
	expect(await intake.storage.list(tenantId)).toMatchObject([{ bytes: table.length }]);
});

test("an upload of more files than an export ever has is refused, and nothing of it is kept", async () => {
	const tenantId = await intake.newTenant();
	const many = Array.from({ length: 201 }, (_, k) => file(`deals-${k}.csv`, table));
	await expect(startImport(intake, tenantId, many)).rejects.toMatchObject({ code: "too_large" });
	expect(await intake.storage.list(tenantId)).toEqual([]);
});
