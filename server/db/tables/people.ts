import type { ColumnType, Generated } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";
import type { FiscalCalendar } from "../../../core/model/period.ts";
import type { Role } from "../../../core/model/user.ts";
import type { Json, Maybe, MaybeJson, MaybeMoment, Minor, Moment, MomentNow } from "./columns.ts";

/** Workspaces, people and teams, and how they sign in. */
export interface PeopleTables {
	tenants: {
		tenant_id: Generated<number>;
		slug: string;
		name: string;
		zone: Generated<string>;
		reporting_currency: Generated<string>;
		fiscal: ColumnType<FiscalCalendar, string | undefined, string>;
		locale: Generated<string>;
		is_demo: Generated<boolean>;
		requires_second_factor: Generated<boolean>;
		clock_at: MaybeMoment;
		created_at: MomentNow;
	};
	teams: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		kind: Generated<"company" | "region" | "team">;
		parent_id: Maybe<string>;
		manager_id: Maybe<string>;
		created_at: MomentNow;
	};
	/** Which team stands beneath which, of any depth, itself included. Kept by triggers on `teams`: only read. */
	team_ancestors: { tenant_id: number; ancestor_id: string; team_id: string };
	users: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		email: Maybe<string>;
		/** Built in; with a made role, what that builds on. */
		role: Generated<Role>;
		role_id: Maybe<string>;
		team_id: Maybe<string>;
		is_active: Generated<boolean>;
		/** Whose row is kept for what once pointed to it: the person is another one. */
		merged_into_id: Maybe<string>;
		left_on: Maybe<string>;
		password_hash: Maybe<string>;
		locale: Maybe<string>;
		zone: Maybe<string>;
		created_at: MomentNow;
	};
	roles: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		base: Role;
		scope: "own" | "team" | "all";
		permissions: string[];
		version: Generated<number>;
		created_at: MomentNow;
		updated_at: MomentNow;
	};
	identities: {
		tenant_id: number;
		id: Generated<string>;
		kind: "owner-name" | "crm-user" | "email" | "slack" | "teams";
		source: string;
		external_id: string;
		label: string;
		user_id: Maybe<string>;
		state: "unmatched" | "matched" | "ignored";
		matched_by: Maybe<"itself" | "email" | "exact-name" | "by-hand">;
		confidence: Maybe<number>;
		suggested_id: Maybe<string>;
		suggested_by: Maybe<string>;
		suggested_confidence: Maybe<number>;
		first_seen: MomentNow;
		last_seen: MomentNow;
		place: Generated<string>;
	};
	people_changes: {
		tenant_id: number;
		id: Generated<string>;
		kind: "match" | "merge" | "leave" | "return" | "hand-over" | "rename";
		about: ColumnType<JsonValue, string, string>;
		before: ColumnType<JsonValue, string, string>;
		rows: Generated<number>;
		sha256: Maybe<string>;
		made_by: Maybe<string>;
		made_at: MomentNow;
		undone_by: Maybe<string>;
		undone_at: MaybeMoment;
	};
	people_moves: {
		tenant_id: number;
		change_id: string;
		place: string;
		record_id: string;
		at: ColumnType<number, Date | undefined, Date>;
		from_id: string;
		to_id: string;
	};
	api_keys: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		prefix: string;
		key_hash: Buffer;
		owner_id: string;
		scopes: string[];
		created_at: MomentNow;
		expires_at: MaybeMoment;
		last_used_at: MaybeMoment;
		revoked_at: MaybeMoment;
	};
	sso_connections: {
		tenant_id: number;
		state: Generated<"off" | "on">;
		kind: "oidc" | "saml";
		name: string;
		settings: Json<{
			oidc?: { issuer: string; clientId: string };
			saml?: { issuer: string; entryPoint: string; certificates: string[] };
		}>;
		secret_sealed: Maybe<string>;
		is_required: Generated<boolean>;
		domains: Generated<string[]>;
		lets_in: Generated<"invited" | "anyone">;
		default_role: Generated<string>;
		groups_name: Generated<string>;
		group_roles: ColumnType<{ group: string; roleId: string }[], string | undefined, string>;
		version: Generated<number>;
		updated_at: MomentNow;
	};
	sso_requests: {
		tenant_id: number;
		id: Generated<string>;
		key_hash: Buffer;
		browser_hash: Buffer;
		return_to: string;
		secrets_sealed: Maybe<string>;
		created_at: Moment;
		expires_at: Moment;
		used_at: MaybeMoment;
		identity: MaybeJson;
		ticket_hash: Maybe<Buffer>;
	};
	sso_identities: { tenant_id: number; issuer: string; subject: string; user_id: string; created_at: MomentNow };
	refresh_tokens: {
		tenant_id: number;
		id: Generated<string>;
		user_id: string;
		family_id: string;
		token_hash: Buffer;
		created_at: MomentNow;
		expires_at: Moment;
		used_at: MaybeMoment;
		revoked_at: MaybeMoment;
		user_agent: Maybe<string>;
	};
	mails: {
		tenant_id: number;
		id: string;
		user_id: Maybe<string>;
		kind: string;
		to_address: string;
		locale: string;
		content_sealed: Maybe<string>;
		dedup_key: Maybe<string>;
		state: Generated<"waiting" | "sent" | "kept" | "failed">;
		attempts: Generated<number>;
		next_attempt_at: MomentNow;
		last_error: Maybe<string>;
		created_at: MomentNow;
		settled_at: MaybeMoment;
	};
	invitations: {
		tenant_id: number;
		id: Generated<string>;
		email: string;
		name: Maybe<string>;
		role: "rep" | "manager" | "executive" | "ops" | "admin";
		role_id: Maybe<string>;
		team_id: Maybe<string>;
		user_id: Maybe<string>;
		token_hash: Buffer;
		invited_by: Maybe<string>;
		invited_by_name: string;
		created_at: MomentNow;
		sent_at: MomentNow;
		expires_at: Moment;
		accepted_at: MaybeMoment;
		withdrawn_at: MaybeMoment;
	};
	sign_ins: {
		tenant_id: number;
		id: string;
		user_id: string;
		how: string;
		user_agent: Maybe<string>;
		network: Maybe<string>;
		browser_hash: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
		created_at: MomentNow;
		last_used_at: MomentNow;
		proved_at: MomentNow;
		ended_at: MaybeMoment;
	};
	totp_factors: {
		tenant_id: number;
		user_id: string;
		secret_sealed: Maybe<string>;
		last_step: Minor;
		created_at: MomentNow;
		confirmed_at: MaybeMoment;
	};
	recovery_codes: { tenant_id: number; user_id: string; code_hash: Buffer; used_at: MaybeMoment };
	passkeys: {
		tenant_id: number;
		id: Generated<string>;
		user_id: string;
		credential_id: string;
		public_key: Buffer;
		counter: bigint;
		transports: string[];
		name: string;
		is_synced: Generated<boolean>;
		created_at: MomentNow;
		last_used_at: MaybeMoment;
	};
	passkey_challenges: { challenge: string; owner: string; expires_at: Moment };
	one_time_tokens: {
		tenant_id: number;
		id: Generated<string>;
		user_id: string;
		purpose: "reset-password" | "second-step" | "install-chat";
		token_hash: Buffer;
		attempts: Generated<number>;
		created_at: MomentNow;
		expires_at: Moment;
		used_at: MaybeMoment;
	};
	signing_keys: {
		kid: string;
		public_jwk: Json<JsonValue>;
		private_sealed: string;
		created_at: MomentNow;
		retired_at: MaybeMoment;
	};
}
