import { expect, test } from "vitest";
import type { TableViewJson } from "../../core/contract/views.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
const { people } = await addWorkspace(app.database, "harbour");

async function views(as: { tenantId: number; userId: string }): Promise<TableViewJson[]> {
	const answer = await app.call("GET", "/views?table=deals", { as });
	return ((await answer.json()) as { items: TableViewJson[] }).items;
}
const keep = (name: string, query: string) =>
	app.call("POST", "/views", { as: people.rep, body: { table: "deals", name, query } });

test("a view is kept under its name, replaced, seen by its owner alone, and forgotten", async () => {
	expect((await keep("Big ones", "status=open&amountFrom=50000")).status).toBe(201);
	expect((await keep("Big ones", "status=open&amountFrom=90000")).status).toBe(201);
	expect((await keep("Won", "status=won")).status).toBe(201);
	const mine = await views(people.rep);
	expect(mine.map(({ name, query }) => [name, query])).toEqual([
		["Big ones", "status=open&amountFrom=90000"],
		["Won", "status=won"],
	]);
	expect(await views(people.manager)).toEqual([]);
	const path = `/views/${mine[0]?.id}`;
	expect((await app.call("DELETE", path, { as: people.manager })).status).toBe(404);
	expect((await app.call("DELETE", path, { as: people.rep })).status).toBe(204);
	expect((await app.call("DELETE", path, { as: people.rep })).status).toBe(404);
	expect((await views(people.rep)).map(({ name }) => name)).toEqual(["Won"]);
});

test("there are at most fifty of a table", async () => {
	for (let i = 0; i < 49; i++) expect((await keep(`v${i}`, "")).status).toBe(201);
	expect((await keep("one more", "")).status).toBe(422);
	expect((await keep("v3", "sort=name")).status).toBe(201);
});
