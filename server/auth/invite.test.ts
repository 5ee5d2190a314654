import { expect, test } from "vitest";
import { DAY_MS } from "../../core/model/instant.ts";
import { addPersonWith, addWorkspace, testApp } from "../test-app.ts";
import { mailsTo, startMail } from "../test-mail.ts";

const app = await testApp();
await startMail(app);
const harbour = await addWorkspace(app.database, "harbour");
const pier = await addWorkspace(app.database, "pier");
const { admin } = harbour.people;
const PASSWORD = "a long enough one";

async function invite(people: object[], as = admin) {
	return app.call("POST", "/invitations", { as, body: { people } });
}

async function invitedToken(email: string, more: object = {}): Promise<string> {
	const answer = await invite([{ email, roleId: "rep", ...more }]);
	expect(answer.status, await answer.clone().text()).toBe(201);
	return (await mailsTo(app, harbour.tenantId, email)).at(-1)?.token ?? "";
}

const register = (token: string, name = "Rae Reed") =>
	app.call("POST", "/auth/register", { body: { token, name, password: PASSWORD } });
const look = (token: string) => app.call("POST", "/auth/invitation", { body: { token } });

test("somebody invited reads who invites them, chooses name and password, and is in with their role and team", async () => {
	const token = await invitedToken("rae@harbour.example", { roleId: "manager", teamId: harbour.teamId, name: "Rae" });
	expect(await (await look(token)).json()).toMatchObject({
		workspace: "harbour",
		invitedBy: admin.name,
		email: "rae@harbour.example",
		name: "Rae",
	});
	const answer = await register(token);
	expect(answer.status).toBe(201);
	const { me } = await answer.json();
	expect(me).toMatchObject({ name: "Rae Reed", role: "manager", teamId: harbour.teamId });
	const login = await app.call("POST", "/auth/login", { body: { email: "RAE@harbour.example", password: PASSWORD } });
	expect(login.status).toBe(200);
	expect((await register(token)).status).toBe(404);
});

test("a person of an import who is invited keeps their id, so their records are theirs", async () => {
	const { id } = await app.database.inTenant(harbour.tenantId, (trx) =>
		trx
			.insertInto("users")
			.values({ tenant_id: harbour.tenantId, name: "D. Dahl", role: "rep" })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	const token = await invitedToken("dee@harbour.example", { userId: id });
	const { me } = await (await register(token, "Dee Dahl")).json();
	expect(me).toMatchObject({ id, name: "Dee Dahl", email: "dee@harbour.example" });
	const taken = await invite([{ email: "dee@harbour.example", roleId: "rep", userId: harbour.people.rep.userId }]);
	expect(taken.status).toBe(422);
	expect((await invite([{ email: "x@y.example", roleId: "rep", userId: pier.people.rep.userId }])).status).toBe(422);
});

test("a pasted list is answered one by one: members and open invitations are left alone", async () => {
	await invite([{ email: "open@harbour.example", roleId: "rep" }]);
	const list = ["new@harbour.example", "OPEN@harbour.example", "rae@harbour.example", "New@harbour.example"];
	const { items } = await (await invite(list.map((email) => ({ email, roleId: "rep" })))).json();
	expect(items.map((item: { outcome: string }) => item.outcome)).toEqual(["invited", "open", "member", "open"]);
	expect((await mailsTo(app, harbour.tenantId, "open@harbour.example")).length).toBe(1);
});

test("an invitation ends by seven days, by being withdrawn and by being sent anew, and all ends look the same", async () => {
	const late = await invitedToken("late@harbour.example");
	const gone = await invitedToken("gone@harbour.example");
	const renewed = await invitedToken("renewed@harbour.example");
	const { items } = await (await app.call("GET", "/invitations", { as: admin })).json();
	const idOf = (email: string) => items.find((i: { email: string }) => i.email === email).id;
	expect((await app.call("DELETE", `/invitations/${idOf("gone@harbour.example")}`, { as: admin })).status).toBe(204);
	const resent = await app.call("POST", `/invitations/${idOf("renewed@harbour.example")}/resend`, { as: admin });
	expect(resent.status).toBe(204);
	const [, fresh] = await mailsTo(app, harbour.tenantId, "renewed@harbour.example", 2);
	expect((await look(fresh?.token ?? "")).status).toBe(200);
	const link = await app.call("POST", `/invitations/${idOf("renewed@harbour.example")}/link`, { as: admin });
	const handed = (await link.json()).link.split("#")[1];
	expect((await look(handed)).status).toBe(200);

	app.passTime(7 * DAY_MS);
	const answers = [];
	for (const token of [late, gone, renewed, fresh?.token ?? "", "x".repeat(43)]) {
		answers.push(await look(token), await register(token));
	}
	const said = await Promise.all(
		answers.map(async (answer) => JSON.stringify({ ...(await answer.json()), requestId: "" })),
	);
	expect(new Set(said).size).toBe(1);
	const again = await (await invite([{ email: "late@harbour.example", roleId: "rep" }])).json();
	expect(again.items[0].outcome).toBe("invited");
});

test("of two who accept at the same moment one gets in", async () => {
	const token = await invitedToken("twice@harbour.example");
	const both = await Promise.all([register(token, "One"), register(token, "Two")]);
	expect(both.map((answer) => answer.status).sort()).toEqual([201, 404]);
});

test("nobody invites above their own role, nor takes the link of an invitation that is", async () => {
	const inviter = await addPersonWith(app.database, harbour.tenantId, ["people:write", "people:read"]);
	const as = { ...inviter, name: "Ivo" };
	expect((await invite([{ email: "boss@harbour.example", roleId: "admin" }], as)).status).toBe(403);
	await invite([{ email: "boss@harbour.example", roleId: "admin" }]);
	const { items } = await (await app.call("GET", "/invitations", { as })).json();
	const boss = items.find((i: { email: string }) => i.email === "boss@harbour.example");
	expect((await app.call("POST", `/invitations/${boss.id}/link`, { as })).status).toBe(403);
	expect((await app.call("POST", `/invitations/${boss.id}/resend`, { as })).status).toBe(403);
	const { items: mails } = await (await app.call("GET", "/mails", { as })).json();
	expect((await app.call("GET", `/mails/${mails[0].id}`, { as })).status).toBe(403);
});

test("mails are read by administrators, on this machine only, and reading is audited", async () => {
	const { goesTo, items } = await (await app.call("GET", "/mails", { as: admin })).json();
	expect(goesTo).toBe("mailbox");
	const read = await (await app.call("GET", `/mails/${items[0].id}`, { as: admin })).json();
	expect(read.link).toMatch(/^http:\/\/localhost\/start\/join#/);
	const headers = { authorization: `Bearer ${await app.tokenOf(admin)}` };
	const afar = await app.request(`/api/v1/mails/${items[0].id}`, { headers }, "192.0.2.7");
	expect(afar.status).toBe(403);
	const audited = await app.database
		.reader(harbour.tenantId)
		.selectFrom("audit_entries")
		.select("action")
		.where("action", "in", ["mail.read", "people.invited", "invitation.accepted"])
		.execute();
	expect(new Set(audited.map(({ action }) => action)).size).toBe(3);
});

test("an invitation to one workspace opens no other", async () => {
	const token = await invitedToken("maria@pier.example");
	const { me } = await (await register(token, "Other Maria")).json();
	expect(me.workspace.slug).toBe("harbour");
	expect(me.id).not.toBe(pier.people.rep.userId);
});
