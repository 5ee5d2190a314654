import type { JsonValue } from "../model/change.ts";
import type { Draft } from "./draft.ts";
import type { MapperContext } from "./map-sheet.ts";
import { byName } from "./name-key.ts";

/** A row of a products sheet. */
export function mapProduct(context: MapperContext): Draft[] {
	const { reader } = context;
	const name = reader.text("name") ?? reader.refuse("missing_name", "name");
	const id = reader.key("externalId");
	const alias = byName(name);
	const fields: Record<string, JsonValue> = { name };
	if (reader.has("family")) fields["family"] = reader.text("family");
	if (reader.has("listPrice")) {
		const price = reader.money("listPrice", reader.currency());
		fields["listPriceMinor"] = price?.minor ?? null;
		fields["currency"] = price?.currency ?? null;
	}
	return [
		{
			entity: "product",
			key: id ?? alias,
			aliases: id ? [alias] : [],
			implied: false,
			fields,
			links: {},
			extra: reader.extra(),
		},
	];
}

/** A row of a line-items sheet: what a deal is made of. */
export function mapLineItem(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const deal = reader.key("dealId") ?? reader.refuse("missing_link", "dealId");
	const product = context.linkProduct(drafts);
	const id = reader.key("externalId");
	const quantity = reader.count("quantity", 1e12) ?? 1;
	const price = reader.money("unitPrice", reader.currency()) ?? perUnit(context, quantity);
	drafts.push({
		entity: "line_item",
		key: id ?? context.naturalKey("line", [deal, product?.key ?? ""]),
		aliases: [],
		implied: false,
		fields: {
			quantity,
			unitPriceMinor: price?.minor ?? null,
			currency: price?.currency ?? reader.currency(),
		},
		links: { dealId: { entity: "deal", key: deal }, productId: product },
		extra: null,
	});
	return drafts;
}

/** A line's total by its quantity, when it divides; a price that must be rounded is not made up. */
function perUnit(context: MapperContext, quantity: number): { minor: string; currency: string } | null {
	const total = context.reader.money("amount", context.reader.currency());
	if (!total || !Number.isInteger(quantity) || quantity <= 0) return null;
	const minor = BigInt(total.minor);
	return minor % BigInt(quantity) === 0n
		? { minor: (minor / BigInt(quantity)).toString(), currency: total.currency }
		: null;
}
