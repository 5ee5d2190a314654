import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type TimelineEntryJson, timeline, timelineQuery } from "../../core/contract/room.ts";
import { id } from "../../core/contract/scalars.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import type { Db } from "../db/connect.ts";
import { type DealPageRows, findDealPage } from "../db/deal-page.ts";
import { modelBodies } from "../db/models.ts";
import { roomMoments, scoreMoves, type TimelinePlace, timelineActivities } from "../db/room/timeline.ts";
import { loadDealTimeline } from "../db/timelines.ts";
import type { Deps } from "../deps.ts";
import { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import { guardedRoute } from "../policy/guard.ts";
import { activityEntry, causeOf, changeEntries, momentEntry, moveReasons, scoreEntry } from "../views/timeline-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const stream = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}/timeline",
	tags: ["Deal room"],
	summary: "Everything that happened to a deal as one stream, newest first",
	request: { params: z.object({ id }), query: timelineQuery },
	responses: { 200: answer(timeline, "A page of it"), ...faults },
});
/** A deal's past as one stream out of activities, changes, moves of its chance, documents and steps that were done. */
export function timelineRoutes({ database, now }: Deps) {
	const routes = createRouter();
	routes.openapi(stream, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const { limit, cursor, kinds } = c.req.valid("query");
		const dealId = c.req.valid("param").id;
		const wanted = kinds ? new Set(kinds.split(",")) : null;
		const after = placeOf(cursor);
		const viewer = viewerOf(c);
		const page = await database.inTenant(tenantId, async (trx) => {
			const rows = found(await findDealPage(trx, dealId, visibleOwners, now()), "deal");
			return timelinePage(trx, rows, viewer, { wanted, after, limit });
		});
		return c.json(page, 200);
	});
	return routes;
}

async function timelinePage(
	db: Db,
	rows: DealPageRows,
	viewer: Viewer,
	{ wanted, after, limit }: { wanted: Set<string> | null; after: TimelinePlace | null; limit: number },
) {
	const { deal } = rows;
	const wants = (kind: string) => wanted === null || wanted.has(kind);
	const names = new Map([...rows.names, ...rows.stages.map((s) => [s.id, s.name] as const)]);
	const entries: TimelineEntryJson[] = [];
	if (wants("activity")) {
		const done = await timelineActivities(db, deal.id, deal.now, after, limit + 1);
		entries.push(...done.map((a) => activityEntry(a, viewer)));
	}
	if (wants("change") || wants("stage")) entries.push(...changeEntries(rows.history, names, viewer));
	const moves = wants("score") ? await scoreMoves(db, deal.id) : [];
	const moveOf = new Map(moves.map((move) => [`score/${move.at}`, move]));
	entries.push(...moves.flatMap((move) => scoreEntry(move, viewer) ?? []));
	if (wants("document") || wants("step")) {
		entries.push(...(await roomMoments(db, deal.id)).map((m) => momentEntry(m, viewer)));
	}
	const page = entries
		.filter((e) => wants(e.kind) && (after === null || isBefore(e, after)))
		.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))
		.slice(0, limit + 1);
	const shown = page.slice(0, limit);
	const told = shown.flatMap((e) => moveOf.get(e.id) ?? []);
	if (told.length > 0) {
		const bodies = await modelBodies(db, "deal", [...new Set(told.map((m) => m.modelVersion))]);
		// Written by rebuildNumbers and read back as they were.
		const byVersion = new Map([...bodies].map(([version, body]) => [version, body as unknown as DealModel]));
		const models = { byVersion, live: (await dealModelInUse(db))?.model ?? null };
		const line = await loadDealTimeline(db, deal.id, deal.now);
		for (const entry of shown) {
			const move = moveOf.get(entry.id);
			if (!move) continue;
			const cause = causeOf(move, changeEntries(rows.history, names, viewer), rows.activities, viewer);
			if (cause) entry.cause = cause;
			entry.reasons = moveReasons(move, models, line, viewer);
		}
	}
	const last = shown.at(-1);
	const nextCursor = page.length > limit && last ? cursorOf({ at: Date.parse(last.at), id: last.id }) : null;
	return { items: shown, nextCursor };
}

function isBefore(entry: TimelineEntryJson, place: TimelinePlace): boolean {
	const at = Date.parse(entry.at);
	return at < place.at || (at === place.at && entry.id < place.id);
}

function cursorOf({ at, id: entryId }: TimelinePlace): string {
	return Buffer.from(`${at} ${entryId}`).toString("base64url");
}

function placeOf(cursor: string | undefined): TimelinePlace | null {
	if (cursor === undefined) return null;
	const match = /^(\d{1,15}) ([a-z]+\/[\w-]+)$/.exec(Buffer.from(cursor, "base64url").toString());
	if (match) return { at: Number(match[1]), id: match[2] ?? "" };
	throw new CourtsideError("invalid_request", "cursor: use nextCursor of the page before.");
}
