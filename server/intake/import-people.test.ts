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
