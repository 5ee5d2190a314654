import { z } from "@hono/zod-openapi";
import { accuracyQuery } from "../../core/contract/accuracy.ts";
import { accuracyReportFor } from "../answers/accuracy-report.ts";
import { askerOf } from "../answers/asker.ts";
import { recordAudit } from "../audit/record.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { accuracyPdf } from "../reports/accuracy-pdf.ts";
import { accuracySheets } from "../reports/accuracy-sheets.ts";
import { streamFile } from "../tables/stream-file.ts";
import { writeWorkbook } from "../tables/xlsx-book.ts";
import { REPORT_TYPES } from "./report-types.ts";
import { createRouter, faults, fileAnswer } from "./router.ts";

const report = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/accuracy/report/download",
	"x-cost": 10,
	tags: ["Forecasts"],
	summary: "The accuracy report: as PDF to print, or as a workbook",
	request: { query: accuracyQuery.extend({ format: z.enum(["pdf", "xlsx"]).default("pdf") }) },
	responses: { 200: fileAnswer("The report as a file"), ...faults },
});

/** How forecasts did, to take along. */
export function accuracyReportRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(report, async (c) => {
		const { format, ...asked } = c.req.valid("query");
		const asker = askerOf(c);
		const { tenantId, userId, name } = asker.principal;
		const made = await accuracyReportFor(deps, asker, asked);
		return streamFile(c, {
			name: `forecast-accuracy.${format}`,
			type: REPORT_TYPES[format],
			write: async (sink) => {
				if (format === "pdf") await sink(await accuracyPdf(made, asker.viewer, now()));
				else await writeWorkbook(accuracySheets(made, asker.viewer), asker.viewer.zone, sink);
			},
			after: (whole) =>
				database.inTenant(tenantId, (trx) =>
					recordAudit(trx, {
						tenantId,
						actorId: userId,
						actor: name,
						action: "accuracy.report_taken",
						detail: { node: asked.node ?? null, source: asked.source, grain: asked.grain ?? null, format, whole },
						requestId: c.var.requestId,
					}),
				),
		});
	});
	return routes;
}
