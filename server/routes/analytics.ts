import { z } from "@hono/zod-openapi";
import { trackerPrecision } from "../../core/coaching/trackers.ts";
import {
	personalInsights,
	talkPatterns,
	teamAnalytics,
	userAnalytics,
	winRate,
	winRateQuery,
} from "../../core/contract/coaching.ts";
import { id } from "../../core/contract/scalars.ts";
import { insightsOf } from "../coaching/personal-insights.ts";
import { decidedByMonth, newestMeetings, talkByKind, teamAnalyticsOf, userAnalyticsOf } from "../db/analytics.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Analytics"];
const MONTH_MS = 31 * 86_400_000;
/** So many people must stand behind a team's mean, or it would be somebody's own. */
const LEAST_PEOPLE = 3;
const NEWEST = 40;

const user = guardedRoute("meetings:read", {
	method: "get",
	path: "/analytics/user/{userId}",
	tags,
	summary: "What somebody's meetings came to, all together; how they sell only to themselves",
	request: { params: z.object({ userId: id }) },
	responses: { 200: answer(userAnalytics, "Sums and means"), ...faults },
});
const team = guardedRoute("meetings:read", {
	method: "get",
	path: "/analytics/team/{teamId}",
	tags,
	summary: "What a team's meetings came to; nobody's score alone",
	request: { params: z.object({ teamId: id }) },
	responses: { 200: answer(teamAnalytics, "Sums and means"), ...faults },
});
const insights = guardedRoute("meetings:read", {
	method: "get",
	path: "/analytics/insights",
	tags,
	summary: "What stands out in your own meetings",
	responses: { 200: answer(personalInsights, "Strongest first"), ...faults },
});
const rate = guardedRoute("meetings:read", {
	method: "get",
	path: "/analytics/win-rate",
	tags,
	summary: "Deals that meetings were about: won of decided, by month",
	request: { query: winRateQuery },
	responses: { 200: answer(winRate, "Oldest month first"), ...faults },
});
const talk = guardedRoute("meetings:read", {
	method: "get",
	path: "/analytics/talk-patterns",
	tags,
	summary: "How you talk, by kind of meeting",
	responses: { 200: answer(talkPatterns, "Most frequent kind first"), ...faults },
});

/** Numbers over many meetings. */
export function analyticsRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();
	const asOf = () => new Date(now()).toISOString();

	routes.openapi(user, async (c) => {
		const { userId } = c.req.valid("param");
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const person = await db.selectFrom("users").select(["id", "name"]).where("id", "=", userId).executeTakeFirst();
		const isSeen =
			person !== undefined && (userId === c.var.principal.userId || (await maySeeOwner(db, c.var.principal, userId)));
		const who = found(isSeen ? person : null, "person");
		const row = await userAnalyticsOf(db, userId);
		// How somebody sells is theirs; who leads them sees means over the team.
		const isOwn = userId === c.var.principal.userId;
		return c.json(
			{
				user: who,
				meetings: row?.meetings ?? 0,
				minutes: row?.minutes ?? 0,
				scored: row?.scored ?? 0,
				score: isOwn ? (row?.score ?? null) : null,
				confidence: row?.confidence ?? null,
				talkRatio: isOwn ? (row?.talkRatio ?? null) : null,
				questions: isOwn ? (row?.questions ?? null) : null,
				decided: row?.decided ?? 0,
				won: row?.won ?? 0,
				winRate: row && row.decided > 0 ? row.won / row.decided : null,
				bestKind: isOwn ? (row?.bestKind ?? null) : null,
				asOf: new Date(row?.calculatedAt ?? now()).toISOString(),
			},
			200,
		);
	});

	routes.openapi(team, async (c) => {
		const { teamId } = c.req.valid("param");
		const { tenantId, scope, userId } = c.var.principal;
		const db = database.reader(tenantId);
		const row = await db
			.selectFrom("teams as t")
			.innerJoin("team_ancestors as a", "a.team_id", "t.id")
			.innerJoin("teams as led", "led.id", "a.ancestor_id")
			.select(["t.id", "t.name", "led.manager_id as leader"])
			.where("t.id", "=", teamId)
			.execute();
		const mine = scope === "all" || row.some(({ leader }) => leader === userId);
		const [first] = row;
		const { id: seenId, name } = found(mine && first ? first : null, "team");
		const kept = await teamAnalyticsOf(db, teamId);
		const isFew = (kept.scorers ?? 0) < LEAST_PEOPLE;
		const viewer = viewerOf(c);
		const codes = teamAnalytics.shape.criteria.element.shape.code.options;
		return c.json(
			{
				team: { id: seenId, name },
				people: kept.people ?? 0,
				meetings: kept.meetings ?? 0,
				minutes: kept.minutes ?? 0,
				scored: kept.scored ?? 0,
				score: isFew ? null : (kept.score ?? null),
				criteria: codes.map((code) => {
					const one = kept.criteria.find((criterion) => criterion.code === code);
					const label = say(viewer, `coach.criterion.${code}`);
					return { code, label, value: isFew ? null : (one?.value ?? null), n: one?.n ?? 0 };
				}),
				decided: kept.decided ?? 0,
				won: kept.won ?? 0,
				winRate: kept.decided ? (kept.won ?? 0) / kept.decided : null,
				asOf: asOf(),
			},
			200,
		);
	});

	routes.openapi(insights, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const points = await newestMeetings(database.reader(tenantId), userId, NEWEST);
		return c.json({ items: insightsOf(points, viewerOf(c)), asOf: asOf() }, 200);
	});

	routes.openapi(rate, async (c) => {
		const { months, userId } = c.req.valid("query");
		const { principal } = c.var;
		const db = database.reader(principal.tenantId);
		const who = userId ?? principal.userId;
		const isSeen = who === principal.userId || (await maySeeOwner(db, principal, who));
		const from = (await loadWorkspace(db, now())).now - months * MONTH_MS;
		const rows = await decidedByMonth(db, [found(isSeen ? who : null, "person")], from);
		const items = rows.map(({ month, decided, won }) => {
			const range = trackerPrecision(won, decided);
			return { month, decided, won, value: range?.value ?? null, low: range?.low ?? null, high: range?.high ?? null };
		});
		return c.json({ items, asOf: asOf() }, 200);
	});

	routes.openapi(talk, async (c) => {
		const { tenantId, userId } = c.var.principal;
		return c.json({ items: await talkByKind(database.reader(tenantId), userId), asOf: asOf() }, 200);
	});
	return routes;
}
