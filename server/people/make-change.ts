import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { type Move, type Moved, moveRecords } from "./move-records.ts";

/** Who decides about people, and in which transaction. `actorId` null: a source told us. */
export interface Decider {
	trx: Transaction<Tables>;
	tenantId: number;
	actorId: string | null;
	actor: string;
	requestId?: string;
	/** Whether they may also decide about people who sign in here. */
	mayGovern: boolean;
	/** Real time. */
	now: Instant;
}

export type PeopleChangeKind = "match" | "merge" | "leave" | "return" | "hand-over" | "rename";

/** How rows other than records stood before a change, to be put back by `undo-change.ts`. */
export interface Before {
	users: UserBefore[];
	identities: IdentityBefore[];
	externalIds: { source: string; externalId: string; id: string | null; importId: string | null }[];
}
/** A person's own row as far as changes touch it. */
export interface UserBefore {
	id: string;
	name: string;
	email: string | null;
	teamId: string | null;
	isActive: boolean;
	leftOn: string | null;
	mergedIntoId: string | null;
}
type Matching = "itself" | "email" | "exact-name" | "by-hand";
/** An identity as far as changes touch it. */
export interface IdentityBefore {
	id: string;
	userId: string | null;
	state: "unmatched" | "matched" | "ignored";
	matchedBy: Matching | null;
	confidence: number | null;
}

/** A change that was made. */
export interface PeopleChange {
	id: string;
	moved: Moved;
}

const NOTHING: Moved = { rows: 0, sha256: "", byPlace: {} };

/**
 * Writes a change of people down with how things stood, moves records along, and leaves what every write leaves: an event
 * that has everything computed again, and one audit entry with the count and hash of the moved rows.
 */
export async function makeChange(
	decider: Decider,
	change: {
		kind: PeopleChangeKind;
		about: { [key: string]: JsonValue };
		before: Before;
		moves?: readonly Move[];
		/** Moves that are no correction but happen now, as a hand-over. */
		moveNow?: (changeId: string) => Promise<Moved>;
	},
): Promise<PeopleChange> {
	const { trx, tenantId, actorId } = decider;
	// As the change left them: undo puts back only what still is so.
	const usersAfter = await readPeople(
		decider,
		change.before.users.map((user) => user.id),
	);
	const { id } = await trx
		.insertInto("people_changes")
		.values({
			tenant_id: tenantId,
			kind: change.kind,
			about: jsonb(change.about),
			before: jsonb({ ...change.before, usersAfter }),
			made_by: actorId,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	let moved = NOTHING;
	if (change.moves && change.moves.length > 0) moved = await moveRecords(trx, tenantId, id, change.moves);
	if (change.moveNow) moved = await change.moveNow(id);
	if (moved.rows > 0) {
		await trx
			.updateTable("people_changes")
			.set({ rows: moved.rows, sha256: moved.sha256 })
			.where("tenant_id", "=", tenantId)
			.where("id", "=", id)
			.execute();
	}
	await tellOfChange(decider, `people.${change.kind}`, id, {
		...change.about,
		...(moved.rows > 0 && { rows: moved.rows, sha256: moved.sha256, byPlace: moved.byPlace }),
	});
	return { id, moved };
}

/** The event and the audit entry of a change; last in the transaction. */
export async function tellOfChange(
	{ trx, tenantId, actorId, actor, requestId }: Decider,
	action: string,
	changeId: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	const cause = requestId === undefined ? {} : { causeId: requestId };
	await appendEvent(trx, { tenantId, type: "people.changed", entity: "people", entityId: changeId, ...cause });
	await recordAudit(trx, {
		tenantId,
		actorId,
		actor,
		action,
		entity: "people-change",
		entityId: changeId,
		detail,
		...(requestId !== undefined && { requestId }),
	});
}

/** A person in hand. */
export interface LockedPerson extends UserBefore {
	role: string;
	/** They have a password, or have been signed in some other way. */
	signsIn: boolean;
}

/** Lets only those who govern people close or open the door to somebody who signs in. Throws forbidden. */
export function requireGoverning({ mayGovern }: Decider, ...people: readonly LockedPerson[]): void {
	const one = people.find(({ signsIn }) => signsIn);
	if (!one || mayGovern) return;
	throw new CourtsideError("forbidden", `${one.name} signs in here. Ask an administrator (people:write) to do this.`);
}

/** People as they stand, locked until the end of the transaction, in the order of ids so that two changes cannot lock crosswise. */
export async function lockPeople(
	{ trx, tenantId }: Pick<Decider, "trx" | "tenantId">,
	ids: readonly string[],
): Promise<Map<string, LockedPerson>> {
	const { rows } = await sql<LockedPerson>`select ${userColumns}, role,
			password_hash is not null or exists (select from refresh_tokens r
				where r.tenant_id = users.tenant_id and r.user_id = users.id) as "signsIn"
		from users where tenant_id = ${tenantId} and id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(
		trx,
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** People's own rows, with those who were merged into them when `andMerged`. */
export async function readPeople(
	{ trx, tenantId }: Pick<Decider, "trx" | "tenantId">,
	ids: readonly string[],
	andMerged = false,
): Promise<UserBefore[]> {
	const { rows } = await sql<UserBefore>`select ${userColumns} from users where tenant_id = ${tenantId}
		and (id = any(${ids}::uuid[]) or (${andMerged} and merged_into_id = any(${ids}::uuid[])))`.execute(trx);
	return rows;
}

const userColumns = sql`id, name, email, team_id as "teamId", is_active as "isActive", left_on as "leftOn",
	merged_into_id as "mergedIntoId"`;
