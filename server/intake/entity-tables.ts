import type { DraftEntity } from "../../core/intake/draft.ts";
import type { Entity } from "../../core/model/change.ts";

/** How a column is written: what COPY and comparison have to know. */
export type ColumnKind = "text" | "int" | "int8" | "numeric" | "bool" | "uuid" | "date" | "moment" | "json";

/** Where an entity's records live. Columns by the model's field name. */
export interface EntityTable {
	table: string;
	/** Name in `field_changes`; null: its past is not kept. */
	history: Entity | null;
	columns: Record<string, { column: string; kind: ColumnKind }>;
	/** `version` grows with every change. */
	versioned: boolean;
	/** `updated_at` follows every change. */
	stamped: boolean;
	/** Never changed once stored: what was done was done. */
	frozen: boolean;
}

const TABLES: Record<DraftEntity, Omit<EntityTable, "columns"> & { fields: Record<string, ColumnKind> }> = {
	team: {
		table: "teams",
		history: null,
		versioned: false,
		stamped: false,
		frozen: false,
		fields: { name: "text", kind: "text", parentId: "uuid", managerId: "uuid" },
	},
	user: {
		table: "users",
		history: null,
		versioned: false,
		stamped: false,
		frozen: false,
		fields: { name: "text", email: "text", role: "text", teamId: "uuid", isActive: "bool" },
	},
	product: {
		table: "products",
		history: null,
		versioned: true,
		stamped: false,
		frozen: false,
		fields: { name: "text", family: "text", listPriceMinor: "int8", currency: "text", extra: "json" },
	},
	account: {
		table: "accounts",
		history: "account",
		versioned: true,
		stamped: false,
		frozen: false,
		fields: {
			name: "text",
			domain: "text",
			industry: "text",
			employees: "int",
			annualRevenueMinor: "int8",
			country: "text",
			region: "text",
			parentId: "uuid",
			ownerId: "uuid",
			createdAt: "moment",
			extra: "json",
		},
	},
	contact: {
		table: "contacts",
		history: "contact",
		versioned: true,
		stamped: false,
		frozen: false,
		fields: {
			accountId: "uuid",
			name: "text",
			email: "text",
			phone: "text",
			title: "text",
			createdAt: "moment",
			extra: "json",
		},
	},
	deal: {
		table: "deals",
		history: "deal",
		versioned: true,
		stamped: true,
		frozen: false,
		fields: {
			name: "text",
			accountId: "uuid",
			ownerId: "uuid",
			pipelineId: "uuid",
			stageId: "uuid",
			status: "text",
			amountMinor: "int8",
			currency: "text",
			closeDate: "date",
			createdAt: "moment",
			closedAt: "moment",
			source: "text",
			nextStep: "text",
			forecastCategory: "text",
			extra: "json",
		},
	},
	lead: {
		table: "leads",
		history: "lead",
		versioned: true,
		stamped: true,
		frozen: false,
		fields: {
			name: "text",
			email: "text",
			company: "text",
			title: "text",
			phone: "text",
			source: "text",
			industry: "text",
			country: "text",
			employees: "int",
			status: "text",
			ownerId: "uuid",
			convertedDealId: "uuid",
			createdAt: "moment",
			closedAt: "moment",
			extra: "json",
		},
	},
	line_item: {
		table: "line_items",
		history: null,
		versioned: false,
		stamped: false,
		frozen: false,
		fields: { dealId: "uuid", productId: "uuid", quantity: "numeric", unitPriceMinor: "int8", currency: "text" },
	},
	quota: {
		table: "quotas",
		history: null,
		versioned: false,
		stamped: false,
		frozen: false,
		fields: { userId: "uuid", teamId: "uuid", period: "text", amountMinor: "int8", currency: "text" },
	},
	activity: {
		table: "activities",
		history: null,
		versioned: false,
		stamped: false,
		frozen: true,
		fields: {
			kind: "text",
			direction: "text",
			subject: "text",
			ownerId: "uuid",
			accountId: "uuid",
			contactId: "uuid",
			dealId: "uuid",
			leadId: "uuid",
			occurredAt: "moment",
			durationMinutes: "int",
		},
	},
};

/** Tables by the kind of draft stored in them. */
export const ENTITY_TABLES: Record<DraftEntity, EntityTable> = Object.fromEntries(
	Object.entries(TABLES).map(([entity, { fields, ...rest }]) => [
		entity,
		{
			...rest,
			columns: Object.fromEntries(
				Object.entries(fields).map(([field, kind]) => [field, { column: snakeCase(field), kind }]),
			),
		},
	]),
) as Record<DraftEntity, EntityTable>;

/** What a record has where no file said anything. */
export const DEFAULTS: Partial<Record<DraftEntity, Record<string, string | number | boolean>>> = {
	team: { kind: "team" },
	user: { role: "rep", isActive: true },
	lead: { status: "new" },
	line_item: { quantity: 1 },
};

function snakeCase(field: string): string {
	return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
