import { type Kysely, sql } from "kysely";

/** What people say that a period will bring, when it is due, and who was reminded. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Days, currency and the model's number are copied in: a later change of calendar, targets or model changes no call.
	await sql`create table forecast_calls (
		tenant_id int not null references tenants on delete cascade,
		id uuid not null default courtside_uuidv7(),
		author_id uuid not null,
		node_id text not null,
		period text not null,
		period_start date not null,
		period_end date not null,
		version int not null check (version > 0),
		currency text not null check (currency ~ '^[A-Z]{3}$'),
		closed_minor bigint not null check (closed_minor >= 0),
		commit_minor bigint not null check (commit_minor >= closed_minor),
		best_case_minor bigint not null check (best_case_minor >= commit_minor),
		pipeline_minor bigint not null check (pipeline_minor >= best_case_minor),
		note text check (length(note) <= 2000),
		submitted_at timestamptz not null,
		due_on date not null,
		model_minor bigint not null,
		model_low_minor bigint,
		model_high_minor bigint,
		model_level double precision,
		model_version text not null,
		model_as_of timestamptz not null,
		created_at timestamptz not null default now(),
		primary key (tenant_id, id),
		unique (tenant_id, author_id, node_id, period, version),
		foreign key (tenant_id, author_id) references users (tenant_id, id)
	)`.execute(db);
	await sql`create index on forecast_calls (tenant_id, period, submitted_at)`.execute(db);
	await sql`create table forecast_cycles (
		tenant_id int not null primary key references tenants on delete cascade,
		is_on boolean not null,
		grain text not null check (grain in ('month', 'quarter', 'year')),
		weekday int not null check (weekday between 1 and 7),
		due_minute int not null check (due_minute between 1 and 1440),
		remind_days_before int not null check (remind_days_before between 0 and 6),
		version int not null
	)`.execute(db);
	await sql`create table forecast_reminders (
		tenant_id int not null references tenants on delete cascade,
		user_id uuid not null,
		due_on date not null,
		sent_at timestamptz not null default now(),
		primary key (tenant_id, user_id, due_on),
		foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
	)`.execute(db);
	for (const table of ["forecast_calls", "forecast_cycles", "forecast_reminders"]) {
		await sql`select courtside_protect(${table}::regclass)`.execute(db);
	}
}
