import type { ColumnType, Generated } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";
import type { DealCategory } from "../../../core/model/deal-category.ts";
import type { ContentUse, StakeholderRole, Stance } from "../../../core/model/room.ts";
import type { Json, Maybe, MaybeJson, MaybeMoment, Minor, Moment, MomentNow } from "./columns.ts";

/** What a CRM holds, with its whole history, and the room of a deal. */
export interface RecordTables {
	pipelines: { tenant_id: number; id: Generated<string>; name: string; is_default: Generated<boolean> };
	stages: {
		tenant_id: number;
		id: Generated<string>;
		pipeline_id: string;
		name: string;
		position: number;
		kind: "open" | "won" | "lost";
	};
	accounts: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		domain: Maybe<string>;
		industry: Maybe<string>;
		employees: Maybe<number>;
		annual_revenue_minor: Minor;
		country: Maybe<string>;
		region: Maybe<string>;
		parent_id: Maybe<string>;
		owner_id: Maybe<string>;
		created_at: MomentNow;
		extra: MaybeJson;
		version: Generated<number>;
	};
	contacts: {
		tenant_id: number;
		id: Generated<string>;
		account_id: Maybe<string>;
		name: string;
		email: Maybe<string>;
		phone: Maybe<string>;
		title: Maybe<string>;
		created_at: MomentNow;
		extra: MaybeJson;
		version: Generated<number>;
	};
	products: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		family: Maybe<string>;
		list_price_minor: Minor;
		currency: Maybe<string>;
		extra: MaybeJson;
		version: Generated<number>;
	};
	deals: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		account_id: Maybe<string>;
		owner_id: Maybe<string>;
		pipeline_id: string;
		stage_id: string;
		status: "open" | "won" | "lost";
		amount_minor: Minor;
		currency: Maybe<string>;
		close_date: Maybe<string>;
		created_at: MomentNow;
		closed_at: MaybeMoment;
		source: Maybe<string>;
		next_step: Maybe<string>;
		forecast_category: ColumnType<DealCategory | null, DealCategory | null | undefined, DealCategory | null>;
		lost_reason: Maybe<string>;
		extra: MaybeJson;
		version: Generated<number>;
		updated_at: MomentNow;
	};
	line_items: {
		tenant_id: number;
		id: Generated<string>;
		deal_id: string;
		product_id: Maybe<string>;
		quantity: ColumnType<string, string | number | undefined, string | number>;
		unit_price_minor: Minor;
		currency: Maybe<string>;
	};
	activities: {
		tenant_id: number;
		occurred_at: Moment;
		id: Generated<string>;
		kind: "call" | "email" | "meeting" | "demo" | "note" | "task" | "web";
		direction: Maybe<"in" | "out">;
		subject: Maybe<string>;
		owner_id: Maybe<string>;
		account_id: Maybe<string>;
		contact_id: Maybe<string>;
		deal_id: Maybe<string>;
		lead_id: Maybe<string>;
		duration_minutes: Maybe<number>;
		import_id: Maybe<string>;
	};
	exchange_rates: {
		tenant_id: number;
		from_currency: string;
		to_currency: string;
		valid_from: string;
		/** A decimal as text. */
		rate: string;
	};
	campaigns: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		channel: Maybe<string>;
		starts_on: Maybe<string>;
		ends_on: Maybe<string>;
		cost_minor: Minor;
		currency: Maybe<string>;
	};
	competitors: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		aliases: Generated<string[]>;
		version: Generated<number>;
	};
	content: {
		tenant_id: number;
		id: Generated<string>;
		kind: "battlecard" | "playbook_line" | "document";
		title: string;
		body: string;
		competitor_id: Maybe<string>;
		stage_id: Maybe<string>;
		locale: Generated<string>;
		industry: Maybe<string>;
		archived_at: MaybeMoment;
		updated_at: MomentNow;
		updated_by: Maybe<string>;
		version: Generated<number>;
	};
	content_versions: {
		tenant_id: number;
		content_id: string;
		version: number;
		fields: Json<JsonValue>;
		saved_at: Moment;
		saved_by: Maybe<string>;
	};
	content_uses: {
		tenant_id: number;
		id: Generated<string>;
		content_id: string;
		deal_id: Maybe<string>;
		user_id: string;
		kind: ContentUse;
		used_on: string;
		used_at: MomentNow;
	};
	deal_contacts: {
		tenant_id: number;
		deal_id: string;
		contact_id: string;
		roles: ColumnType<StakeholderRole[], StakeholderRole[] | undefined, StakeholderRole[]>;
		stance: Generated<Stance>;
		influence: Generated<number>;
		note: Maybe<string>;
		version: Generated<number>;
		added_by: Maybe<string>;
		added_at: MomentNow;
	};
	plan_steps: {
		tenant_id: number;
		id: Generated<string>;
		deal_id: string;
		title: string;
		side: "ours" | "theirs";
		owner_id: Maybe<string>;
		contact_id: Maybe<string>;
		due_on: Maybe<string>;
		state: Generated<"open" | "done" | "dropped">;
		done_at: MaybeMoment;
		position: number;
		version: Generated<number>;
		added_by: Maybe<string>;
		added_at: MomentNow;
	};
	deal_documents: {
		tenant_id: number;
		id: Generated<string>;
		deal_id: string;
		name: string;
		url: Maybe<string>;
		storage_key: Maybe<string>;
		media_type: Maybe<string>;
		bytes: Minor;
		sha256: Maybe<string>;
		added_by: Maybe<string>;
		added_at: MomentNow;
	};
	deal_competitors: { tenant_id: number; deal_id: string; competitor_id: string; added_at: MomentNow };
	external_ids: {
		tenant_id: number;
		source: string;
		object: string;
		external_id: string;
		id: string;
		import_id: Maybe<string>;
		/** The record it stood for before that was merged into `id`. */
		merged_from: Maybe<string>;
	};
	field_changes: {
		tenant_id: number;
		recorded_at: Moment;
		id: Generated<string>;
		entity: string;
		entity_id: string;
		field: string;
		value: MaybeJson;
		valid_at: Moment;
		ingested_at: MomentNow;
		source: string;
		inferred: Generated<boolean>;
		changed_by: Maybe<string>;
		import_id: Maybe<string>;
	};
}
