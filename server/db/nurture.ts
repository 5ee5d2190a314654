import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { NurtureExit, NurtureState } from "../../core/model/nurture.ts";
import type { NurtureArm } from "../../core/scoring/nurture/nurture-effect.ts";
import type { NurturePlace, NurtureRules } from "../../core/scoring/nurture/nurture-step.ts";
import type { Db } from "./connect.ts";
import { requireVersion } from "./own-write.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** A sequence as it is kept; `rules` was checked when it was written. */
export interface StoredNurture {
	id: string;
	name: string;
	state: NurtureState;
	rules: NurtureRules;
	version: number;
	updatedAt: Instant;
}

const columns = ["id", "name", "state", "rules", "version", "updated_at as updatedAt"] as const;

/** The sequences of the workspace by name; `state`: only those. */
export async function listNurtures(db: Db, state?: NurtureState): Promise<StoredNurture[]> {
	let query = db.selectFrom("nurture_sequences").select(columns).orderBy("name").orderBy("id").limit(200);
	if (state) query = query.where("state", "=", state);
	return (await query.execute()) as unknown as StoredNurture[];
}

/** One sequence; null when there is none. With `hold` it stays as it is until the transaction ends. */
export async function findNurture(db: Db, id: string, hold = false): Promise<StoredNurture | null> {
	let query = db.selectFrom("nurture_sequences").select(columns).where("id", "=", id);
	if (hold) query = query.forUpdate();
	return ((await query.executeTakeFirst()) ?? null) as StoredNurture | null;
}

/** Keeps a draft and gives its id. */
export async function insertNurture(
	trx: Transaction<Tables>,
	given: { tenantId: number; name: string; rules: NurtureRules },
): Promise<string> {
	const row = await trx
		.insertInto("nurture_sequences")
		.values({ tenant_id: given.tenantId, name: given.name, rules: jsonb(given.rules) })
		.returning("id")
		.executeTakeFirstOrThrow();
	return row.id;
}

/** Changes a sequence that is held. Throws version_required, version_conflict. */
export async function changeNurture(
	trx: Transaction<Tables>,
	held: StoredNurture,
	given: { name?: string; rules?: NurtureRules; state?: NurtureState; now: Instant },
	read: number | null,
): Promise<void> {
	requireVersion(read, held.version, "sequence");
	await trx
		.updateTable("nurture_sequences")
		.set({
			name: given.name ?? held.name,
			rules: jsonb(given.rules ?? held.rules),
			state: given.state ?? held.state,
			version: held.version + 1,
			updated_at: sql<Date>`${timestamp(given.now)}::timestamptz`,
		})
		.where("id", "=", held.id)
		.execute();
}

/** How many leads a sequence has taken so far, held out ones too. */
export interface NurtureCounts {
	active: number;
	finished: number;
	left: number;
	heldOut: number;
	openTasks: number;
	treatedArm: NurtureArm;
	heldOutArm: NurtureArm;
}

/** Counts by sequence; the arms are of leads that came in `measureDays` ago or earlier. */
export async function countNurtures(db: Db, now: Instant): Promise<Map<string, NurtureCounts>> {
	const { rows } = await sql<
		Record<keyof Omit<NurtureCounts, "treatedArm" | "heldOutArm">, number> & {
			id: string;
			treated: number;
			treatedWon: number;
			held: number;
			heldWon: number;
		}
	>`
		select s.id, count(e.*) filter (where e.state = 'active')::int as active,
			count(e.*) filter (where e.state = 'finished')::int as finished,
			count(e.*) filter (where e.state = 'left')::int as left, count(e.*) filter (where e.is_held_out)::int as "heldOut",
			(select count(*)::int from nurture_tasks k join leads kl on kl.id = k.lead_id
				where k.sequence_id = s.id and k.state = 'open' and kl.closed_at is null) as "openTasks",
			count(*) filter (where m.is_ripe and not e.is_held_out)::int as treated,
			count(*) filter (where m.is_ripe and not e.is_held_out and m.is_won)::int as "treatedWon",
			count(*) filter (where m.is_ripe and e.is_held_out)::int as held,
			count(*) filter (where m.is_ripe and e.is_held_out and m.is_won)::int as "heldWon"
		from nurture_sequences s left join nurture_enrolments e on e.sequence_id = s.id
		left join leads l on l.id = e.lead_id
		cross join lateral (select make_interval(days => (s.rules->>'measureDays')::int) as days) d
		cross join lateral (select e.enrolled_at + d.days <= ${timestamp(now)}::timestamptz as is_ripe,
			l.status = 'converted' and coalesce(l.closed_at, l.updated_at) <= e.enrolled_at + d.days as is_won) m
		group by s.id`.execute(db);
	return new Map(
		rows.map(({ id, treated, treatedWon, held, heldWon, ...counts }) => [
			id,
			{
				...counts,
				treatedArm: { n: treated, converted: treatedWon },
				heldOutArm: { n: held, converted: heldWon },
			},
		]),
	);
}

