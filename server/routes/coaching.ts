import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { sql } from "kysely";
import {
	coachingPlan,
	coachingSettingsJson,
	createCoachingPlanRequest,
	myCoaching as myCoachingShape,
	preferencesRequest,
	shareExampleRequest,
	updateCoachingPlanRequest,
} from "../../core/contract/coaching.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { myCoaching, plansOf } from "../coaching/my-coaching.ts";
import { coachingSettings, setCoachingPreferences, setCoachingSettings } from "../db/coaching.ts";
import { listSegments } from "../db/meeting-words.ts";
import { findMeeting } from "../db/meetings.ts";
import { requireVersion } from "../db/own-write.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { viewerOf } from "../views/viewer.ts";
import { versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Coaching"];
const params = z.object({ id });
const mine = guardedRoute("meetings:read", {
	method: "get",
	path: "/coaching/mine",
	tags,
	summary: "One thing to work on, how it goes, and what helps",
	responses: { 200: answer(myCoachingShape, "Your coaching; nobody else sees it"), ...faults },
});
const prefer = guardedRoute("meetings:write", {
	method: "put",
	path: "/coaching/preferences",
	tags,
	summary: "How many tips you want, and which kinds not",
	request: { body: jsonBody(preferencesRequest) },
	responses: { 200: answer(myCoachingShape, "Your coaching"), ...faults },
});
const readSettings = guardedRoute("meetings:read", {
	method: "get",
	path: "/coaching/settings",
	tags,
	summary: "How the workspace is coached: scores, consent, how long what is kept, tokens",
	responses: { 200: answer(coachingSettingsJson, "The settings"), ...faults },
});
const writeSettings = guardedRoute("coaching:write", {
	method: "put",
	path: "/coaching/settings",
	tags,
	summary: "Set them; what is older than kept goes within the hour",
	request: { body: jsonBody(coachingSettingsJson) },
	responses: { 200: answer(coachingSettingsJson, "The settings as they are now"), ...faults },
});
const listPlans = guardedRoute("meetings:read", {
	method: "get",
	path: "/coaching/plans",
	tags,
	summary: "Plans of yours and of those you lead",
	responses: { 200: answer(z.object({ items: z.array(coachingPlan) }), "Newest first"), ...faults },
});
const createPlan = guardedRoute("meetings:write", {
	method: "post",
	path: "/coaching/plans",
	tags,
	summary: "Set an aim for one criterion; the one before ends",
	request: { body: jsonBody(createCoachingPlanRequest) },
	responses: { 201: answer(coachingPlan, "The plan"), ...faults },
});
const updatePlan = guardedRoute("meetings:write", {
	method: "patch",
	path: "/coaching/plans/{id}",
	tags,
	summary: "Change a plan or end it",
	request: { params, body: jsonBody(updateCoachingPlanRequest) },
	responses: { 200: answer(coachingPlan, "The plan as it is now"), ...faults },
});
const share = guardedRoute("meetings:write", {
	method: "post",
	path: "/coaching/examples",
	tags,
	summary: "Share a moment of your own meeting with colleagues, until you take it back",
	request: { body: jsonBody(shareExampleRequest) },
	responses: { 201: answer(myCoachingShape, "Your coaching"), ...faults },
});
const unshare = guardedRoute("meetings:write", {
	method: "delete",
	path: "/coaching/examples/{id}",
	tags,
	summary: "Take a shared moment back",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** Coaching: the rep's own, plans with progress, moments shared, and the workspace's settings. */
export function coachingRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(mine, async (c) => {
		const { tenantId, userId } = c.var.principal;
		return c.json(await myCoaching(database.reader(tenantId), userId, viewerOf(c), now()), 200);
	});

	routes.openapi(prefer, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const body = c.req.valid("json");
		const shown = await database.inTenant(tenantId, async (trx) => {
			await setCoachingPreferences(trx, tenantId, userId, body);
			await tell(c, trx, "coaching.preferred", { tips: body.tips });
			return myCoaching(trx, userId, viewerOf(c), now());
		});
		return c.json(shown, 200);
	});

	routes.openapi(readSettings, async (c) =>
		c.json(await coachingSettings(database.reader(c.var.principal.tenantId)), 200),
	);

	routes.openapi(writeSettings, async (c) => {
		const { tenantId } = c.var.principal;
		const { version, ...next } = c.req.valid("json");
		const shown = await database.inTenant(tenantId, async (trx) => {
			await setCoachingSettings(trx, tenantId, next, version, now());
			await tell(c, trx, "coaching.set", { keepAudioDays: next.keepAudioDays, keepTextDays: next.keepTextDays });
			return coachingSettings(trx);
		});
		return c.json(shown, 200);
	});

	routes.openapi(listPlans, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const db = database.reader(tenantId);
		const users = await db.selectFrom("coaching_plans").select("user_id").distinct().execute();
		const seen: string[] = [];
		for (const { user_id: who } of users)
			if (who === userId || (await maySeeOwner(db, c.var.principal, who))) seen.push(who);
		return c.json({ items: await plansOf(db, viewerOf(c), seen) }, 200);
	});

	routes.openapi(createPlan, async (c) => {
		const { criterion, goalValue, endsOn = null, note = null, userId: given } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const who = given ?? userId;
		const made = await idempotent(c, database, async (trx) => {
			if (who !== userId && !(await maySeeOwner(trx, c.var.principal, who)))
				throw new CourtsideError("unprocessable", "userId: choose yourself or somebody in your team.");
			const { today } = await loadWorkspace(trx, now());
			await trx
				.updateTable("coaching_plans")
				.set({ state: "ended" })
				.where("user_id", "=", who)
				.where("state", "=", "active")
				.execute();
			const before = await sql<{
				value: number | null;
				n: number;
			}>`select avg((n.criteria ->> ${criterion})::float8) as value,
					count(n.criteria ->> ${criterion})::int as n
				from meetings m join meeting_numbers n on n.meeting_id = m.id
				where m.owner_id = ${who}::uuid and m.source <> 'sample' and m.starts_at < ${today}::date`.execute(trx);
			const { id: planId } = await trx
				.insertInto("coaching_plans")
				.values({
					...{
						tenant_id: tenantId,
						user_id: who,
						criterion,
						started_on: today,
						ends_on: endsOn,
						goal_value: goalValue,
						note,
					},
					...{ start_value: before.rows[0]?.value ?? null, start_n: before.rows[0]?.n ?? 0, set_by: userId },
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			await tell(c, trx, "coaching.planned", { criterion, goal: goalValue });
			const [shown] = await plansOf(trx, viewerOf(c), [who], planId);
			return { status: 201, body: found(shown ?? null, "plan") };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(updatePlan, async (c) => {
		const planId = c.req.valid("param").id;
		const { version, ...body } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const shown = await database.inTenant(tenantId, async (trx) => {
			const row = await trx
				.selectFrom("coaching_plans")
				.select(["user_id as who", "version"])
				.where("id", "=", planId)
				.forUpdate()
				.executeTakeFirst();
			const isSeen = row !== undefined && (row.who === userId || (await maySeeOwner(trx, c.var.principal, row.who)));
			const held = found(isSeen ? row : null, "plan");
			requireVersion(versionRead(version, c.req.header("if-match")), held.version, "plan");
			await trx
				.updateTable("coaching_plans")
				.set({
					...(body.goalValue === undefined ? {} : { goal_value: body.goalValue }),
					...(body.endsOn === undefined ? {} : { ends_on: body.endsOn }),
					...(body.note === undefined ? {} : { note: body.note }),
					...(body.state === undefined ? {} : { state: body.state }),
					version: held.version + 1,
				})
				.where("id", "=", planId)
				.execute();
			await tell(c, trx, "coaching.plan_changed", {});
			const [plan] = await plansOf(trx, viewerOf(c), [held.who], planId);
			return found(plan ?? null, "plan");
		});
		return c.json(shown, 200);
	});

	routes.openapi(share, async (c) => {
		const { meetingId, segmentId, criterion, note = null } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			const row = found(await findMeeting(trx, meetingId, [userId]), "meeting");
			const segment = found((await listSegments(trx, row.id)).find((s) => s.segmentId === segmentId) ?? null, "turn");
			await trx
				.insertInto("coaching_examples")
				.values({
					...{ tenant_id: tenantId, meeting_id: meetingId, criterion, segment_ids: [segmentId] },
					...{ quote: segment.text.slice(0, 1000), note, shared_by: userId },
				})
				.execute();
			await tell(c, trx, "coaching.shared", { criterion });
			return { status: 201, body: await myCoaching(trx, userId, viewerOf(c), now()) };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(unshare, async (c) => {
		const { tenantId, userId } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			const { numDeletedRows } = await trx
				.deleteFrom("coaching_examples")
				.where("id", "=", c.req.valid("param").id)
				.where("shared_by", "=", userId)
				.executeTakeFirst();
			found(numDeletedRows > 0n ? true : null, "moment");
			await tell(c, trx, "coaching.unshared", {});
		});
		return c.body(null, 204);
	});
	return routes;
}

/** The event and the audit entry of a change to how somebody is coached. */
async function tell(
	c: Context<AppEnv>,
	trx: Parameters<typeof recordAudit>[0],
	action: string,
	detail: Record<string, string | number>,
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	await appendEvent(trx, {
		tenantId,
		type: "coaching.changed",
		entity: "coaching",
		entityId: userId,
		causeId: c.var.requestId,
	});
	await recordAudit(trx, { tenantId, actorId: userId, actor: name, action, detail, requestId: c.var.requestId });
}
