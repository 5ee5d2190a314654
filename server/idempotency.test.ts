import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "./app-env.ts";
import { idempotent } from "./idempotency.ts";
import { requireSignedIn } from "./policy/guard.ts";
import { faultOf, problemResponse } from "./problems.ts";
import { addWorkspace, testApp } from "./test-app.ts";

const app = await testApp();
const { people, tenantId } = await addWorkspace(app.database, "harbour");
let failNext = false;

/** A write that would make a campaign each time it really runs. */
const door = new Hono<AppEnv>();
door.use(async (c, next) => {
	c.set("requestId", "r");
	const { principal } = await app.deps.auth.verify(c.req.header("authorization")?.slice(7) ?? "");
	c.set("identify", async () => principal);
	c.set("spend", async () => null);
	await next();
});
door.post("/campaigns", requireSignedIn, async (c) => {
	const { name } = await c.req.json();
	const { status, body } = await idempotent(c, app.database, async (trx) => {
		const row = await trx
			.insertInto("campaigns")
			.values({ tenant_id: tenantId, name })
			.returning(["id", "name"])
			.executeTakeFirstOrThrow();
		if (failNext) {
			failNext = false;
			throw new Error("the machine stopped");
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
		return { status: 201, body: row };
	});
	return c.json(body, status);
});
door.onError((error, c) => problemResponse(c, faultOf(error)));

async function create(name: string, key?: string, as = people.rep) {
	const answer = await door.request("/campaigns", {
		method: "POST",
		body: JSON.stringify({ name }),
		headers: {
			"content-type": "application/json",
			authorization: `Bearer ${await app.tokenOf(as)}`,
			...(key && { "idempotency-key": key }),
		},
	});
	return { status: answer.status, body: await answer.json() };
}

async function countOf(name: string) {
	return (await app.database.reader(tenantId).selectFrom("campaigns").select("id").where("name", "=", name).execute())
		.length;
}

test("the same key with the same request makes one thing and gets the same answer", async () => {
	const first = await create("spring", "key-1");
	expect(first.status).toBe(201);
	expect(await create("spring", "key-1")).toEqual(first);
	expect(await countOf("spring")).toBe(1);
});

test("five at once with one key make one thing", async () => {
	const answers = await Promise.all(Array.from({ length: 5 }, () => create("rush", "key-2")));
	expect(new Set(answers.map((a) => a.body.id)).size).toBe(1);
	expect(await countOf("rush")).toBe(1);
});

test("the same key with another request is refused", async () => {
	await create("one", "key-3");
	expect(await create("two", "key-3")).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
	expect(await countOf("two")).toBe(0);
});

test("a request that failed leaves its key free for the next try", async () => {
	failNext = true;
	expect((await create("shaky", "key-4")).status).toBe(500);
	expect((await create("shaky", "key-4")).status).toBe(201);
	expect(await countOf("shaky")).toBe(1);
});

test("a key belongs to the person who used it, and without one each request counts", async () => {
	await create("mine", "key-5");
	expect((await create("mine", "key-5", people.ops)).status).toBe(201);
	await create("mine");
	expect(await countOf("mine")).toBe(3);
});