/** A lead's place in a sequence that goes on with it. */
export interface ActivePlace extends NurturePlace {
	sequenceId: string;
	leadId: string;
}

/** Where these leads are in sequences that run, whatever became of it: `place` only while it goes on. */
export async function placesOf(
	trx: Transaction<Tables>,
	leadIds: string[],
): Promise<{ sequenceId: string; leadId: string; place: NurturePlace | null }[]> {
	const { rows } = await sql<ActivePlace & { state: string }>`select e.sequence_id as "sequenceId",
			e.lead_id as "leadId", e.enrolled_at as "enrolledAt", e.next_step as "nextStep", e.due_at as "dueAt", e.state
		from nurture_enrolments e where e.lead_id = any(${leadIds}::uuid[])`.execute(trx);
	return rows.map(({ sequenceId, leadId, state, ...place }) => ({
		sequenceId,
		leadId,
		place: state === "active" ? place : null,
	}));
}

/** Takes leads into a sequence; who is in it stays as they are. Gives the leads that are new in it. */
export async function enrol(
	trx: Transaction<Tables>,
	tenantId: number,
	sequenceId: string,
	leads: { leadId: string; isHeldOut: boolean; enrolledAt: Instant; dueAt: Instant }[],
): Promise<Set<string>> {
	if (leads.length === 0) return new Set();
	const rows = await trx
		.insertInto("nurture_enrolments")
		.values(
			leads.map(({ leadId, isHeldOut, enrolledAt, dueAt }) => ({
				tenant_id: tenantId,
				sequence_id: sequenceId,
				lead_id: leadId,
				is_held_out: isHeldOut,
				enrolled_at: timestamp(enrolledAt),
				due_at: timestamp(dueAt),
				state: isHeldOut ? ("held" as const) : ("active" as const),
			})),
		)
		.onConflict((conflict) => conflict.doNothing())
		.returning("lead_id")
		.execute();
	return new Set(rows.map((row) => row.lead_id));
}

/** Ends a lead's way through a sequence; what it was asked for and not done yet is dropped when it left. */
export async function endPlace(
	trx: Transaction<Tables>,
	{ sequenceId, leadId }: Pick<ActivePlace, "sequenceId" | "leadId">,
	reason: NurtureExit | null,
	now: Instant,
): Promise<void> {
	await trx
		.updateTable("nurture_enrolments")
		.set({ state: reason ? "left" : "finished", left_for: reason })
		.where("sequence_id", "=", sequenceId)
		.where("lead_id", "=", leadId)
		.where("state", "=", "active")
		.execute();
	if (reason === null) return;
	await trx
		.updateTable("nurture_tasks")
		.set({ state: "dropped", settled_at: timestamp(now) })
		.where("sequence_id", "=", sequenceId)
		.where("lead_id", "=", leadId)
		.where("state", "=", "open")
		.execute();
}

/** Moves a lead on to its next step, if it still stands where it was read. */
export async function movePlace(trx: Transaction<Tables>, from: ActivePlace, to: NurturePlace): Promise<void> {
	await trx
		.updateTable("nurture_enrolments")
		.set({ next_step: to.nextStep, due_at: timestamp(to.dueAt) })
		.where("sequence_id", "=", from.sequenceId)
		.where("lead_id", "=", from.leadId)
		.where("next_step", "=", from.nextStep)
		.where("state", "=", "active")
		.execute();
}

/** Lets leads that became deals or were set aside out of every sequence, and drops what was still asked of them. */
export async function leaveEnded(trx: Transaction<Tables>, now: Instant): Promise<void> {
	await sql`with gone as (update nurture_enrolments e set state = 'left', left_for = l.status
			from leads l where l.id = e.lead_id and e.state = 'active' and l.status in ('converted', 'disqualified'))
		update nurture_tasks k set state = 'dropped', settled_at = ${timestamp(now)} from leads l
		where l.id = k.lead_id and k.state = 'open' and l.status in ('converted', 'disqualified')`.execute(trx);
}

/** Which of these leads a sequence has taken already, held out or not. */
export async function leadsInSequence(db: Db, sequenceId: string, leadIds: string[]): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`select e.lead_id as id from nurture_enrolments e
		where e.sequence_id = ${sequenceId}::uuid and e.lead_id = any(${leadIds}::uuid[])`.execute(db);
	return new Set(rows.map((row) => row.id));
}

/** Whether a sequence has taken anybody yet: from then on what its effect is measured by stands. */
export async function hasTaken(db: Db, sequenceId: string): Promise<boolean> {
	const row = await db
		.selectFrom("nurture_enrolments")
		.select("lead_id")
		.where("sequence_id", "=", sequenceId)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
