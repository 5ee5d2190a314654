import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { territoryUnitTable } from "../../core/contract/tables/territory-unit-table.ts";
import { makePlanRequest, updatePlanRequest } from "../../core/contract/territory-plan-requests.ts";
import {
	planChoices,
	planFromFile,
	planList,
	type TerritoryPlanJson,
	territoryPlan,
} from "../../core/contract/territory-plans.ts";
import { planMap, planUnits } from "../../core/contract/territory-units.ts";
import { askerOf } from "../answers/asker.ts";
import { deletePlan, touchPlan } from "../db/territory-plans.ts";
import { insertRun } from "../db/territory-runs.ts";
import { planUnitRows } from "../db/territory-units.ts";
import type { Deps } from "../deps.ts";
import { idempotent } from "../idempotency.ts";
import { FileFault } from "../intake/file-fault.ts";
import { guardedRoute } from "../policy/guard.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { tellOfPlan } from "../territory/apply-plan.ts";
import { loadPlan } from "../territory/load-plan.ts";
import { makeGivenPlan } from "../territory/make-given-plan.ts";
import { makePlan, refuseUnknown } from "../territory/make-plan.ts";
import {
	planAnswer,
	planFor,
	planSeen,
	plansFor,
	refuseUnlessDraft,
	touches,
	unitsAnswer,
} from "../territory/plan-answers.ts";
import { planChoicesOf } from "../territory/plan-choices.ts";
import { readUnitFiles } from "../territory/read-unit-files.ts";
import { planMapJson } from "../views/territory-map-view.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { etagOf, requiredVersion } from "./concurrency.ts";
import { incomingFiles, someFiles } from "./multipart.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { applierOf } from "./territory-steps.ts";
import { writerOf } from "./writing.ts";

const tags = ["Territories"];
const params = z.object({ id });
const list = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans",
	tags,
	summary: "Territory plans, changed last first",
	responses: { 200: answer(planList, "Without what they come to"), ...faults },
});
const choices = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans/choices",
	tags,
	summary: "What a new plan may be made of: teams, people, what is known of accounts",
	responses: { 200: answer(planChoices, "As far as one sees them"), ...faults },
});
const make = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans",
	"x-cost": 20,
	tags,
	summary: "Make a plan from today's accounts and owners and look for better territories; takes an Idempotency-Key",
	request: { body: jsonBody(makePlanRequest) },
	responses: { 202: answer(territoryPlan, "As it stands today; a search is under way"), ...faults },
});
const upload = guardedRoute("territories:plan", {
	method: "post",
	path: "/territories/plans/file",
	"x-cost": 20,
	tags,
	summary: "Make a plan of units from files, and look for territories",
	description:
		"One file of units: CSV or XLSX with a key, a name, lat, lon, whose it is today and numbers to balance, or GeoJSON " +
		"with the same as properties. Beside it, where units touch without outlines that show it, a file of pairs of keys.",
	request: {
		query: z.object({
			name: z.string().trim().min(1).max(120),
			territories: z.coerce.number().int().min(1).max(1000).optional(),
			seconds: z.coerce.number().min(1).max(600).default(20),
		}),
		body: someFiles,
	},
	responses: { 202: answer(planFromFile, "The plan, and the rows that were left out"), ...faults },
});
const read = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans/{id}",
	tags,
	summary: "A plan: balance, shape, travel, disruption and fairness before and after, impact, reasons by territory",
	request: { params },
	responses: { 200: answer(territoryPlan, "The plan as it stands"), ...faults },
});
const update = guardedRoute("territories:plan", {
	method: "put",
	path: "/territories/plans/{id}",
	tags,
	summary: "Change what is asked of a draft, or its name; needs the version that was read",
	request: { params, body: jsonBody(updatePlanRequest) },
	responses: { 200: answer(territoryPlan, "Measured by what is asked now"), ...faults },
});
const remove = guardedRoute("territories:plan", {
	method: "delete",
	path: "/territories/plans/{id}",
	tags,
	summary: "Delete a draft",
	request: { params },
	responses: { 204: { description: "Deleted" }, ...faults },
});
const units = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans/{id}/units",
	tags,
	summary: "What a plan parts: where each unit was, where it goes and why",
	request: { params },
	responses: { 200: answer(planUnits, "All of them"), ...faults },
});
const download = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans/{id}/units/download",
	tags,
	summary: "The same as CSV or XLSX",
	request: { params, query: wholeTableQuery(territoryUnitTable("")) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const map = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/plans/{id}/map",
	tags,
	summary: "A plan as paths and points on a plane, with outlines of countries beneath",
	request: { params },
	responses: { 200: answer(planMap, "Ready to be drawn"), ...faults },
});

