import type { CanonicalChange, HostEntity } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { ACTIVITY_KINDS } from "../../core/model/activity.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { categoryFromText, DEAL_CATEGORIES } from "../../core/model/deal-category.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { LEAD_STATUSES } from "../../core/model/lead.ts";

/** The kinds of records that have a table of their own, in the order in which they can be stored: what is referred to first. */
export const STORED_ENTITIES = [
	"user",
	"account",
	"contact",
	"lead",
	"deal",
	"product",
	"line_item",
	"activity",
] as const;
export type StoredEntity = Exclude<HostEntity, "pipeline"> & (typeof STORED_ENTITIES)[number];

/** What a canonical field is: its column and what may be in it. */
export interface FieldColumn {
	column: string;
	/** The SQL type that its text form is cast to. */
	type: "text" | "int" | "bigint" | "numeric" | "date" | "timestamptz" | "uuid" | "boolean" | "jsonb";
	accepts(value: JsonValue): boolean;
	/** What a text in a source's own words means; without it a text is its value. */
	reads?(text: string): JsonValue;
}

/** Where the records of an entity live and which fields a vendor may set. */
export interface EntityColumns {
	table: "accounts" | "contacts" | "leads" | "deals" | "products" | "line_items" | "activities" | "users";
	/** Without these there is no new record. */
	required: readonly string[];
	fields: Readonly<Record<string, FieldColumn>>;
	/** `accountExternalId` in a change → `accountId` of ours: which field it becomes and whose id it is. */
	references: Readonly<Record<string, { field: string; entity: StoredEntity; isRequired?: true }>>;
	/** What a new record has where nothing was said. */
	defaults?: Readonly<Record<string, JsonValue>>;
}

