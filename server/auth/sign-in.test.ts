import { expect, test } from "vitest";
import { addWorkspace, testApp } from "../test-app.ts";
import { hashPassword } from "./passwords.ts";

const app = await testApp();
const harbour = await addWorkspace(app.database, "harbour");
const PASSWORD = "correct horse battery";
await app.database.inTenant(harbour.tenantId, async (trx) =>
	trx
		.updateTable("users")
		.set({ password_hash: await hashPassword(PASSWORD) })
		.where("id", "=", harbour.people.rep.userId)
		.execute(),
);

async function signIn(body: object, headers: Record<string, string> = {}) {
	return app.call("POST", "/auth/login", { body, headers });
}

test("e-mail and password sign in, and the token says who it is", async () => {
	const answer = await signIn({ email: "Maria@Harbour.example", password: PASSWORD });
	expect(answer.status).toBe(200);
	const { accessToken, refreshToken, me } = await answer.json();
	expect(me).toMatchObject({ name: "Maria", role: "rep", workspace: { slug: "harbour" } });
	expect(refreshToken).toBeUndefined();
	expect(answer.headers.get("set-cookie")).toMatch(
		/courtside_refresh=.*Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict/,
	);
	const mine = await app.call("GET", "/users/me", { headers: { authorization: `Bearer ${accessToken}` } });
	expect(await mine.json()).toEqual(me);
});