/** Territory plans: making, reading, changing. */
export function territoryPlanRoutes(deps: Deps) {
	const { database, jobs, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { principal } = c.var;
		return c.json({ items: await plansFor(database.reader(principal.tenantId), principal) }, 200);
	});

	routes.openapi(choices, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		return c.json(await planChoicesOf(database.reader(tenantId), visibleOwners), 200);
	});

	routes.openapi(make, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const asked = c.req.valid("json");
		const made = await idempotent(c, database, async (trx) => {
			const planId = await makePlan(await writerOf(c, trx, deps), asked, viewerOf(c));
			const run = { tenantId, planId, kind: "design", seconds: asked.seconds, seed: 1, by: userId } as const;
			await insertRun(trx, run);
			await tellOfPlan(applierOf(c, trx, now()), { id: planId, name: asked.name }, "territory.planMade");
			return { status: 202, body: await planAnswer(trx, askerOf(c), planId, now()) };
		});
		const { id: planId, version } = made.body;
		await search(tenantId, made.body);
		c.header("location", `/api/v1/territories/plans/${planId}`);
		c.header("etag", etagOf(version));
		return c.json(made.body, 202);
	});

	routes.openapi(upload, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { seconds, ...asked } = c.req.valid("query");
		const viewer = viewerOf(c);
		const units = await readUnitFiles(incomingFiles(c.req.raw)).catch((error: unknown) => {
			if (!(error instanceof FileFault)) throw error;
			const words = say(viewer, `import.file.${error.code}`, { ...error.params, file: error.file });
			throw new CourtsideError("unsupported_file", words, { cause: error });
		});
		const plan = await database.inTenant(tenantId, async (trx) => {
			const planId = await makeGivenPlan(await writerOf(c, trx, deps), asked, units, viewer);
			await insertRun(trx, { tenantId, planId, kind: "design", seconds, seed: 1, by: userId });
			await tellOfPlan(applierOf(c, trx, now()), { id: planId, name: asked.name }, "territory.planMade");
			return planAnswer(trx, askerOf(c), planId, now());
		});
		await search(tenantId, plan);
		return c.json({ plan, leftOut: units.faults.slice(0, 50), leftOutCount: units.faults.length }, 202);
	});

	routes.openapi(read, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const plan = await planAnswer(db, askerOf(c), c.req.valid("param").id, now());
		c.header("etag", etagOf(plan.version));
		return c.json(plan, 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const { version, name, ...wishes } = c.req.valid("json");
		const changed = await database.inTenant(tenantId, async (trx) => {
			const plan = await planFor(trx, c.var.principal, planId);
			refuseUnlessDraft(plan);
			const next = { ...plan.settings.wishes, ...stripped(wishes) };
			refuseUnknown(next, plan.settings.known);
			const settings = { ...plan.settings, wishes: next };
			const read = requiredVersion(version, c.req.header("if-match"), "plan");
			await touchPlan(trx, planId, { by: userId, read, settings, ...(name && { name }) });
			await tellOfPlan(applierOf(c, trx, now()), { ...plan, name: name ?? plan.name }, "territory.planChanged");
			return planAnswer(trx, askerOf(c), planId, now());
		});
		c.header("etag", etagOf(changed.version));
		return c.json(changed, 200);
	});

	routes.openapi(remove, async (c) => {
		const { tenantId, permissions } = c.var.principal;
		const planId = c.req.valid("param").id;
		await database.inTenant(tenantId, async (trx) => {
			const plan = await planFor(trx, c.var.principal, planId);
			if (!(plan.state === "undone" && permissions.has("territories:write"))) refuseUnlessDraft(plan);
			await deletePlan(trx, planId);
			await tellOfPlan(applierOf(c, trx, now()), plan, "territory.planDeleted");
		});
		return c.body(null, 204);
	});

	routes.openapi(units, async (c) => {
		const { tenantId } = c.var.principal;
		const items = await rowsOf(tenantId, c.var.principal, c.req.valid("param").id, askerOf(c));
		return c.json({ items }, 200);
	});

	routes.openapi(download, async (c) => {
		const { tenantId } = c.var.principal;
		const planId = c.req.valid("param").id;
		const items = await rowsOf(tenantId, c.var.principal, planId, askerOf(c));
		return downloadWhole(c, deps, territoryUnitTable(planId), c.req.valid("query"), items);
	});

	routes.openapi(map, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const { plan, districts } = await planSeen(db, c.var.principal, c.req.valid("param").id);
		const rows = await planUnitRows(db, plan.id);
		return c.json(await planMapJson(rows.filter((unit) => touches(districts, unit))), 200);
	});

	/** Has the search of a new plan begun. */
	async function search(tenantId: number, { run }: Pick<TerritoryPlanJson, "run">): Promise<void> {
		if (!run) return;
		await jobs.enqueue("design-territories", { tenantId, runId: run.id }, { dedupId: `territory-run-${run.id}` });
	}

	async function rowsOf(
		tenantId: number,
		principal: Parameters<typeof planFor>[1],
		planId: string,
		asker: Parameters<typeof unitsAnswer>[1],
	) {
		const db = database.reader(tenantId);
		const { plan, districts } = await planSeen(db, principal, planId);
		return unitsAnswer(await loadPlan(db, plan), asker).filter((unit) => touches(districts, unit));
	}
	return routes;
}

/** What is given, without what is not. */
function stripped<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