const text = (column: string, most = 2000): FieldColumn => ({
	column,
	type: "text",
	accepts: (value) => typeof value === "string" && value.length <= most,
});
const oneOf = (column: string, values: readonly string[]): FieldColumn => ({
	column,
	type: "text",
	accepts: (value) => typeof value === "string" && values.includes(value),
});
const whole = (column: string): FieldColumn => ({
	column,
	type: "int",
	accepts: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
});
const minor = (column: string): FieldColumn => ({
	column,
	type: "bigint",
	accepts: (value) => typeof value === "string" && /^-?\d{1,18}$/.test(value),
});
const quantity = (column: string): FieldColumn => ({
	column,
	type: "numeric",
	accepts: (value) => typeof value === "number" && Math.abs(value) < 1e14,
});
const day = (column: string): FieldColumn => ({
	column,
	type: "date",
	accepts: (value) => typeof value === "string" && isPlainDate(value),
});
const moment = (column: string): FieldColumn => ({
	column,
	type: "timestamptz",
	accepts: (value) => typeof value === "string" && Number.isFinite(Date.parse(value)),
});
const currency = (column: string): FieldColumn => ({
	column,
	type: "text",
	accepts: (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
});
const yesNo = (column: string): FieldColumn => ({
	column,
	type: "boolean",
	accepts: (value) => typeof value === "boolean",
});
/** Fields without a place in the model: name → text. Those that are given join those that are there. */
const extra: FieldColumn = {
	column: "extra",
	type: "jsonb",
	accepts: (value) =>
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		Object.entries(value).length <= 200 &&
		Object.entries(value).every(([name, one]) => name.length <= 200 && (one === null || String(one).length <= 2000)),
};
/** Set from a reference or a name, never by a vendor itself. */
const ours = (column: string): FieldColumn => ({ column, type: "uuid", accepts: () => false });

const owner = { ownerExternalId: { field: "ownerId", entity: "user" } } as const;
const account = { accountExternalId: { field: "accountId", entity: "account" } } as const;

/** Every entity a vendor may tell of. */
export const ENTITY_COLUMNS: Readonly<Record<StoredEntity, EntityColumns>> = {
	account: {
		table: "accounts",
		required: ["name"],
		fields: {
			name: text("name"),
			domain: text("domain"),
			industry: text("industry"),
			employees: whole("employees"),
			annualRevenueMinor: minor("annual_revenue_minor"),
			country: text("country"),
			region: text("region"),
			parentId: ours("parent_id"),
			ownerId: ours("owner_id"),
			extra,
		},
		references: { ...owner, parentExternalId: { field: "parentId", entity: "account" } },
	},
	contact: {
		table: "contacts",
		required: ["name"],
		fields: {
			name: text("name"),
			email: text("email"),
			phone: text("phone"),
			title: text("title"),
			accountId: ours("account_id"),
			extra,
		},
		references: account,
	},
	lead: {
		table: "leads",
		required: ["name"],
		fields: {
			name: text("name"),
			email: text("email"),
			company: text("company"),
			title: text("title"),
			phone: text("phone"),
			source: text("source"),
			industry: text("industry"),
			country: text("country"),
			employees: whole("employees"),
			status: oneOf("status", LEAD_STATUSES),
			mqlAt: moment("mql_at"),
			sqlAt: moment("sql_at"),
			createdAt: moment("created_at"),
			closedAt: moment("closed_at"),
			ownerId: ours("owner_id"),
			convertedDealId: ours("converted_deal_id"),
			extra,
		},
		references: { ...owner, convertedDealExternalId: { field: "convertedDealId", entity: "deal" } },
		defaults: { status: "new" },
	},
	deal: {
		table: "deals",
		required: ["name", "stageId"],
		fields: {
			name: text("name"),
			amountMinor: minor("amount_minor"),
			currency: currency("currency"),
			closeDate: day("close_date"),
			source: text("source"),
			nextStep: text("next_step"),
			forecastCategory: { ...oneOf("forecast_category", DEAL_CATEGORIES), reads: categoryFromText },
			createdAt: moment("created_at"),
			closedAt: moment("closed_at"),
			accountId: ours("account_id"),
			ownerId: ours("owner_id"),
			pipelineId: ours("pipeline_id"),
			stageId: ours("stage_id"),
			status: { ...ours("status"), type: "text" },
			extra,
		},
		references: { ...owner, ...account },
	},
	product: {
		table: "products",
		required: ["name"],
		fields: {
			name: text("name"),
			family: text("family"),
			listPriceMinor: minor("list_price_minor"),
			currency: currency("currency"),
			extra,
		},
		references: {},
	},
	line_item: {
		table: "line_items",
		required: [],
		fields: {
			quantity: quantity("quantity"),
			unitPriceMinor: minor("unit_price_minor"),
			currency: currency("currency"),
			dealId: ours("deal_id"),
			productId: ours("product_id"),
		},
		references: {
			dealExternalId: { field: "dealId", entity: "deal", isRequired: true },
			productExternalId: { field: "productId", entity: "product" },
		},
		defaults: { quantity: 1 },
	},
	activity: {
		table: "activities",
		required: ["kind", "occurredAt"],
		fields: {
			kind: oneOf("kind", ACTIVITY_KINDS),
			direction: oneOf("direction", ["in", "out"]),
			subject: text("subject"),
			occurredAt: moment("occurred_at"),
			durationMinutes: whole("duration_minutes"),
			ownerId: ours("owner_id"),
			accountId: ours("account_id"),
			contactId: ours("contact_id"),
			dealId: ours("deal_id"),
			leadId: ours("lead_id"),
		},
		references: {
			...owner,
			...account,
			contactExternalId: { field: "contactId", entity: "contact" },
			dealExternalId: { field: "dealId", entity: "deal" },
			leadExternalId: { field: "leadId", entity: "lead" },
		},
	},
	user: {
		table: "users",
		required: ["name"],
		fields: { name: text("name"), email: text("email", 254), isActive: yesNo("is_active") },
		references: {},
		defaults: { isActive: true },
	},
};

/** Words that a change may use besides fields and references; `resolve-change.ts` turns them into ids. */
export const NAMED = ["ownerEmail", "stageName", "stageExternalId", "pipelineName"] as const;

/** The plain fields of a change. Throws unprocessable on a field that is unknown or has a value that will not do. */
export function plainFields(change: CanonicalChange & { entity: StoredEntity }): Record<string, JsonValue> {
	const { fields, references } = ENTITY_COLUMNS[change.entity];
	const plain: Record<string, JsonValue> = {};
	for (const [name, value] of Object.entries(change.fields)) {
		if (name in references || (NAMED as readonly string[]).includes(name)) continue;
		const field = fields[name];
		if (!field || (value !== null && !field.accepts(value))) {
			const what = field ? `${JSON.stringify(value)?.slice(0, 80)} will not do` : "there is no such field";
			throw new CourtsideError("unprocessable", `${change.entity} ${change.externalId}, ${name}: ${what}.`);
		}
		plain[name] = value;
	}
	return plain;
}
