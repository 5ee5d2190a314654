import { expect, test } from "vitest";
import { importTexts, testIntake } from "./test-workspace.ts";

const intake = await testIntake();

test("an administrator who stands in the company's own list of people as a rep who left stays one who gets in", async () => {
	const tenantId = await intake.newTenant();
	const people = () =>
		intake.database
			.reader(tenantId)
			.selectFrom("users")
			.select(["name", "email", "role", "is_active"])
			.orderBy("name")
			.execute();
	const [admin] = await people();
	const list = [
		"User ID,Full Name,Email,Role,Active",
		`U1,Ada Lovelace,${admin?.email},Sales Rep,FALSE`,
		"U2,Bo Berg,bo@tenant.test,Sales Manager,TRUE",
		"U3,Cy Cole,cy@tenant.test,Sales Rep,FALSE",
	].join("\n");
	await importTexts(intake, tenantId, { "users.csv": list });
	expect(await people()).toEqual([
		{ name: "Ada Lovelace", email: admin?.email, role: "admin", is_active: true },
		{ name: "Bo Berg", email: "bo@tenant.test", role: "manager", is_active: true },
		{ name: "Cy Cole", email: "cy@tenant.test", role: "rep", is_active: false },
	]);
});

test("a file that names a rep who signs in as the lead of a team does not make a manager of them", async () => {
	const tenantId = await intake.newTenant();
	await intake.database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("users")
			.values({ tenant_id: tenantId, name: "Rae Reed", email: "rae@tenant.test", role: "rep", password_hash: "a hash" })
			.execute(),
	);
	await importTexts(intake, tenantId, {
		"users.csv": "User ID,Full Name,Email\nU1,Rae Reed,rae@tenant.test",
		"sales_teams.csv": "sales_agent,manager,regional_office\nDee Dahl,Rae Reed,East\nEm Egge,Flo Falk,West",
	});
	const people = await intake.database
		.reader(tenantId)
		.selectFrom("users")
		.select(["name", "role"])
		.where("role", "<>", "admin")
		.orderBy("name")
		.execute();
	expect(people).toEqual([
		{ name: "Dee Dahl", role: "rep" },
		{ name: "Em Egge", role: "rep" },
		{ name: "Flo Falk", role: "manager" },
		{ name: "Rae Reed", role: "rep" },
	]);
});
