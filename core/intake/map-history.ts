import type { DealStatus } from "../model/deal.ts";
import { categoryFromText } from "../model/deal-category.ts";
import { contentKey } from "./content-key.ts";
import type { Draft, HistoryStep } from "./draft.ts";
import type { Field } from "./fields.ts";
import type { MapperContext } from "./map-sheet.ts";
import { headerWords } from "./name-key.ts";

/** A row of a stage-history sheet: one or more steps of a deal that another file, or an earlier import, has brought. */
export function mapStageHistory(context: MapperContext): Draft[] {
	const { reader } = context;
	const dealKey = reader.key("dealId") ?? reader.refuse("missing_link", "dealId");
	const at = reader.instant("changedAt") ?? reader.refuse("missing_date", "changedAt");
	if (reader.has("historyField")) {
		fieldChange(context, dealKey, at);
		return [];
	}
	const written = reader.text("toStage");
	if (written !== null) stageSteps(context, dealKey, at, written, reader.text("fromStage"), "toStage");
	if (reader.has("amount")) {
		const amount = reader.money("amount", reader.currency());
		if (amount) push(context, { dealKey, field: "amountMinor", value: amount.minor, at });
	}
	const category = reader.text("forecastCategory");
	if (category !== null) push(context, { dealKey, field: "forecastCategory", value: categoryFromText(category), at });
	const closeDate = reader.day("closeDate");
	if (closeDate !== null) push(context, { dealKey, field: "closeDate", value: closeDate, at });
	if (context.steps.length === 0) reader.refuse("unknown_stage", "toStage");
	return [];
}

/** Whether a field history's name of a field means the stage. */
export function isStageField(name: string): boolean {
	return /stage|etapa|phase|stufe|etape|שלב|フェーズ/.test(headerWords(name));
}

/** Whether a field history's name of a field means the forecast category. */
function isCategoryField(name: string): boolean {
	return /forecast ?category|categoria de (pronostico|prevision)|categorie de prevision|(prognose|forecast) ?kategorie|קטגוריית תחזית|売上予測分類|予測カテゴリ/.test(
		headerWords(name),
	);
}

/** One row of a field-history export (field, old value, new value): those fields that a forecast reads. */
function fieldChange(context: MapperContext, dealKey: string, at: number): void {
	const { reader } = context;
	const written = reader.text("historyField") ?? "";
	const field = headerWords(written);
	const value = reader.text("newValue");
	if (isStageField(written)) {
		stageSteps(
			context,
			dealKey,
			at,
			value ?? reader.refuse("unknown_stage", "newValue"),
			reader.text("oldValue"),
			"newValue",
		);
	} else if (/amount|importe|montant|betrag|סכום|金額/.test(field)) {
		const amount = reader.money("newValue", reader.currency());
		push(context, { dealKey, field: "amountMinor", value: amount?.minor ?? null, at });
	} else if (isCategoryField(written)) {
		push(context, { dealKey, field: "forecastCategory", value: value === null ? null : categoryFromText(value), at });
	} else if (/close|cierre|cloture|abschluss|סגירה|完了/.test(field)) {
		push(context, { dealKey, field: "closeDate", value: reader.day("newValue"), at });
	}
	// Other fields (descriptions, next steps) are no part of the model's history.
}

/**
 * One row of an event log: the deal itself, and the event as a step when it is a stage, else as an activity. The deal
 * begins with the day the log gives it, else with its first event; its state is that of its last step.
 */
export function mapEvent(context: MapperContext): Draft[] {
	const { reader, plan } = context;
	const drafts: Draft[] = [];
	const dealKey = reader.key("dealId") ?? reader.refuse("missing_link", "dealId");
	const at = reader.instant("occurredAt") ?? reader.refuse("missing_date", "occurredAt");
	const event = reader.text("event") ?? reader.refuse("missing_name", "event");
	const first = plan.stages.find((s) => s.kind === "open");
	const amount = reader.has("amount") ? reader.money("amount", reader.currency()) : null;
	context.imply(drafts, {
		entity: "deal",
		key: dealKey,
		aliases: [],
		fields: {
			name: dealKey,
			stage: first?.name ?? event,
			status: "open",
			amountMinor: amount?.minor ?? null,
			currency: amount?.currency ?? plan.currency,
			createdAt: reader.instant("createdAt") ?? at,
		},
		links: {},
	});
	const stage = context.stage(event);
	if (stage && stage.kind !== "skip") {
		stageSteps(context, dealKey, at, event, null, "event");
		return drafts;
	}
	drafts.push({
		entity: "activity",
		key: context.rowKey("event"),
		aliases: [],
		implied: false,
		fields: { kind: "task", direction: null, subject: event, occurredAt: at, durationMinutes: null },
		links: { dealId: { entity: "deal", key: dealKey }, ownerId: context.linkOwner(drafts) },
		extra: null,
	});
	return drafts;
}

function stageSteps(
	context: MapperContext,
	dealKey: string,
	at: number,
	written: string,
	from: string | null,
	field: "toStage" | "newValue" | "event",
): void {
	const stage = plannedStage(context, written, field);
	push(context, { dealKey, field: "stageId", value: stage.name, at });
	const before = from === null ? undefined : context.stage(from)?.kind;
	const reopened = before === "won" || before === "lost";
	if (stage.kind !== "open" || reopened) push(context, { dealKey, field: "status", value: stage.kind, at });
}

function plannedStage(context: MapperContext, written: string, field: Field): { name: string; kind: DealStatus } {
	const stage = context.stage(written);
	if (!stage || stage.kind === "skip") return context.reader.refuse("unknown_stage", field);
	return { name: stage.name, kind: stage.kind };
}

function push(context: MapperContext, step: Omit<HistoryStep, "id">): void {
	const id = contentKey([step.dealKey, step.field, step.value ?? "", String(step.at)]);
	context.steps.push({ ...step, id });
}
