import { z } from "@hono/zod-openapi";
import { sql } from "kysely";
import { meetingSummary } from "../../core/contract/meeting-page.ts";
import { addActionRequest, editActionRequest } from "../../core/contract/meeting-requests.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { editAction, findAction } from "../db/meeting-findings.ts";
import { findMeeting } from "../db/meetings.ts";
import { addPlanStep } from "../db/room/plan-steps.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { noteOnMeeting, summaryOf } from "./meeting-summary.ts";
import { onMeeting } from "./meetings.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });
const actionParams = params.extend({ actionId: id });
const summarised = { 200: answer(meetingSummary, "The summary as it is now"), ...faults };

const addAction = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/actions",
	tags,
	summary: "Add an action that nobody said aloud",
	request: { params, body: jsonBody(addActionRequest) },
	responses: { 201: answer(meetingSummary, "The summary as it is now"), ...faults },
});
const changeAction = guardedRoute("meetings:write", {
	method: "patch",
	path: "/meetings/{id}/actions/{actionId}",
	tags,
	summary: "Correct, reassign, finish or dismiss an action; drafts are made again",
	request: { params: actionParams, body: jsonBody(editActionRequest) },
	responses: summarised,
});
const makeTask = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings/{id}/actions/{actionId}/task",
	tags,
	summary: "Make a step of the deal's plan of an action; twice makes one",
	request: { params: actionParams },
	responses: { 201: answer(meetingSummary, "The summary as it is now"), ...faults },
});
/** What people took on in a meeting: added, corrected, finished, dismissed, made tasks of the deal. */
export function meetingActionRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(addAction, async (c) => {
		const meetingId = c.req.valid("param").id;
		const body = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			found(await findMeeting(trx, meetingId, c.var.principal.visibleOwners, true), "meeting");
			await trx
				.insertInto("meeting_actions")
				.values({
					...{
						tenant_id: tenantId,
						meeting_id: meetingId,
						text: body.text,
						owner: body.owner,
						due_on: body.dueOn ?? null,
					},
					...{ priority: body.priority, confidence: 1, updated_by: userId, updated_at: timestamp(now()) },
				})
				.execute();
			await wantSteps(trx, tenantId, meetingId, "email");
			await noteOnMeeting(c, trx, "meeting.action_added", meetingId);
			return { status: 201, body: await summaryOf(c, trx, meetingId) };
		});
		await sendSteps(jobs, tenantId, meetingId, "email");
		return c.json(made.body, 201);
	});

	routes.openapi(changeAction, async (c) => {
		const { id: meetingId, actionId } = c.req.valid("param");
		const edit = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const shown = await onMeeting(c, deps, meetingId, "meeting.action_changed", async (trx) => {
			const action = found(await findAction(trx, meetingId, actionId), "action");
			await editAction(trx, action, edit, { by: userId, now: now() });
			// Its step in the deal's plan says the same.
			if (action.planStepId !== null)
				await sql`update plan_steps s set title = left(a.text, 300), due_on = a.due_on, version = s.version + 1,
						state = case a.status when 'done' then 'done' when 'dismissed' then 'dropped' else 'open' end,
						done_at = a.completed_at
					from meeting_actions a where a.id = ${actionId}::uuid and s.id = a.plan_step_id`.execute(trx);
			await wantSteps(trx, tenantId, meetingId, "summary");
			return summaryOf(c, trx, meetingId);
		});
		await sendSteps(jobs, tenantId, meetingId, "summary");
		return c.json(shown, 200);
	});

	routes.openapi(makeTask, async (c) => {
		const { id: meetingId, actionId } = c.req.valid("param");
		const shown = await onMeeting(c, deps, meetingId, "meeting.task_made", async (trx, row) => {
			const action = found(await findAction(trx, meetingId, actionId), "action");
			if (row.deal === null)
				throw new CourtsideError("wrong_state", "Choose the deal of this meeting first; its plan then gets the task.");
			if (action.planStepId === null) {
				const side = action.owner === "customer" ? ("theirs" as const) : ("ours" as const);
				const stepId = await addPlanStep(await writerOf(c, trx, deps), row.deal.id, {
					...{ title: action.text.slice(0, 300), side, dueOn: action.dueOn },
					ownerId: side === "ours" ? (row.owner?.id ?? null) : null,
					contactId: null,
				});
				await trx.updateTable("meeting_actions").set({ plan_step_id: stepId }).where("id", "=", actionId).execute();
			}
			return summaryOf(c, trx, meetingId);
		});
		return c.json(shown, 201);
	});
	return routes;
}
