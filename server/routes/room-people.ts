import { z } from "@hono/zod-openapi";
import {
	addPlanStepRequest,
	addStakeholderRequest,
	planStep,
	stakeholder,
	updatePlanStepRequest,
	updateStakeholderRequest,
} from "../../core/contract/room.ts";
import { id } from "../../core/contract/scalars.ts";
import type { Db } from "../db/connect.ts";
import { addPlanStep, listPlanSteps, removePlanStep, updatePlanStep } from "../db/room/plan-steps.ts";
import { findRoomDeal, type RoomDeal } from "../db/room/room-deal.ts";
import { addStakeholder, listStakeholders, removeStakeholder, updateStakeholder } from "../db/room/stakeholders.ts";
import type { Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { planStepJson, stakeholderJson } from "../views/room-view.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deal room"];
const params = z.object({ id });
const personParams = z.object({ id, contactId: id });
const stepParams = z.object({ id, stepId: id });
const gone = { 204: { description: "Gone" }, ...faults };

const addPerson = guardedRoute("deals:write", {
	method: "post",
	path: "/opportunities/{id}/people",
	tags,
	summary: "Put somebody on the deal's map; send an Idempotency-Key to be safe to repeat",
	request: { params, body: jsonBody(addStakeholderRequest) },
	responses: { 201: answer(stakeholder, "The person on the map"), ...faults },
});
const changePerson = guardedRoute("deals:write", {
	method: "put",
	path: "/opportunities/{id}/people/{contactId}",
	tags,
	summary: "Change what is given; needs the version that was read",
	request: { params: personParams, body: jsonBody(updateStakeholderRequest) },
	responses: { 200: answer(stakeholder, "The person as they stand now"), ...faults },
});
const removePerson = guardedRoute("deals:write", {
	method: "delete",
	path: "/opportunities/{id}/people/{contactId}",
	tags,
	summary: "Take somebody off the map; the contact stays",
	request: { params: personParams },
	responses: gone,
});
const addStep = guardedRoute("deals:write", {
	method: "post",
	path: "/opportunities/{id}/plan",
	tags,
	summary: "Add a step at the end of the plan; send an Idempotency-Key to be safe to repeat",
	request: { params, body: jsonBody(addPlanStepRequest) },
	responses: { 201: answer(planStep, "The step"), ...faults },
});
const changeStep = guardedRoute("deals:write", {
	method: "put",
	path: "/opportunities/{id}/plan/{stepId}",
	tags,
	summary: "Change what is given, or the step's place; needs the version that was read",
	request: { params: stepParams, body: jsonBody(updatePlanStepRequest) },
	responses: { 200: answer(planStep, "The step as it is now"), ...faults },
});
const removeStep = guardedRoute("deals:write", {
	method: "delete",
	path: "/opportunities/{id}/plan/{stepId}",
	tags,
	summary: "Take a step out of the plan",
	request: { params: stepParams },
	responses: gone,
});

/** Who matters in a deal, and what was agreed with them. */
export function roomPeopleRoutes(deps: Deps) {
	const { database } = deps;
	const routes = createRouter();

	routes.openapi(addPerson, async (c) => {
		const body = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const deal = found(await findRoomDeal(trx, c.req.valid("param").id, c.var.principal.visibleOwners), "deal");
			const writer = await writerOf(c, trx, deps);
			const contactId = await addStakeholder(writer, deal, body);
			return { status: 201, body: await personOf(trx, deal, contactId, writer.workspace) };
		});
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 201);
	});

	routes.openapi(changePerson, async (c) => {
		const { id: dealId, contactId } = c.req.valid("param");
		const body = c.req.valid("json");
		const { tenantId, visibleOwners } = c.var.principal;
		const made = await database.inTenant(tenantId, async (trx) => {
			const deal = found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			const writer = await writerOf(c, trx, deps);
			const read = versionRead(body.version, c.req.header("if-match"));
			found(await updateStakeholder(writer, dealId, contactId, body, read), "person on the map");
			return personOf(trx, deal, contactId, writer.workspace);
		});
		c.header("etag", etagOf(made.version));
		return c.json(made, 200);
	});

	routes.openapi(removePerson, async (c) => {
		const { id: dealId, contactId } = c.req.valid("param");
		const { tenantId, visibleOwners } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			found(await removeStakeholder(await writerOf(c, trx, deps), dealId, contactId), "person on the map");
		});
		return c.body(null, 204);
	});

	routes.openapi(addStep, async (c) => {
		const body = c.req.valid("json");
		const dealId = c.req.valid("param").id;
		const made = await idempotent(c, database, async (trx) => {
			found(await findRoomDeal(trx, dealId, c.var.principal.visibleOwners), "deal");
			const writer = await writerOf(c, trx, deps);
			const stepId = await addPlanStep(writer, dealId, body);
			return { status: 201, body: await stepOf(trx, dealId, stepId, writer.workspace) };
		});
		c.header("etag", etagOf(made.body.version));
		return c.json(made.body, 201);
	});

	routes.openapi(changeStep, async (c) => {
		const { id: dealId, stepId } = c.req.valid("param");
		const body = c.req.valid("json");
		const { tenantId, visibleOwners } = c.var.principal;
		const made = await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			const writer = await writerOf(c, trx, deps);
			const read = versionRead(body.version, c.req.header("if-match"));
			found(await updatePlanStep(writer, dealId, stepId, body, read), "step");
			return stepOf(trx, dealId, stepId, writer.workspace);
		});
		c.header("etag", etagOf(made.version));
		return c.json(made, 200);
	});

	routes.openapi(removeStep, async (c) => {
		const { id: dealId, stepId } = c.req.valid("param");
		const { tenantId, visibleOwners } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			found(await findRoomDeal(trx, dealId, visibleOwners), "deal");
			found(await removePlanStep(await writerOf(c, trx, deps), dealId, stepId), "step");
		});
		return c.body(null, 204);
	});
	return routes;
}

async function personOf(db: Db, deal: RoomDeal, contactId: string, { now }: Workspace) {
	const row = (await listStakeholders(db, deal.id, now)).find((p) => p.contactId === contactId);
	return stakeholderJson(found(row ?? null, "person on the map"), now, deal.status === "open");
}

async function stepOf(db: Db, dealId: string, stepId: string, { today }: Workspace) {
	const row = (await listPlanSteps(db, dealId)).find((s) => s.id === stepId);
	return planStepJson(found(row ?? null, "step"), today);
}
