import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { RoutingDecision } from "../../core/routing/routing-model.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** A lead that was given to somebody, waits, or is asked to change hands. */
export interface AssignmentRow {
	id: string;
	leadId: string;
	lead: string;
	cause: "arrival" | "batch" | "person";
	state: "given" | "waits" | "asked" | "declined";
	fromId: string | null;
	from: string | null;
	toId: string | null;
	to: string | null;
	decision: RoutingDecision | null;
	reason: string | null;
	askedBy: string | null;
	decidedBy: string | null;
	note: string | null;
	madeAt: Instant;
	decidedAt: Instant | null;
}

const columns = sql`a.id::text as id, a.lead_id::text as "leadId", l.name as lead, a.cause, a.state, a.from_id::text as "fromId",
	f.name as "from", a.to_id::text as "toId", t.name as "to", a.decision, a.reason, k.name as "askedBy", d.name as "decidedBy",
	a.note, a.made_at as "madeAt", a.decided_at as "decidedAt"`;
const joins = sql`from lead_assignments a join leads l on l.id = a.lead_id left join users f on f.id = a.from_id
	left join users t on t.id = a.to_id left join users k on k.id = a.asked_by left join users d on d.id = a.decided_by`;

/** The newest assignments of leads in sight (or that were), those before an id where one is given. */
export async function listAssignments(
	db: Db,
	ask: {
		visibleOwners: VisibleOwners;
		state?: AssignmentRow["state"] | undefined;
		before?: string | undefined;
		limit: number;
	},
): Promise<AssignmentRow[]> {
	const { visibleOwners, state, before, limit } = ask;
	const inSight = sql`(${ownedInSight(sql`l.owner_id`, visibleOwners)} or ${ownedInSight(sql`a.from_id`, visibleOwners)})`;
	const { rows } = await sql<AssignmentRow>`select ${columns} ${joins} where ${inSight}
		${state ? sql`and a.state = ${state}` : sql``} ${before ? sql`and a.id < ${before}::uuid` : sql``}
		order by a.id desc limit ${sql.lit(limit)}`.execute(db);
	return rows;
}

/** One assignment of a lead in sight; `lock` holds it until the transaction ends. */
export async function findAssignment(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	lock = false,
): Promise<AssignmentRow | null> {
	const { rows } = await sql<AssignmentRow>`select ${columns} ${joins}
		where a.id = ${id}::uuid and ${ownedInSight(sql`l.owner_id`, visibleOwners)}
		${lock ? sql`for update of a, l` : sql``}`.execute(db);
	return rows[0] ?? null;
}

/** A new assignment. */
export interface NewAssignment {
	leadId: string;
	cause: AssignmentRow["cause"];
	state: AssignmentRow["state"];
	fromId: string | null;
	toId: string | null;
	decision?: RoutingDecision;
	reason?: string;
	askedBy?: string;
}

/** Adds an assignment and gives its id; null where the same arrival, or another wish for this lead, is there already. */
export async function addAssignment(
	trx: Transaction<Tables>,
	tenantId: number,
	made: NewAssignment,
	now: Instant,
): Promise<string | null> {
	const row = await trx
		.insertInto("lead_assignments")
		.values({
			tenant_id: tenantId,
			lead_id: made.leadId,
			cause: made.cause,
			state: made.state,
			from_id: made.fromId,
			to_id: made.toId,
			decision: made.decision ? jsonb(made.decision) : null,
			reason: made.reason ?? null,
			asked_by: made.askedBy ?? null,
			made_at: timestamp(now),
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Settles a wish. */
export async function settleAssignment(
	trx: Transaction<Tables>,
	id: string,
	settled: { state: "given" | "declined"; by: string; note: string | null; at: Instant },
): Promise<void> {
	const { state, by, note, at } = settled;
	await trx
		.updateTable("lead_assignments")
		.set({ state, decided_by: by, note, decided_at: timestamp(at) })
		.where("id", "=", id)
		.execute();
}

/** Wishes that wait for somebody's word. */
export async function countAsked(db: Db): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from lead_assignments a
		where a.state = 'asked'`.execute(db);
	return rows[0]?.n ?? 0;
}
