import type { CanonicalChange } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { categoryFromText } from "../../core/model/deal-category.ts";
import { minorFromNumeral } from "../../core/model/money.ts";
import type { ReadRecord } from "./map-record.ts";

/** Portals without HubSpot's own forecast have no such property. */
const CATEGORY = "hs_manual_forecast_category";

/** A deal with its history: how it began, each change of stage, amount, close date and owner, and how it stands. */
export function mapDeal({ record, history, links, currency: own }: ReadRecord, recordedAt: number): CanonicalChange[] {
	const { id: externalId, properties: p } = record;
	const currency = p["deal_currency_code"] || own;
	const created = Date.parse(record.createdAt ?? "");
	const begun = Number.isFinite(created) ? created : recordedAt;
	const change = (at: number, fields: Record<string, JsonValue>): CanonicalChange => ({
		entity: "deal",
		externalId,
		recordedAt: at,
		fields,
	});
	const standing = {
		name: p["dealname"] || "–",
		source: p["hs_analytics_source"] || null,
		accountExternalId: links["companies"]?.[0] ?? null,
		createdAt: new Date(begun).toISOString(),
	};
	const moves = history
		.map(({ property, value, at }) => ({
			at: Math.max(Date.parse(at), begun),
			fields: fieldOf(property, value, currency),
		}))
		.filter(({ at }) => Number.isFinite(at) && at <= recordedAt)
		.sort((a, b) => a.at - b.at);
	const byMoment = [...Map.groupBy(moves, ({ at }) => at)].map(([at, group]) => ({
		at,
		fields: Object.assign({}, ...group.map(({ fields }) => fields)) as Record<string, JsonValue>,
	}));
	const [first, ...later] = byMoment;
	const now = {
		...standing,
		...Object.assign(
			{},
			...["dealstage", "amount", "closedate", "hubspot_owner_id", ...(CATEGORY in p ? [CATEGORY] : [])].map((name) =>
				fieldOf(name, p[name] ?? null, currency),
			),
		),
		nextStep: p["hs_next_step"] || null,
	} as Record<string, JsonValue>;
	// A beginning without a stage is none: then the present is where it begins.
	const isWhole = first?.fields["stageExternalId"] != null;
	return [
		...(first && isWhole
			? [change(first.at, { ...standing, ...first.fields }), ...later.map(({ at, fields }) => change(at, fields))]
			: []),
		change(recordedAt, now),
	];
}

function fieldOf(property: string, value: string | null, currency: string): Record<string, JsonValue> {
	const given = value || null;
	if (property === "dealstage") return { stageExternalId: given };
	if (property === "hubspot_owner_id") return { ownerExternalId: given };
	if (property === CATEGORY) return { forecastCategory: categoryFromText(given ?? "") };
	if (property === "closedate") return { closeDate: dayOf(given) };
	return { amountMinor: minorOf(given, currency), currency };
}

/** The day of a moment; milliseconds or ISO. */
function dayOf(value: string | null): string | null {
	if (value === null) return null;
	const at = /^\d{10,}$/.test(value) ? Number(value) : Date.parse(value);
	return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : null;
}

/** An amount in minor units as text. */
export function minorOf(value: string | null, currency: string): string | null {
	return value === null ? null : minorFromNumeral(value, currency);
}
