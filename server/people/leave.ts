import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { PlainDate } from "../../core/model/instant.ts";
import { endSignIns } from "../auth/refresh-tokens.ts";
import {
	type Before,
	type Decider,
	type LockedPerson,
	lockPeople,
	makeChange,
	type PeopleChange,
	requireGoverning,
} from "./make-change.ts";
import { standing } from "./merge.ts";

/**
 * Somebody has left: they stay the owner of what they did, get nothing new, and no longer sign in. Throws unprocessable
 * for oneself and for the last who may look after people.
 */
export async function leave(decider: Decider, personId: string, on: PlainDate): Promise<PeopleChange> {
	const { trx, tenantId, now } = decider;
	const person = await inHand(decider, personId);
	if (person.id === decider.actorId) throw new CourtsideError("unprocessable", "You cannot mark yourself as left.");
	if (person.role === "admin" && person.signsIn) await requireAnotherAdmin(decider, personId);
	const before = keep(person);
	await trx
		.updateTable("users")
		.set({ left_on: on, is_active: false })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", personId)
		.execute();
	await endSignIns(trx, { tenantId, userId: personId }, now);
	return makeChange(decider, { kind: "leave", about: { personId, name: person.name, on }, before });
}

/** Somebody is back, or never was away. */
export async function comeBack(decider: Decider, personId: string): Promise<PeopleChange> {
	const { trx, tenantId } = decider;
	const person = await inHand(decider, personId);
	const before = keep(person);
	await trx
		.updateTable("users")
		.set({ left_on: null, is_active: true })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", personId)
		.execute();
	return makeChange(decider, { kind: "return", about: { personId, name: person.name }, before });
}

/** Writes a person's name as it is. */
export async function rename(decider: Decider, personId: string, name: string): Promise<PeopleChange> {
	const { trx, tenantId } = decider;
	const person = await inHand(decider, personId);
	const before = keep(person);
	await trx.updateTable("users").set({ name }).where("tenant_id", "=", tenantId).where("id", "=", personId).execute();
	return makeChange(decider, { kind: "rename", about: { personId, name, was: person.name }, before });
}

async function inHand(decider: Decider, personId: string): Promise<LockedPerson> {
	const person = standing((await lockPeople(decider, [personId])).get(personId));
	requireGoverning(decider, person);
	return person;
}

function keep({ role: _, signsIn: __, ...user }: LockedPerson): Before {
	return { users: [user], identities: [], externalIds: [] };
}

async function requireAnotherAdmin({ trx, tenantId }: Decider, personId: string): Promise<void> {
	const { rows } = await sql`select from users where tenant_id = ${tenantId} and role = 'admin' and is_active
		and password_hash is not null and id <> ${personId}::uuid limit 1`.execute(trx);
	if (rows.length > 0) return;
	throw new CourtsideError(
		"unprocessable",
		"This is the last administrator who signs in. Make somebody else one first, so that the workspace is not shut.",
	);
}
