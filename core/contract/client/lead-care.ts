import type { z } from "zod";
import type {
	acceptOwnerRequest,
	LeadAdviceJson,
	LeadRecommendationJson,
	NurtureTriggeredJson,
	triggerNurtureRequest,
} from "../lead-advice.ts";
import type {
	AssignmentPageJson,
	assignmentQuery,
	decideAssignmentRequest,
	LeadAssignmentJson,
	OptimizedJson,
	optimizeRequest,
	putRoutingPersonRequest,
	putRoutingRequest,
	RoutingJson,
	RoutingTrialJson,
	reassignRequest,
	tryRoutingRequest,
} from "../lead-routing.ts";
import type {
	createNurtureRequest,
	NurtureListJson,
	NurtureSequenceJson,
	NurtureTaskJson,
	NurtureTaskListJson,
	NurtureTrialJson,
	nurtureTaskQuery,
	setNurtureStateRequest,
	settleNurtureTaskRequest,
	tryNurtureRequest,
	updateNurtureRequest,
} from "../nurture.ts";
import type { Query, Wire } from "./wire.ts";

/** Who gets a lead, and how it is kept warm. */
export const leadCareCalls = ({ call }: Wire) => ({
	leadRouting: () => call<RoutingJson>("GET", "/leads/routing"),
	updateLeadRouting: (body: z.input<typeof putRoutingRequest>) => call<RoutingJson>("PUT", "/leads/routing", { body }),
	tryLeadRouting: (body: z.input<typeof tryRoutingRequest>) =>
		call<RoutingTrialJson>("POST", "/leads/routing/preview", { body }),
	updateRoutingPerson: (id: string, body: z.input<typeof putRoutingPersonRequest>) =>
		call<RoutingJson>("PUT", `/leads/routing/people/${id}`, { body }),
	optimizeRouting: (body: z.input<typeof optimizeRequest>, key: string) =>
		call<OptimizedJson>("POST", "/leads/routing/optimize", { body, key }),
	leadAssignments: (query: Query<typeof assignmentQuery> = {}) =>
		call<AssignmentPageJson>("GET", "/leads/routing/assignments", { query }),
	reassignLead: (id: string, body: z.input<typeof reassignRequest>, key: string) =>
		call<LeadAssignmentJson>("POST", `/leads/${id}/reassign`, { body, key }),
	decideAssignment: (id: string, body: z.input<typeof decideAssignmentRequest>) =>
		call<LeadAssignmentJson>("POST", `/lead-assignments/${id}/decide`, { body }),
	acceptLeadOwner: (id: string, body: z.input<typeof acceptOwnerRequest>, key: string) =>
		call<LeadAssignmentJson>("POST", `/leads/${id}/routing/accept`, { body, key }),
	leadAdvice: (ids: readonly string[]) =>
		call<{ items: LeadAdviceJson[]; asOf: string }>("GET", "/leads/advice", { query: { ids: ids.join() } }),
	leadRecommendation: (id: string) => call<LeadRecommendationJson>("GET", `/leads/${id}/nurturing/recommendations`),
	nurtures: () => call<NurtureListJson>("GET", "/leads/nurturing/campaigns"),
	createNurture: (body: z.input<typeof createNurtureRequest>, key: string) =>
		call<NurtureSequenceJson>("POST", "/leads/nurturing/campaigns", { body, key }),
	updateNurture: (id: string, body: z.input<typeof updateNurtureRequest>) =>
		call<NurtureSequenceJson>("PUT", `/leads/nurturing/campaigns/${id}`, { body }),
	setNurtureState: (id: string, body: z.input<typeof setNurtureStateRequest>) =>
		call<NurtureSequenceJson>("POST", `/leads/nurturing/campaigns/${id}/state`, { body }),
	tryNurture: (body: z.input<typeof tryNurtureRequest>) =>
		call<NurtureTrialJson>("POST", "/leads/nurturing/campaigns/preview", { body }),
	triggerNurture: (body: z.input<typeof triggerNurtureRequest>, key: string) =>
		call<NurtureTriggeredJson>("POST", "/leads/nurturing/campaigns/trigger", { body, key }),
	nurtureTasks: (query: Query<typeof nurtureTaskQuery> = {}) =>
		call<NurtureTaskListJson>("GET", "/leads/nurturing/tasks", { query }),
	settleNurtureTask: (id: string, body: z.input<typeof settleNurtureTaskRequest>) =>
		call<NurtureTaskJson>("POST", `/leads/nurturing/tasks/${id}/settle`, { body }),
});
