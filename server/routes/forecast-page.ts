import { z } from "@hono/zod-openapi";
import { coverageQuery } from "../../core/contract/forecast-answers.ts";
import { askerOf } from "../answers/asker.ts";
import { recordAudit } from "../audit/record.ts";
import { aboutNode, callGround } from "../calls/ground.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { streamFile } from "../tables/stream-file.ts";
import { REPORT_TYPES } from "./report-types.ts";
import { createRouter, faults, fileAnswer } from "./router.ts";

const page = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/page/download",
	"x-cost": 40,
	tags: ["Forecasts"],
	summary: "A node's forecast on one page: as PDF to print, or as a workbook whose rows sum to the number",
	request: { query: coverageQuery.extend({ format: z.enum(["pdf", "xlsx"]).default("pdf") }) },
	responses: { 200: fileAnswer("The page as a file"), ...faults },
});

/** The forecast on one page, to take along. */
export function forecastPageRoutes(deps: Deps) {
	const { database, beside } = deps;
	const routes = createRouter();

	routes.openapi(page, async (c) => {
		const { format, ...asked } = c.req.valid("query");
		const asker = askerOf(c);
		const { tenantId, userId, name } = asker.principal;
		const ground = await callGround(deps, database.reader(tenantId), asker, asked);
		const made = await beside("page", { ...aboutNode(asker, ground), format });
		const { period, node } = ground;
		const detail = { period: period.name, node: node.name || node.nodeId, format, value: made.valueMinor.toString() };
		return streamFile(c, {
			name: `forecast-${period.name}.${format}`,
			type: REPORT_TYPES[format],
			write: (sink) => sink(made.bytes),
			after: (whole) =>
				database.inTenant(tenantId, (trx) =>
					recordAudit(trx, {
						tenantId,
						actorId: userId,
						actor: name,
						action: "forecast.page_taken",
						entity: "forecast",
						entityId: ground.stored.id,
						detail: { ...detail, whole },
						requestId: c.var.requestId,
					}),
				),
		});
	});
	return routes;
}
