import type { z } from "zod";
import type { createTerritoryRequest, TerritoryJson, territoryQuery, updateTerritoryRequest } from "../planning.ts";
import type { Page } from "../scalars.ts";
import type { PlacingJson, placeRequest, TerritoryAdviceJson } from "../territory-placing.ts";
import type {
	decidePlanRequest,
	makePlanRequest,
	submitPlanRequest,
	updateDistrictsRequest,
	updatePlanRequest,
} from "../territory-plan-requests.ts";
import type {
	PlanChoicesJson,
	PlanFromFileJson,
	TerritoryPlanItemJson,
	TerritoryPlanJson,
} from "../territory-plans.ts";
import type { chooseAlternativeRequest, startRunRequest, TerritoryRunJson } from "../territory-runs.ts";
import type {
	lockUnitsRequest,
	MoveEffectJson,
	moveUnitsRequest,
	PlanMapJson,
	PlanUnitJson,
} from "../territory-units.ts";
import type { View } from "../view.ts";
import type { Query, Wire } from "./wire.ts";

/** Territories and the plans that lay them out. */
export const territoryCalls = ({ call }: Wire) => ({
	territories: (query: Query<typeof territoryQuery> = {}) =>
		call<Page<TerritoryJson>>("GET", "/territories", { query }),
	createTerritory: (body: z.input<typeof createTerritoryRequest>, key: string) =>
		call<TerritoryJson>("POST", "/territories", { body, key }),
	updateTerritory: (id: string, body: z.input<typeof updateTerritoryRequest>) =>
		call<TerritoryJson>("PUT", `/territories/${id}`, { body }),
	territoryPlans: () => call<{ items: TerritoryPlanItemJson[] }>("GET", "/territories/plans"),
	territoryPlanChoices: () => call<PlanChoicesJson>("GET", "/territories/plans/choices"),
	makeTerritoryPlan: (body: z.input<typeof makePlanRequest>, key: string) =>
		call<TerritoryPlanJson>("POST", "/territories/plans", { body, key }),
	uploadTerritoryUnits: (form: FormData, query: { name: string; territories?: number; seconds?: number }) =>
		call<PlanFromFileJson>("POST", "/territories/plans/file", { form, query }),
	territoryPlan: (id: string) => call<TerritoryPlanJson>("GET", `/territories/plans/${id}`),
	updateTerritoryPlan: (id: string, body: z.input<typeof updatePlanRequest>) =>
		call<TerritoryPlanJson>("PUT", `/territories/plans/${id}`, { body }),
	deleteTerritoryPlan: (id: string) => call<void>("DELETE", `/territories/plans/${id}`),
	territoryUnits: (id: string) => call<{ items: PlanUnitJson[] }>("GET", `/territories/plans/${id}/units`),
	territoryMap: (id: string) => call<PlanMapJson>("GET", `/territories/plans/${id}/map`),
	startTerritoryRun: (id: string, body: z.input<typeof startRunRequest>) =>
		call<TerritoryRunJson>("POST", `/territories/plans/${id}/runs`, { body }),
	territoryRun: (id: string) => call<TerritoryRunJson>("GET", `/territories/runs/${id}`),
	cancelTerritoryRun: (id: string) => call<TerritoryRunJson>("POST", `/territories/runs/${id}/cancel`),
	moveTerritoryUnits: (id: string, body: z.input<typeof moveUnitsRequest>) =>
		call<MoveEffectJson>("POST", `/territories/plans/${id}/moves`, { body }),
	lockTerritoryUnits: (id: string, body: z.input<typeof lockUnitsRequest>) =>
		call<TerritoryPlanJson>("PUT", `/territories/plans/${id}/locks`, { body }),
	updateTerritoryDistricts: (id: string, body: z.input<typeof updateDistrictsRequest>) =>
		call<TerritoryPlanJson>("PUT", `/territories/plans/${id}/districts`, { body }),
	chooseTerritoryAlternative: (id: string, body: z.input<typeof chooseAlternativeRequest>) =>
		call<TerritoryPlanJson>("POST", `/territories/plans/${id}/choose`, { body }),
	submitTerritoryPlan: (id: string, body: z.input<typeof submitPlanRequest>) =>
		call<TerritoryPlanJson>("POST", `/territories/plans/${id}/submit`, { body }),
	withdrawTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/withdraw`),
	decideTerritoryPlan: (id: string, body: z.input<typeof decidePlanRequest>) =>
		call<TerritoryPlanJson>("POST", `/territories/plans/${id}/decide`, { body }),
	applyTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/apply`),
	undoTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/undo`),
	territoryView: (id: string) => call<View>("GET", `/territories/${id}/view`),
	territoryAdvice: () => call<TerritoryAdviceJson>("GET", "/territories/advice"),
	placeInTerritory: (body: z.input<typeof placeRequest>) => call<PlacingJson>("POST", "/territories/place", { body }),
});
