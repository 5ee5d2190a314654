import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createOrg, put } from "../../stand-ins/salesforce/org.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";

const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client] });
const role = (Name: string, ParentRoleId: string | null = null) =>
	String(put(org, "UserRole", { Name, ParentRoleId })["Id"]);
// Made in an order in which what lies above comes last, as an organisation may have it.
const lower = role("Account executives");
const chief = role("VP of sales");
const west = role("West", chief);
put(org, "UserRole", { Id: lower, ParentRoleId: west });
const east = role("East", chief);
const twin = role("Account executives", east);
role("Nobody has it", chief);
const person = (n: string, UserRoleId: string | null, more = {}) =>
	put(org, "User", {
		...{ Name: n, Email: `${n}@fjordlight.example`, UserType: "Standard", IsActive: true, UserRoleId },
		...more,
	});
person("boss", chief);
person("ann", lower);
person("bo", lower);
person("cy", twin);
person("dee", null);
person("left", east, { IsActive: false });
const vendor = await startSalesforce(org);
afterAll(() => vendor.stop());
const app = await testApp({ hosts: [salesforceHost] });
const { tenantId, teamId, people } = await addWorkspace(app.database, "roles");
await workOnHosts(app.jobs, app.deps);
const call = async (method: string, path: string, body?: object) =>
	(await app.call(method, path, { as: people.admin, ...(body && { body }) })).json();
await call("PUT", "/connections/salesforce", {
	state: "on",
	settings: { instanceUrl: vendor.base, clientId: client.id },
	secrets: { clientSecret: client.secret },
});
async function fetched() {
	const { id } = await call("POST", "/connections/salesforce/sync", { kind: "incremental" });
	for (;;) {
		const run = await call("GET", `/sync-runs/${id}`);
		if (!/waiting|running/.test(run.state)) return run;
		await wait(50);
	}
}
const teams = () =>
	app.database
		.reader(tenantId)
		.selectFrom("teams as t")
		.leftJoin("teams as above", (join) =>
			join.onRef("above.id", "=", "t.parent_id").onRef("above.tenant_id", "=", "t.tenant_id"),
		)
		.select(["t.name", "above.name as above", "t.manager_id"])
		.where("t.id", "!=", teamId)
		.orderBy("t.name")
		.execute();
const members = async () =>
	Object.fromEntries(
		(
			await app.database
				.reader(tenantId)
				.selectFrom("users as u")
				.leftJoin("teams as t", (join) => join.onRef("t.id", "=", "u.team_id").onRef("t.tenant_id", "=", "u.tenant_id"))
				.select(["u.email", "t.name"])
				.where("u.email", "like", "%@fjordlight.example")
				.execute()
		).map(({ email, name }) => [email?.split("@")[0], name]),
	);

test("roles that somebody has become teams beneath each other, led by nobody; who is in a team here stays in it", async () => {
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ email: "bo@fjordlight.example" }).where("id", "=", people.rep.userId).execute(),
	);
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	expect(await teams()).toEqual([
		{ name: "Account executives (East)", above: "East", manager_id: null },
		{ name: "Account executives (West)", above: "West", manager_id: null },
		{ name: "East", above: "VP of sales", manager_id: null },
		{ name: "VP of sales", above: null, manager_id: null },
		{ name: "West", above: "VP of sales", manager_id: null },
	]);
	expect(await members()).toEqual({
		...{ boss: "VP of sales", ann: "Account executives (West)", cy: "Account executives (East)" },
		...{ bo: "Crew", dee: null, left: null },
	});
});

test("read again nothing is made twice; what was moved here stays moved, and a new role's people come along", async () => {
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("teams").set({ parent_id: null }).where("name", "=", "East").execute(),
	);
	person("eve", role("North", chief));
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
	expect((await teams()).map(({ name, above }) => [name, above])).toEqual([
		["Account executives (East)", "East"],
		["Account executives (West)", "West"],
		["East", null],
		["North", "VP of sales"],
		["VP of sales", null],
		["West", "VP of sales"],
	]);
	expect((await members())["eve"]).toBe("North");
});

test("an organisation that keeps its roles to itself is told so and read all the same", async () => {
	const lacks = async () => JSON.stringify(await call("GET", "/connections/salesforce/lacks"));
	expect(await lacks()).not.toContain("role hierarchy");
	org.hidden.add("UserRole");
	expect(await lacks()).toContain("role hierarchy");
	expect(await fetched()).toMatchObject({ state: "done", failed: 0 });
});
