import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { keepViewRequest, tableView, tableViewQuery } from "../../core/contract/views.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Tables"];
/** Of one table; more would be no help to anyone. */
const MOST = 50;

const list = guardedRoute("signed-in", {
	method: "get",
	path: "/views",
	tags,
	summary: "One's own named views of a table, by name",
	request: { query: tableViewQuery },
	responses: { 200: answer(z.object({ items: z.array(tableView) }), "The views"), ...faults },
});
const keep = guardedRoute("signed-in", {
	method: "post",
	path: "/views",
	tags,
	summary: "Keep a view of a table under a name; one of that name is replaced",
	request: { body: jsonBody(keepViewRequest) },
	responses: { 201: answer(tableView, "The view"), ...faults },
});
const forget = guardedRoute("signed-in", {
	method: "delete",
	path: "/views/{id}",
	tags,
	summary: "Forget a view of one's own",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "It is gone" }, ...faults },
});

/** Views of tables that people gave a name. They hold only addresses: what is seen through one is asked for anew. */
export function viewRoutes({ database }: Deps) {
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const items = await database
			.reader(tenantId)
			.selectFrom("table_views")
			.select(["id", "name", "query"])
			.where("user_id", "=", userId)
			.where("table_name", "=", c.req.valid("query").table)
			.orderBy("name")
			.limit(MOST)
			.execute();
		return c.json({ items }, 200);
	});

	routes.openapi(keep, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { table, name, query } = c.req.valid("json");
		const view = await database.inTenant(tenantId, async (trx) => {
			const own = trx.selectFrom("table_views").where("user_id", "=", userId).where("table_name", "=", table);
			const others = await own.select("id").where("name", "<>", name).limit(MOST).execute();
			if (others.length >= MOST) {
				throw new CourtsideError("unprocessable", `There are ${MOST} views of this table. Forget one first.`);
			}
			return trx
				.insertInto("table_views")
				.values({ tenant_id: tenantId, user_id: userId, table_name: table, name, query })
				.onConflict((conflict) =>
					conflict.columns(["tenant_id", "user_id", "table_name", "name"]).doUpdateSet({ query }),
				)
				.returning(["id", "name", "query"])
				.executeTakeFirstOrThrow();
		});
		return c.json(view, 201);
	});

	routes.openapi(forget, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const gone = await database.inTenant(tenantId, (trx) =>
			trx
				.deleteFrom("table_views")
				.where("user_id", "=", userId)
				.where("id", "=", c.req.valid("param").id)
				.executeTakeFirst(),
		);
		if (gone.numDeletedRows === 0n) throw new CourtsideError("not_found", "There is no such view of yours.");
		return c.body(null, 204);
	});
	return routes;
}
