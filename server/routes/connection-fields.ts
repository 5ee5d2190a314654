import { z } from "@hono/zod-openapi";
import { customFields, MAPPED_ENTITIES, mapFieldRequest } from "../../core/contract/connection-fields.ts";
import { hostId } from "../../core/contract/connections.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { requireFitting, targetsOf } from "../hosts/custom-fields.ts";
import { enqueueRemap, LOOKED_AT, listCustomFields, markForRemap, saveMapping } from "../hosts/field-mappings.ts";
import { guardedRoute } from "../policy/guard.ts";
import { hostOf, note } from "./connections.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Connections"];
const params = z.object({ host: hostId });
const read = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/fields",
	tags,
	summary: "The source's custom fields with samples, and which fields of ours they fill",
	request: { params },
	responses: { 200: answer(customFields, "Fields, by kind of record"), ...faults },
});
const map = guardedRoute("connections:write", {
	method: "put",
	path: "/connections/{host}/fields",
	tags,
	summary: "Have a custom field fill one of ours from now on, or no more",
	request: { params, body: jsonBody(mapFieldRequest) },
	responses: { 200: answer(customFields, "As it is now"), ...faults },
});
const apply = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/fields/apply",
	tags,
	summary: "Fill the records that are here as well",
	request: { params },
	responses: { 202: answer(customFields, "It waits for its turn"), ...faults },
});

/** Custom fields of a connection's records, and what they fill. */
export function connectionFieldRoutes(deps: Deps) {
	const { database, jobs } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		const { id } = hostOf(deps, c.req.valid("param").host);
		return c.json(await shown(database.reader(tenantId), tenantId, id), 200);
	});

	routes.openapi(map, async (c) => {
		const { tenantId } = c.var.principal;
		const described = hostOf(deps, c.req.valid("param").host);
		const { id: host } = described;
		const body = c.req.valid("json");
		const ports = deps.portsOf(host, tenantId);
		const isOn = (await ports.installations.current())?.state === "on";
		if (isOn && body.target !== null && described.fieldsOf)
			requireFitting({ ...body, target: body.target }, await described.fieldsOf(body.entity, ports));
		const after = await database.inTenant(tenantId, async (trx) => {
			await saveMapping(trx, { tenantId, host, ...body });
			const fields = await shown(trx, tenantId, host);
			await note(c, trx, host, "connection.field-mapped", body);
			return fields;
		});
		return c.json(after, 200);
	});

	routes.openapi(apply, async (c) => {
		const { tenantId } = c.var.principal;
		const { id: host } = hostOf(deps, c.req.valid("param").host);
		const after = await database.inTenant(tenantId, async (trx) => {
			const fields = await markForRemap(trx, tenantId, host);
			if (fields === 0) throw new CourtsideError("wrong_state", "No field is mapped yet. Choose one first.");
			const answered = await shown(trx, tenantId, host);
			await note(c, trx, host, "connection.fields-apply", { fields });
			return answered;
		});
		await enqueueRemap(jobs, tenantId, host);
		return c.json(after, 202);
	});
	return routes;
}

async function shown(db: Db, tenantId: number, host: string) {
	return {
		items: await listCustomFields(db, tenantId, host),
		targets: Object.fromEntries(MAPPED_ENTITIES.map((entity) => [entity, targetsOf(entity)])) as Record<
			(typeof MAPPED_ENTITIES)[number],
			string[]
		>,
		lookedAt: LOOKED_AT,
	};
}
