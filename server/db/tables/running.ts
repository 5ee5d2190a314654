import type { ColumnType, Generated } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";
import type { Json, Maybe, MaybeJson, MaybeMoment, Moment, MomentNow } from "./columns.ts";

/** What running a workspace takes: imports, data quality, audit, search, keys. */
export interface RunningTables {
	imports: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		source: string;
		state: Generated<"draft" | "ready" | "running" | "stopped" | "done" | "failed" | "undoing" | "undone">;
		signature: Maybe<string>;
		profile: MaybeJson;
		plan: MaybeJson;
		progress: ColumnType<JsonValue, string | undefined, string>;
		counts: ColumnType<JsonValue, string | undefined, string>;
		error: MaybeJson;
		created_by: Maybe<string>;
		created_at: MomentNow;
		started_at: MaybeMoment;
		finished_at: MaybeMoment;
		undone_at: MaybeMoment;
		stop_asked_at: MaybeMoment;
	};
	import_files: {
		tenant_id: number;
		id: Generated<string>;
		import_id: string;
		position: number;
		name: string;
		sheet: Maybe<string>;
		storage_key: string;
		bytes: bigint;
		sha256: string;
		entity: Maybe<string>;
		rows_total: Maybe<number>;
		rows_done: Generated<number>;
		state: Generated<"waiting" | "running" | "done" | "failed">;
	};
	import_rejects: {
		tenant_id: number;
		import_id: string;
		file_id: string;
		row_number: number;
		code: string;
		column_name: Maybe<string>;
		value: Maybe<string>;
		params: ColumnType<JsonValue, string | undefined, string>;
		fields: Json<JsonValue>;
	};
	import_prior: {
		tenant_id: number;
		import_id: string;
		entity: string;
		entity_id: string;
		prior: Json<JsonValue>;
	};
	import_mappings: { tenant_id: number; signature: string; plan: Json<JsonValue>; updated_at: MomentNow };
	quality_scans: {
		tenant_id: number;
		id: Generated<string>;
		as_of: Moment;
		score: Maybe<number>;
		counts: Json<JsonValue>;
		completeness: Json<JsonValue>;
		cost: MaybeJson;
		model_version: string;
		created_at: MomentNow;
	};
	quality_dismissals: {
		tenant_id: number;
		rule: string;
		entity_id: string;
		dismissed_by: Maybe<string>;
		dismissed_at: MomentNow;
	};
	duplicate_pairs: {
		tenant_id: number;
		id: Generated<string>;
		entity: "account" | "contact";
		keep_id: string;
		other_id: string;
		probability: number;
		signs: Json<JsonValue>;
		state: Generated<"open" | "merged" | "different">;
		found_at: MomentNow;
		decided_at: MaybeMoment;
		decided_by: Maybe<string>;
	};
	quality_fixes: {
		tenant_id: number;
		id: Generated<string>;
		kind: string;
		rule: Maybe<string>;
		given: Json<JsonValue>;
		rows: number;
		created_by: Maybe<string>;
		created_at: MomentNow;
		undone_at: MaybeMoment;
		undone_rows: Maybe<number>;
	};
	quality_fix_rows: {
		tenant_id: number;
		fix_id: string;
		entity: string;
		entity_id: string;
		before: Json<JsonValue>;
		after: Json<JsonValue>;
	};
	demo_causes: { tenant_id: number; position: number; cause: string; who: string; subject_ids: string[] };
	events: {
		tenant_id: number;
		occurred_at: MomentNow;
		id: Generated<string>;
		seq: Generated<bigint>;
		type: string;
		entity: string;
		entity_id: string;
		recorded_at: MomentNow;
		cause_id: Maybe<string>;
		version: Generated<number>;
		relayed_at: MaybeMoment;
	};
	table_views: {
		tenant_id: number;
		id: Generated<string>;
		user_id: string;
		table_name: string;
		name: string;
		query: string;
		created_at: MomentNow;
	};
	search_documents: {
		tenant_id: number;
		entity: "deal" | "account" | "contact" | "lead" | "person";
		id: string;
		label: string;
		terms: string;
		owner_id: Maybe<string>;
		is_open: boolean;
		created_at: Moment;
	};
	audit_heads: { tenant_id: number; seq: bigint; hash: Buffer };
	audit_entries: {
		tenant_id: number;
		occurred_at: Moment;
		id: Generated<string>;
		seq: bigint;
		actor_id: Maybe<string>;
		actor: string;
		action: string;
		entity: Maybe<string>;
		entity_id: Maybe<string>;
		detail: ColumnType<JsonValue, string | undefined, string>;
		request_id: Maybe<string>;
		previous_hash: Buffer;
		hash: Buffer;
	};
	audit_seals: { tenant_id: number; day: string; sealed: string };
	audit_checks: {
		tenant_id: number;
		checked_at: Moment;
		entries: bigint;
		broken_at: Maybe<bigint>;
		reason: Maybe<"changed" | "missing" | "cut" | "head" | "seal">;
		seals: number;
	};
	idempotency_keys: {
		tenant_id: number;
		user_id: string;
		key: string;
		request_hash: string;
		status: Maybe<number>;
		body: MaybeJson;
		created_at: MomentNow;
	};
	data_keys: {
		tenant_id: number;
		kid: string;
		wrapped: string;
		created_at: MomentNow;
		retired_at: MaybeMoment;
	};
}
