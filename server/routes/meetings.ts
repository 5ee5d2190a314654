import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Transaction } from "kysely";
import { type MeetingPageJson, meetingPage } from "../../core/contract/meeting-page.ts";
import {
	createMeetingRequest,
	meeting,
	meetingDownload,
	meetingQuery,
	updateMeetingRequest,
} from "../../core/contract/meetings.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { meetingTable } from "../../core/contract/tables/meeting-table.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { addInvitees, listParticipants } from "../db/meeting-people.ts";
import { listSteps } from "../db/meeting-steps.ts";
import {
	allMeetings,
	countMeetings,
	findMeeting,
	insertMeeting,
	listMeetings,
	MEETING_SORTS,
	type MeetingRow,
} from "../db/meetings.ts";
import { requireVersion } from "../db/own-write.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { listRecordings } from "../db/recordings.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { idempotent } from "../idempotency.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { changeMeeting } from "../meetings/change-meeting.ts";
import { deleteMeeting, deleteSound } from "../meetings/delete-meeting.ts";
import { knowMeeting } from "../meetings/match.ts";
import { requireDeal, rivalNames } from "../meetings/meeting-deals.ts";
import { settleMeeting } from "../meetings/take-transcript.ts";
import { guardedRoute } from "../policy/guard.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { meetingJson, meetingPageJson } from "../views/meeting-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Meetings"];
const params = z.object({ id });

const list = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings",
	tags,
	summary: "Meetings, filtered and sorted (startsAt, title, durationSec)",
	request: { query: meetingQuery },
	responses: { 200: answer(pageOf(meeting), "A page of meetings"), ...faults },
});
const download = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/download",
	"x-cost": 20,
	tags,
	summary: "All meetings of these filters in this order, as CSV or XLSX",
	request: { query: meetingDownload },
	responses: { 200: fileAnswer("The file"), ...faults },
});
const create = guardedRoute("meetings:write", {
	method: "post",
	path: "/meetings",
	tags,
	summary: "Make a meeting without words yet; send an Idempotency-Key or externalId to be safe to repeat",
	request: { body: jsonBody(createMeetingRequest) },
	responses: { 201: answer(meetingPage, "The meeting, with the deal it was matched to and why"), ...faults },
});
const read = guardedRoute("meetings:read", {
	method: "get",
	path: "/meetings/{id}",
	tags,
	summary: "A meeting with everybody in it and how far what follows is; the ETag is its version",
	request: { params },
	responses: { 200: answer(meetingPage, "The meeting"), ...faults },
});
const update = guardedRoute("meetings:write", {
	method: "patch",
	path: "/meetings/{id}",
	tags,
	summary: "Change what is given; another deal takes all that hangs on the meeting with it",
	request: { params, body: jsonBody(updateMeetingRequest) },
	responses: { 200: answer(meetingPage, "The meeting as it is now"), ...faults },
});
const remove = guardedRoute("meetings:write", {
	method: "delete",
	path: "/meetings/{id}",
	tags,
	summary: "Delete a meeting with its sound, its words and all that was made of them",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});

/** The caller as who reads meetings. */
export function readerOf(c: Context<AppEnv>) {
	return { ...viewerOf(c), userId: c.var.principal.userId };
}

/** A meeting's page for the caller; not_found out of their sight. */
export async function meetingPageOf(c: Context<AppEnv>, db: Db, meetingId: string): Promise<MeetingPageJson> {
	const row = found(await findMeeting(db, meetingId, c.var.principal.visibleOwners), "meeting");
	return meetingPageJson(
		row,
		{
			participants: await listParticipants(db, meetingId),
			steps: await listSteps(db, meetingId),
			recordings: await listRecordings(db, meetingId),
			deals: await rivalNames(db, [row]),
		},
		readerOf(c),
	);
}

/** A change of one meeting in sight: held, audited, told. Gives what `work` gives. */
export async function onMeeting<T>(
	c: Context<AppEnv>,
	deps: Pick<Deps, "database">,
	meetingId: string,
	action: string,
	work: (trx: Transaction<Tables>, row: MeetingRow) => Promise<T>,
): Promise<T> {
	const { tenantId, userId, name, visibleOwners } = c.var.principal;
	return deps.database.inTenant(tenantId, async (trx) => {
		const row = found(await findMeeting(trx, meetingId, visibleOwners, true), "meeting");
		const done = await work(trx, row);
		await appendEvent(trx, {
			...{ tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId },
			causeId: c.var.requestId,
		});
		await recordAudit(trx, {
			...{ tenantId, actorId: userId, actor: name, action, entity: "meeting", entityId: meetingId },
			...{ detail: { title: row.title }, requestId: c.var.requestId },
		});
		return done;
	});
}

