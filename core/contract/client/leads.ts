import type { z } from "zod";
import type { decideColumnRequest } from "../deal-model.ts";
import type {
	GradeReportJson,
	GradeTrialJson,
	putGradeSettingsRequest,
	qualifyRequest,
	tryGradesRequest,
} from "../lead-grades.ts";
import type {
	LeadModelTrialJson,
	LeadScoreJson,
	LeadScoringJson,
	putLeadScoringRequest,
	tryLeadModelRequest,
} from "../lead-score.ts";
import type {
	createLeadRequest,
	LeadJson,
	LeadModelJson,
	leadQuery,
	putLeadModelRequest,
	updateLeadRequest,
} from "../leads.ts";
import type { Page } from "../scalars.ts";
import type { Query, Wire } from "./wire.ts";

/** Leads, their score and grade. */
export const leadCalls = ({ call }: Wire) => ({
	leads: (query: Query<typeof leadQuery> = {}) => call<Page<LeadJson>>("GET", "/leads", { query }),
	lead: (id: string) => call<LeadJson>("GET", `/leads/${id}`),
	createLead: (body: z.input<typeof createLeadRequest>, key: string) => call<LeadJson>("POST", "/leads", { body, key }),
	updateLead: (id: string, body: z.input<typeof updateLeadRequest>) => call<LeadJson>("PUT", `/leads/${id}`, { body }),
	qualifyLead: (id: string, body: z.input<typeof qualifyRequest>) =>
		call<LeadJson>("PUT", `/leads/${id}/qualify`, { body }),
	leadGrades: () => call<GradeReportJson>("GET", "/leads/qualification"),
	updateLeadGrades: (body: z.input<typeof putGradeSettingsRequest>) =>
		call<GradeReportJson>("PUT", "/leads/qualification", { body }),
	tryLeadGrades: (body: z.input<typeof tryGradesRequest>) =>
		call<GradeTrialJson>("POST", "/leads/qualification/preview", { body }),
	scoreLead: (id: string) => call<LeadScoreJson>("POST", `/leads/${id}/score`, { body: {} }),
	leadScores: (ids: readonly string[]) =>
		call<{ items: LeadScoreJson[] }>("GET", "/leads/scores/batch", { query: { ids: ids.join() } }),
	leadScoring: () => call<LeadScoringJson>("GET", "/lead-score"),
	updateLeadScoring: (body: z.input<typeof putLeadScoringRequest>) =>
		call<LeadScoringJson>("PUT", "/lead-score", { body }),
	putLeadScore: (version: string | null) => call<LeadScoringJson>("PUT", "/lead-score/in-use", { body: { version } }),
	decideLeadColumn: (body: z.input<typeof decideColumnRequest>) =>
		call<LeadScoringJson>("PUT", "/lead-score/columns", { body }),
	leadModel: () => call<LeadModelJson>("GET", "/lead-model"),
	updateLeadModel: (body: z.input<typeof putLeadModelRequest>) => call<LeadModelJson>("PUT", "/lead-model", { body }),
	tryLeadModel: (body: z.input<typeof tryLeadModelRequest>) =>
		call<LeadModelTrialJson>("POST", "/lead-model/preview", { body }),
});
