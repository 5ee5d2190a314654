import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	createTrackerRequest,
	judgeHitRequest,
	type TrackerTrialJson,
	tracker,
	trackerTrial,
	updateTrackerRequest,
} from "../../core/contract/coaching.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { requireTracker, trackerJson, tryTracker } from "../coaching/try-tracker.ts";
import { requireVersion } from "../db/own-write.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { idempotent } from "../idempotency.ts";
import { guardedRoute } from "../policy/guard.ts";
import { versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Coaching"];
const params = z.object({ id });
const list = guardedRoute("meetings:read", {
	method: "get",
	path: "/coaching/trackers",
	tags,
	summary: "What meetings are listened to for",
	responses: { 200: answer(z.object({ items: z.array(tracker) }), "By name"), ...faults },
});
const create = guardedRoute("coaching:write", {
	method: "post",
	path: "/coaching/trackers",
	tags,
	summary: "Add a tracker by words or by 5 to 20 examples; it listens to nothing before it is switched on",
	request: { body: jsonBody(createTrackerRequest) },
	responses: { 201: answer(tracker, "The tracker, a draft"), ...faults },
});
const update = guardedRoute("coaching:write", {
	method: "put",
	path: "/coaching/trackers/{id}",
	tags,
	summary: "Change it, or switch it on once its hits on past meetings were judged",
	request: { params, body: jsonBody(updateTrackerRequest) },
	responses: { 200: answer(tracker, "The tracker as it is now"), ...faults },
});
const remove = guardedRoute("coaching:write", {
	method: "delete",
	path: "/coaching/trackers/{id}",
	tags,
	summary: "Take a tracker away",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});
const attempt = guardedRoute("coaching:write", {
	method: "post",
	path: "/coaching/trackers/{id}/try",
	"x-cost": 20,
	tags,
	summary: "What it would have heard in past meetings that you may see, and how right it was",
	request: { params },
	responses: { 200: answer(trackerTrial, "Some of its hits, to be judged"), ...faults },
});
const judge = guardedRoute("coaching:write", {
	method: "post",
	path: "/coaching/trackers/{id}/judgements",
	tags,
	summary: "Say whether a hit is what was meant",
	request: { params, body: jsonBody(judgeHitRequest) },
	responses: { 200: answer(tracker, "The tracker with how right it was"), ...faults },
});

/** What the workspace listens for. */
export function trackerRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const rows = await db.selectFrom("trackers").selectAll().orderBy("name").execute();
		return c.json({ items: rows.map(trackerJson) }, 200);
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const whole = { ...body, keywords: body.keywords ?? [], examples: body.examples ?? [], side: body.side ?? "any" };
		requireTracker(whole);
		const made = await idempotent(c, database, async (trx) => {
			const row = await trx
				.insertInto("trackers")
				.values({ tenant_id: tenantId, ...whole, created_by: userId, updated_at: timestamp(now()) })
				.onConflict((conflict) => conflict.doNothing())
				.returningAll()
				.executeTakeFirst();
			if (!row) throw new CourtsideError("already_exists", "name: there is a tracker of this name already.");
			await tell(c, trx, "tracker.created", row.id, row.name);
			return { status: 201, body: trackerJson(row) };
		});
		return c.json(made.body, 201);
	});

	routes.openapi(update, async (c) => {
		const trackerId = c.req.valid("param").id;
		const { version, ...body } = c.req.valid("json");
		const shown = await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const row = found(
				(await trx.selectFrom("trackers").selectAll().where("id", "=", trackerId).forUpdate().executeTakeFirst()) ??
					null,
				"tracker",
			);
			requireVersion(versionRead(version, c.req.header("if-match")), row.version, "tracker");
			const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
			const next = { ...row, ...(given as Partial<typeof row>) };
			requireTracker(next);
			const isOther = (["kind", "keywords", "examples", "side"] as const).some(
				(field) => body[field] !== undefined && JSON.stringify(body[field]) !== JSON.stringify(row[field]),
			);
			// What was measured was measured of what it was.
			const measured = isOther ? null : row.measured;
			const { measured: known } = trackerJson({ ...row, measured });
			if (next.state === "on" && (!known || (known.hits > 0 && known.judged < Math.min(5, known.hits))))
				throw new CourtsideError(
					"unprocessable",
					"state: try it on past meetings and judge five of its hits before it goes live.",
				);
			const kept = await trx
				.updateTable("trackers")
				.set({
					...{ name: next.name, kind: next.kind, keywords: next.keywords, examples: next.examples, side: next.side },
					...{ state: next.state, version: row.version + 1, updated_at: timestamp(now()) },
					...(isOther ? { measured: null } : {}),
				})
				.where("id", "=", trackerId)
				.returningAll()
				.executeTakeFirstOrThrow();
			if (isOther) await trx.deleteFrom("tracker_judgements").where("tracker_id", "=", trackerId).execute();
			await tell(c, trx, "tracker.changed", trackerId, kept.name);
			return trackerJson(kept);
		});
		return c.json(shown, 200);
	});

	routes.openapi(remove, async (c) => {
		const trackerId = c.req.valid("param").id;
		await database.inTenant(c.var.principal.tenantId, async (trx) => {
			const row = await trx.deleteFrom("trackers").where("id", "=", trackerId).returning("name").executeTakeFirst();
			await tell(c, trx, "tracker.removed", trackerId, found(row ?? null, "tracker").name);
		});
		return c.body(null, 204);
	});

	routes.openapi(attempt, async (c) => {
		const trackerId = c.req.valid("param").id;
		const { tenantId, visibleOwners } = c.var.principal;
		const trial = await database.inTenant(tenantId, async (trx): Promise<TrackerTrialJson> => {
			return found(await tryTracker(trx, trackerId, visibleOwners, now()), "tracker");
		});
		return c.json(trial, 200);
	});

	routes.openapi(judge, async (c) => {
		const trackerId = c.req.valid("param").id;
		const { meetingId, segmentId, isRight } = c.req.valid("json");
		const { tenantId, userId, visibleOwners } = c.var.principal;
		const shown = await database.inTenant(tenantId, async (trx) => {
			const segment = await trx
				.selectFrom("meeting_segments")
				.select("segment_id")
				.where("meeting_id", "=", meetingId)
				.where("segment_id", "=", segmentId)
				.executeTakeFirst();
			const row = await trx.selectFrom("trackers").select("id").where("id", "=", trackerId).executeTakeFirst();
			found(row && segment ? row : null, "hit");
			const said = { is_right: isRight, judged_by: userId, at: timestamp(now()) };
			await trx
				.insertInto("tracker_judgements")
				.values({ tenant_id: tenantId, tracker_id: trackerId, meeting_id: meetingId, segment_id: segmentId, ...said })
				.onConflict((conflict) =>
					conflict.columns(["tenant_id", "tracker_id", "meeting_id", "segment_id"]).doUpdateSet(said),
				)
				.execute();
			return found(await tryTracker(trx, trackerId, visibleOwners, now()), "tracker").tracker;
		});
		return c.json(shown, 200);
	});
	return routes;
}

async function tell(
	c: Context<AppEnv>,
	trx: Parameters<typeof recordAudit>[0],
	action: string,
	entityId: string,
	name: string,
): Promise<void> {
	const { tenantId, userId, name: actor } = c.var.principal;
	const { requestId } = c.var;
	await appendEvent(trx, { tenantId, type: "coaching.changed", entity: "tracker", entityId, causeId: requestId });
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor,
		action,
		entity: "tracker",
		entityId,
		detail: { name },
		requestId,
	});
}