/** The owner a new meeting gets: the one named, else the caller. Throws unprocessable out of their sight. */
export async function meetingOwner(c: Context<AppEnv>, db: Db, given: string | undefined): Promise<string> {
	const owner = given ?? c.var.principal.userId;
	if (owner === c.var.principal.userId || (await maySeeOwner(db, c.var.principal, owner))) return owner;
	throw new CourtsideError("unprocessable", "ownerId: choose yourself or somebody in your team.");
}

/** Meetings with customers. */
export function meetingRoutes(deps: Deps) {
	const { database, jobs, storage, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const sort = parseSort(order, MEETING_SORTS, "-startsAt");
		const db = database.reader(tenantId);
		const page = await listMeetings(db, { filter, visibleOwners, sort, after: readCursor(cursor, sort), limit });
		const deals = await rivalNames(db, page.rows);
		const reader = readerOf(c);
		return c.json(
			pageAnswer(page, sort, (row) => meetingJson(row, reader, deals)),
			200,
		);
	});

	routes.openapi(download, async (c) => {
		const { sort: order, format, columns, ...filter } = c.req.valid("query");
		const ask = { filter, visibleOwners: c.var.principal.visibleOwners };
		const sort = parseSort(order, MEETING_SORTS, "-startsAt");
		const reader = readerOf(c);
		return downloadTable(c, deps, {
			table: meetingTable,
			asked: c.req.valid("query"),
			count: (trx, most) => countMeetings(trx, ask, most),
			rows: (trx) => worded(allMeetings(trx, { ...ask, sort }), (row) => meetingJson(row, reader, new Map())),
		});
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const made = await idempotent(c, database, async (trx) => {
			if (body.dealId) await requireDeal(trx, body.dealId, visibleOwners);
			const workspace = await loadWorkspace(trx, now());
			const { id: meetingId, isNew } = await insertMeeting(trx, {
				...{ tenantId, title: body.title, customerName: body.customerName ?? null, kind: body.kind ?? "other" },
				...{ state: "planned", source: "manual", sourceKey: body.externalId ?? null, lang: body.lang ?? null },
				startsAt: body.startsAt ? Date.parse(body.startsAt) : workspace.now,
				ownerId: await meetingOwner(c, trx, body.ownerId),
				createdBy: userId,
			});
			if (isNew) {
				await addInvitees(trx, tenantId, meetingId, body.invitees ?? []);
				await settleMeeting(trx, tenantId, meetingId, { facts: { dealId: body.dealId }, by: userId, now: now() });
				await knowMeeting(trx, tenantId, meetingId, visibleOwners);
				await recordAudit(trx, {
					...{
						tenantId,
						actorId: userId,
						actor: name,
						action: "meeting.created",
						entity: "meeting",
						entityId: meetingId,
					},
					...{ detail: { title: body.title, source: "manual" }, requestId: c.var.requestId },
				});
			}
			return { status: 201, body: await meetingPageOf(c, trx, meetingId) };
		});
		c.header("etag", etagOf(made.body.version));
		c.header("location", `/api/v1/meetings/${made.body.id}`);
		return c.json(made.body, 201);
	});

	routes.openapi(read, async (c) => {
		const page = await meetingPageOf(c, database.reader(c.var.principal.tenantId), c.req.valid("param").id);
		c.header("etag", etagOf(page.version));
		return c.json(page, 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const meetingId = c.req.valid("param").id;
		const { tenantId, userId, visibleOwners } = c.var.principal;
		const { page, remake } = await onMeeting(c, deps, meetingId, "meeting.updated", async (trx, row) => {
			requireVersion(versionRead(version, c.req.header("if-match")), row.version, "meeting");
			if (body.isShared !== undefined && row.owner?.id !== userId)
				throw new CourtsideError(
					"unprocessable",
					"isShared: only the person whose meeting it is can share its coaching.",
				);
			if (body.ownerId !== undefined) await meetingOwner(c, trx, body.ownerId);
			if (body.dealId) await requireDeal(trx, body.dealId, visibleOwners);
			const remakes = await changeMeeting(trx, tenantId, row, body, now());
			if (remakes) await wantSteps(trx, tenantId, meetingId);
			return { page: await meetingPageOf(c, trx, meetingId), remake: remakes };
		});
		if (remake) await sendSteps(jobs, tenantId, meetingId);
		c.header("etag", etagOf(page.version));
		return c.json(page, 200);
	});

	routes.openapi(remove, async (c) => {
		const meetingId = c.req.valid("param").id;
		const { tenantId } = c.var.principal;
		await onMeeting(c, deps, meetingId, "meeting.deleted", (trx) => deleteMeeting(trx, meetingId));
		await deleteSound(storage, tenantId, meetingId);
		return c.body(null, 204);
	});
	return routes;
}
