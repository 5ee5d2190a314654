import { newDealHistory, type StoredDeal } from "../../core/intake/history.ts";
import type { FieldChange, JsonValue } from "../../core/model/change.ts";
import type { ChunkContext } from "./intake-run.ts";
import type { SettledDraft } from "./place-fields.ts";

/** The history that a new deal begins with. */
export function dealBeginning(
	context: ChunkContext,
	id: string,
	settled: SettledDraft,
	values: Record<string, JsonValue>,
): FieldChange[] {
	const { plan, clock } = context;
	const deal = storedDeal(id, values);
	const atClosing = plan.amountKnown === "closing";
	return newDealHistory(deal, {
		source: plan.source,
		asOf: clock.asOf,
		hasStageHistory: hasStageHistory(plan),
		amountAtCreation: atClosing ? settled.listAmount : deal.amountMinor,
	});
}

/** Whether the plan's files tell how deals moved. */
export function hasStageHistory(plan: ChunkContext["plan"]): boolean {
	return plan.sheets.some((s) => s.entity === "stage_history" || s.entity === "event_log");
}

/** A deal's stored values as its history is told from. */
export function storedDeal(id: string, values: Record<string, JsonValue>): StoredDeal {
	const text = (field: string): string | null => {
		const value = values[field];
		return typeof value === "string" ? value : null;
	};
	const status = text("status");
	return {
		id,
		name: text("name") ?? "",
		accountId: text("accountId"),
		ownerId: text("ownerId"),
		pipelineId: text("pipelineId") ?? "",
		stageId: text("stageId") ?? "",
		status: status === "won" || status === "lost" ? status : "open",
		amountMinor: text("amountMinor"),
		currency: text("currency"),
		closeDate: text("closeDate"),
		createdAt: Number(values["createdAt"]),
		closedAt: typeof values["closedAt"] === "number" ? values["closedAt"] : null,
		source: text("source"),
		nextStep: text("nextStep"),
		forecastCategory: text("forecastCategory"),
	};
}
