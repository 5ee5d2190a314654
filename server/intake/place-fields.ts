import type { WarningCode } from "../../core/intake/draft.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { ENTITY_TABLES } from "./entity-tables.ts";
import type { ChunkContext } from "./intake-run.ts";
import type { Placed } from "./match-drafts.ts";

/** A draft's fields as its table has them: links as ids, a deal's stage and price settled. */
export interface SettledDraft {
	values: Record<string, JsonValue>;
	/** When the source says that it was changed. */
	modifiedAt: number | null;
	/** A deal's product list price × quantity, when it stands in for an amount. */
	listAmount: string | null;
	warnings: WarningCode[];
	/** Links that lead nowhere, by field. */
	lost: string[];
}

/** Settles one draft. Stages and prices must have been made sure of. */
export function settleDraft(context: ChunkContext, { draft }: Placed): SettledDraft {
	const { columns } = ENTITY_TABLES[draft.entity];
	const values: Record<string, JsonValue> = {};
	const warnings: WarningCode[] = [];
	const lost: string[] = [];
	for (const [field, value] of Object.entries(draft.fields)) if (field in columns) values[field] = value;
	for (const [field, link] of Object.entries(draft.links)) {
		if (!(field in columns)) continue;
		const id = link === null ? null : context.known.id(link.entity, link.key);
		values[field] = id;
		if (link !== null && id === null) lost.push(field);
	}
	if (lost.length > 0) warnings.push("link_not_found");
	if (draft.extra && "extra" in columns) values["extra"] = draft.extra;
	const modified = draft.fields["modifiedAt"];
	const settled: SettledDraft = {
		values,
		warnings,
		lost,
		listAmount: null,
		modifiedAt: typeof modified === "number" ? modified : null,
	};
	if (draft.entity === "deal") settleDeal(context, draft, settled);
	return settled;
}

function settleDeal(context: ChunkContext, draft: Placed["draft"], settled: SettledDraft): void {
	const { values } = settled;
	const { stage, pipeline } = draft.fields;
	if (typeof stage === "string") {
		const found = context.stages.find(typeof pipeline === "string" ? pipeline : null, stage);
		values["pipelineId"] = found.pipelineId;
		values["stageId"] = found.stageId;
	}
	const product = draft.links["productId"];
	const productId = product ? context.known.id("product", product.key) : null;
	const price = productId ? context.prices.of(productId) : null;
	if (!context.plan.amountFromProduct || !price) return;
	settled.listAmount = price.minor.toString();
	if (values["amountMinor"] === null) {
		values["amountMinor"] = settled.listAmount;
		values["currency"] = price.currency;
		settled.warnings.push("amount_from_list_price");
	}
}
