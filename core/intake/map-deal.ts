import type { JsonValue } from "../model/change.ts";
import type { DealStatus } from "../model/deal.ts";
import { categoryFromText, type DealCategory } from "../model/deal-category.ts";
import type { Draft, Link } from "./draft.ts";
import type { MapperContext } from "./map-sheet.ts";
import { nameKey } from "./name-key.ts";
import { kindOfStage } from "./stage-words.ts";

/** A row of a deals sheet: the deal, its line item, and the people, account and product it names. */
export function mapDeal(context: MapperContext): Draft[] {
	const { reader, plan } = context;
	const drafts: Draft[] = [];
	const account = context.linkAccount(drafts, "accountName", "accountId");
	const owner = context.linkOwner(drafts);
	const product = context.linkProduct(drafts);
	const accountName = reader.text("accountName");
	const productName = reader.text("productName");
	const given = reader.text("name");
	const key =
		reader.key("externalId") ??
		(given
			? context.naturalKey("deal", [nameKey(given), account?.key ?? "", reader.raw("createdAt") ?? ""])
			: context.rowKey("deal"));
	const name = given ?? ([accountName, productName].filter(Boolean).join(" · ") || key);

	const stage = readStage(context);
	const status = readStatus(context, stage.kind);
	const createdAt = reader.instant("createdAt");
	const closeDate = reader.day("closeDate");
	const closedAt =
		status === "open"
			? null
			: (reader.instant("closedAt") ??
				(closeDate === null ? null : reader.instant("closeDate")) ??
				reader.instant("modifiedAt"));
	if (createdAt === null) reader.warnings.push("created_unknown");
	if (status !== "open" && closedAt === null) reader.warnings.push("closed_without_date");
	if (createdAt !== null && closedAt !== null && closedAt < createdAt) reader.warnings.push("closed_before_created");

	const amount = readAmount(context, status);
	const fields: Record<string, JsonValue> = { name, stage: stage.name, status };
	if (amount !== undefined) {
		fields["amountMinor"] = amount?.minor ?? null;
		fields["currency"] = amount?.currency ?? plan.currency;
	}
	if (createdAt !== null) fields["createdAt"] = createdAt;
	if (reader.has("closeDate") || reader.has("closedAt")) {
		fields["closeDate"] = closeDate ?? (closedAt === null ? null : reader.day("closedAt"));
	}
	fields["closedAt"] = closedAt;
	if (reader.has("pipeline")) fields["pipeline"] = reader.text("pipeline");
	if (reader.has("source")) fields["source"] = reader.text("source");
	if (reader.has("nextStep")) fields["nextStep"] = reader.longText("nextStep");
	if (reader.has("forecastCategory")) fields["forecastCategory"] = readCategory(context, status);
	if (reader.has("modifiedAt")) fields["modifiedAt"] = reader.instant("modifiedAt");

	const links: Record<string, Link | null> = {};
	if (reader.has("accountName") || reader.has("accountId")) links["accountId"] = account;
	if (context.speaksOfOwner()) links["ownerId"] = owner;
	// The product is linked from the line item; the deal carries it so that the loader can price what has no amount.
	if (product) links["productId"] = product;
	drafts.push({ entity: "deal", key, aliases: [], implied: false, fields, links, extra: reader.extra() });
	if (product) {
		drafts.push({
			entity: "line_item",
			key: `deal:${key}`,
			aliases: [],
			implied: false,
			fields: {
				quantity: reader.count("quantity") ?? 1,
				unitPriceMinor:
					reader.count("quantity") === null || reader.count("quantity") === 1 ? (amount?.minor ?? null) : null,
				currency: amount?.currency ?? plan.currency,
			},
			links: { dealId: { entity: "deal", key }, productId: product },
			extra: null,
		});
	}
	return drafts;
}

/** The stage as the plan has it. Without a stage column the outcome is the stage; without both, the first open one. */
function readStage(context: MapperContext): { name: string; kind: DealStatus } {
	const { reader, plan } = context;
	const field = reader.has("stage") ? "stage" : "outcome";
	const written = reader.text(field);
	if (written === null) {
		const first = plan.stages.find((s) => s.kind === "open");
		if (!first && reader.has(field)) reader.refuse("unknown_stage", field);
		return { name: first?.name ?? "Open", kind: "open" };
	}
	const stage = context.stage(written);
	if (!stage || stage.kind === "skip") return reader.refuse("unknown_stage", field);
	return { name: stage.name, kind: stage.kind };
}

/** Flags and outcomes beside the stage decide; else what the stage means. */
function readStatus(context: MapperContext, byStage: DealStatus): DealStatus {
	const { reader } = context;
	const outcome = reader.has("stage") ? reader.text("outcome") : null;
	const said = outcome === null ? null : kindOfStage(outcome);
	if (said) return said;
	const won = reader.boolean("isWon");
	const closed = reader.boolean("isClosed");
	if (won === true) return "won";
	if (closed === true && won === false) return "lost";
	if (closed === false) return "open";
	return byStage;
}

/** The category of an open deal; a closed one counts as what it came to. */
function readCategory({ reader }: MapperContext, status: DealStatus): DealCategory | null {
	const written = status === "open" ? reader.text("forecastCategory") : null;
	const category = written === null ? null : categoryFromText(written);
	if (written !== null && category === null) reader.warnings.push("unknown_category");
	return category;
}

/** Undefined: the sheet has no amounts. Null: this row does not say. */
function readAmount(
	context: MapperContext,
	status: DealStatus,
): { minor: string; currency: string } | null | undefined {
	const { reader, plan } = context;
	if (!reader.has("amount")) return plan.amountFromProduct ? null : undefined;
	const amount = reader.money("amount", reader.currency());
	if (status === "lost" && plan.lostZeroIsBlank && amount?.minor === "0") return null;
	return amount;
}
