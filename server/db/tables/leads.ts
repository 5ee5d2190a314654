import type { ColumnType, Generated } from "kysely";
import type { JsonValue } from "../../../core/model/change.ts";
import type { LeadGrade } from "../../../core/model/lead.ts";
import type { NurtureChannel, NurtureState } from "../../../core/model/nurture.ts";
import type { FoundGrade } from "../../../core/scoring/lead-grade.ts";
import type { Json, Maybe, MaybeJson, MaybeMoment, Moment, MomentNow } from "./columns.ts";

/** Leads: where they come from, who gets them, what keeps them warm. */
export interface LeadTables {
	leads: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		email: Maybe<string>;
		company: Maybe<string>;
		title: Maybe<string>;
		phone: Maybe<string>;
		source: Maybe<string>;
		industry: Maybe<string>;
		country: Maybe<string>;
		employees: Maybe<number>;
		status: Generated<"new" | "working" | "qualified" | "converted" | "disqualified">;
		owner_id: Maybe<string>;
		converted_deal_id: Maybe<string>;
		created_at: MomentNow;
		closed_at: MaybeMoment;
		/** When marketing handed it over as qualified, and when sales took it for one. */
		mql_at: MaybeMoment;
		sql_at: MaybeMoment;
		extra: MaybeJson;
		version: Generated<number>;
		updated_at: MomentNow;
	};
	lead_source_costs: {
		tenant_id: number;
		source_key: string;
		campaign_key: Generated<string>;
		month: string;
		source: string;
		campaign: Generated<string>;
		amount_minor: bigint;
		currency: string;
		set_at: MomentNow;
	};
	lead_grades: {
		tenant_id: number;
		lead_id: string;
		grade: Maybe<LeadGrade>;
		found_by: FoundGrade["by"];
		rule: Maybe<string>;
		chance: Maybe<number>;
		low: Maybe<number>;
		high: Maybe<number>;
		n: Generated<number>;
		as_of: Moment;
		since: Moment;
		said_grade: Maybe<LeadGrade>;
		said_reason: Maybe<string>;
		said_by: Maybe<string>;
		said_at: MaybeMoment;
		said_status: Maybe<string>;
	};
	routing_people: {
		tenant_id: number;
		user_id: string;
		takes_leads: boolean;
		capacity: Maybe<number>;
		weight: Generated<number>;
		skills: Generated<string[]>;
		languages: Generated<string[]>;
		absences: ColumnType<{ from: string; to: string }[], string | undefined, string>;
	};
	routing_turns: { tenant_id: number; rule: string; user_id: string; given: number; due: number };
	lead_events: {
		tenant_id: number;
		source: "api" | "site";
		event_key: string;
		visitor: Maybe<string>;
		lead_id: Maybe<string>;
		kind: string;
		direction: Maybe<string>;
		subject: Maybe<string>;
		occurred_at: Moment;
		received_at: MomentNow;
	};
	lead_visitors: { tenant_id: number; visitor: string; lead_id: string; known_since: MomentNow };
	tracking: {
		tenant_id: number;
		is_on: boolean;
		write_key: string;
		origins: Generated<string[]>;
		version: Generated<number>;
	};
	lead_assignments: {
		tenant_id: number;
		id: Generated<string>;
		lead_id: string;
		cause: "arrival" | "batch" | "person";
		state: "given" | "waits" | "asked" | "declined";
		from_id: Maybe<string>;
		to_id: Maybe<string>;
		decision: MaybeJson;
		reason: Maybe<string>;
		asked_by: Maybe<string>;
		decided_by: Maybe<string>;
		note: Maybe<string>;
		made_at: MomentNow;
		decided_at: MaybeMoment;
	};
	account_assignments: {
		tenant_id: number;
		account_id: string;
		to_id: Maybe<string>;
		decision: Json<JsonValue>;
		made_at: MomentNow;
	};
	lead_grade_changes: {
		tenant_id: number;
		lead_id: string;
		at: Moment;
		grade: LeadGrade;
		is_replayed: Generated<boolean>;
	};
	nurture_sequences: {
		tenant_id: number;
		id: Generated<string>;
		name: string;
		state: Generated<NurtureState>;
		rules: Json<JsonValue>;
		version: Generated<number>;
		updated_at: MomentNow;
	};
	nurture_enrolments: {
		tenant_id: number;
		sequence_id: string;
		lead_id: string;
		is_held_out: boolean;
		enrolled_at: Moment;
		state: "active" | "finished" | "left" | "held";
		next_step: Generated<number>;
		due_at: Moment;
		left_for: Maybe<string>;
	};
	nurture_tasks: {
		tenant_id: number;
		id: Generated<string>;
		sequence_id: string;
		lead_id: string;
		step: number;
		channel: NurtureChannel;
		text: string;
		content_id: Maybe<string>;
		made_at: Moment;
		state: Generated<"open" | "done" | "dropped">;
		settled_at: MaybeMoment;
		settled_by: Maybe<string>;
	};
}
