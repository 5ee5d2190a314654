import { z } from "@hono/zod-openapi";
import {
	nurtureTask,
	nurtureTaskList,
	nurtureTaskQuery,
	settleNurtureTaskRequest,
} from "../../core/contract/nurture.ts";
import { id } from "../../core/contract/scalars.ts";
import { recordAudit } from "../audit/record.ts";
import { findNurtureTask, openNurtureTasks, settleNurtureTask } from "../db/nurture-tasks.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { guardedRoute } from "../policy/guard.ts";
import { nurtureTaskJson } from "../views/nurture-view.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const MOST = 50;
const tags = ["Leads"];
const list = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/nurturing/tasks",
	tags,
	summary: "What sequences ask to be done with leads now, oldest first",
	request: { query: nurtureTaskQuery },
	responses: { 200: answer(nurtureTaskList, "The tasks"), ...faults },
});
const settle = guardedRoute("leads:write", {
	method: "post",
	path: "/leads/nurturing/tasks/{id}/settle",
	tags,
	summary: "Mark a task of a sequence as done, or leave it undone for good; once settled it stays so",
	request: { params: z.object({ id }), body: jsonBody(settleNurtureTaskRequest) },
	responses: { 200: answer(nurtureTask, "The task"), ...faults },
});

/** The tasks that sequences make for the owners of leads. */
export function nurtureTaskRoutes({ database, now }: Deps) {
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const { leadId } = c.req.valid("query");
		const { rows, total } = await openNurtureTasks(database.reader(tenantId), { visibleOwners, leadId, limit: MOST });
		return c.json({ items: rows.map(nurtureTaskJson), total }, 200);
	});

	routes.openapi(settle, async (c) => {
		const { state } = c.req.valid("json");
		const taskId = c.req.valid("param").id;
		const { tenantId, userId, name: actor, visibleOwners } = c.var.principal;
		const row = await database.inTenant(tenantId, async (trx) => {
			const before = found(await findNurtureTask(trx, taskId, visibleOwners), "task");
			if (!(await settleNurtureTask(trx, taskId, { state, by: userId, at: now() }))) return before;
			await appendEvent(trx, {
				tenantId,
				type: "lead.scored",
				entity: "lead",
				entityId: before.lead.id,
				causeId: c.var.requestId,
			});
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "lead.nurture-task-settled",
				entity: "lead",
				entityId: before.lead.id,
				detail: { task: before.text, state },
				requestId: c.var.requestId,
			});
			return { ...before, state };
		});
		return c.json(nurtureTaskJson(row), 200);
	});
	return routes;
}
