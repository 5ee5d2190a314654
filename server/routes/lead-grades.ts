import { z } from "@hono/zod-openapi";
import {
	gradeReport,
	gradeTrial,
	putGradeSettingsRequest,
	qualifyRequest,
	tryGradesRequest,
} from "../../core/contract/lead-grades.ts";
import { lead } from "../../core/contract/leads.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { checkGradeRules, type GivenGradeRule } from "../../core/scoring/check-grade-rules.ts";
import type { GradeRule } from "../../core/scoring/lead-grade.ts";
import { recordAudit } from "../audit/record.ts";
import { countGrades, gradeOutcomes, gradeWeeks, leadExtraFields, sayGrade } from "../db/lead-grades.ts";
import { findLead, OPEN_LEAD } from "../db/leads.ts";
import { liveModel, saveModel } from "../db/models.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { startOfWeek } from "../jobs/deal-numbers.ts";
import { gradeSettingsInUse, tryGrades } from "../jobs/grade-leads.ts";
import { liveLeadModel } from "../jobs/lead-numbers.ts";
import { guardedRoute } from "../policy/guard.ts";
import { gradeReportJson, shareText } from "../views/lead-grade-view.ts";
import { leadJson } from "../views/lead-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { ruleFaults } from "./rule-faults.ts";
import { found } from "./writing.ts";

const tags = ["Leads"];
const WEEKS = 13;
/** Open leads that a trial looks at. */
const MOST_TRIED = 5000;

const report = guardedRoute("leads:read", {
	method: "get",
	path: "/leads/qualification",
	tags,
	summary: "How the open leads are graded (hot, warm, cold), how that went, and by what",
	responses: { 200: answer(gradeReport, "The grades"), ...faults },
});
const put = guardedRoute("workspace:write", {
	method: "put",
	path: "/leads/qualification",
	tags,
	summary: "Grade leads in another way; every open lead is graded anew",
	request: { body: jsonBody(putGradeSettingsRequest) },
	responses: { 200: answer(gradeReport, "The grades; new ones follow in a moment"), ...faults },
});
const preview = guardedRoute("workspace:write", {
	method: "post",
	path: "/leads/qualification/preview",
	"x-cost": 10,
	tags,
	summary: "What other settings would make of the open leads; nothing is kept",
	request: { body: jsonBody(tryGradesRequest) },
	responses: { 200: answer(gradeTrial, "The grades there would be"), ...faults },
});
const qualify = guardedRoute("leads:write", {
	method: "put",
	path: "/leads/{id}/qualify",
	tags,
	summary: "Say yourself how hot a lead is, and why; null goes back to what was found",
	request: { params: z.object({ id }), body: jsonBody(qualifyRequest) },
	responses: { 200: answer(lead, "The lead"), ...faults },
});

/** Hot, warm and cold. */
export function leadGradeRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	const reportOf = (tenantId: number, visibleOwners: Parameters<typeof countGrades>[1], viewer: Viewer) =>
		database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const { calibration, learnt } = await liveLeadModel(trx, tenantId);
			const ofAll = learnt
				? { share: learnt.n.converted / learnt.n.leads, n: learnt.n.leads }
				: calibration && { share: calibration.share, n: calibration.n };
			const settings = await gradeSettingsInUse(trx);
			const stored = await liveModel(trx, "lead-grades");
			const weekStart = startOfWeek(workspace);
			const moments = Array.from({ length: WEEKS - 1 }, (_, k) => weekStart - (WEEKS - 2 - k) * 7 * DAY_MS);
			return gradeReportJson(
				{
					settings,
					updatedAt: stored?.version === settings.version ? stored.trainedAt : null,
					ofAll,
					counts: await countGrades(trx, visibleOwners),
					outcomes: await gradeOutcomes(trx, visibleOwners),
					weeks: await gradeWeeks(trx, visibleOwners, [...moments, workspace.now]),
					extraFields: await leadExtraFields(trx),
					asOf: workspace.now,
				},
				viewer,
			);
		});

	routes.openapi(report, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const shown = await reportOf(tenantId, visibleOwners, viewerOf(c));
		c.header("etag", JSON.stringify(shown.settings.version));
		return c.json(shown, 200);
	});

	routes.openapi(put, async (c) => {
		const { version: read, ...given } = c.req.valid("json");
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const rules = checkedRules(given.rules, viewerOf(c));
		const version = `lead-grades@${new Date(now()).toISOString()}`;
		await database.inTenant(tenantId, async (trx) => {
			const current = await gradeSettingsInUse(trx);
			if (current.version !== read) {
				throw new CourtsideError(
					"version_conflict",
					"How leads are graded was changed since you read it. Read it again, and make your change on what it is now.",
				);
			}
			const body = JSON.parse(JSON.stringify({ ...given, rules }));
			const kept = { version, trainedAt: now(), n: 0, body, dataFrom: null, dataTo: null, metrics: {} };
			await saveModel(trx, tenantId, "lead-grades", kept);
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "lead-grades.changed",
				detail: { from: read, to: version, by: given.by, rules: rules.length },
				requestId: c.var.requestId,
			});
		});
		await jobs.enqueueCoalesced("grade-leads", `grade-leads-${tenantId}`, { tenantId }, 0);
		return c.json(await reportOf(tenantId, visibleOwners, viewerOf(c)), 200);
	});

	routes.openapi(preview, async (c) => {
		const given = c.req.valid("json");
		const viewer = viewerOf(c);
		const settings = { ...given, version: "trial", rules: checkedRules(given.rules, viewer) };
		const tried = await database.inTenant(c.var.principal.tenantId, async (trx) =>
			tryGrades(trx, settings, await loadWorkspace(trx, now()), MOST_TRIED),
		);
		const { open, hot, warm, cold } = tried.counts;
		const counts = { ...tried.counts, none: open - hot - warm - cold };
		return c.json({ counts, text: shareText(counts, viewer), changed: tried.changed, isPart: tried.isPart }, 200);
	});

	routes.openapi(qualify, async (c) => {
		const { grade, reason } = c.req.valid("json");
		const leadId = c.req.valid("param").id;
		const { tenantId, userId, name, visibleOwners } = c.var.principal;
		const row = await database.inTenant(tenantId, async (trx) => {
			const before = found(await findLead(trx, leadId, visibleOwners, now()), "lead");
			if (!OPEN_LEAD.includes(before.status)) {
				throw new CourtsideError("unprocessable", "This lead has ended. Only leads that are still worked are graded.");
			}
			const said = grade && { grade, reason, by: userId, at: before.now, status: before.status };
			await sayGrade(trx, tenantId, leadId, said, before.now);
			await appendEvent(trx, {
				tenantId,
				type: "lead.scored",
				entity: "lead",
				entityId: leadId,
				causeId: c.var.requestId,
			});
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: grade ? "lead.graded" : "lead.grade-freed",
				entity: "lead",
				entityId: leadId,
				detail: { ...(grade && { to: grade }), from: before.grade?.found ?? null, reason },
				requestId: c.var.requestId,
			});
			return found(await findLead(trx, leadId, visibleOwners, now()), "lead");
		});
		return c.json(leadJson(row, viewerOf(c)), 200);
	});
	return routes;
}

/** Rules of a request. Throws invalid_request with every one that is wrong. */
function checkedRules(given: GivenGradeRule[], viewer: Viewer): GradeRule[] {
	const result = checkGradeRules(given);
	if ("rules" in result) return result.rules;
	throw ruleFaults(result.faults, viewer, "rules");
}
