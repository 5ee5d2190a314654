import type { Transaction } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { matchPerson, type PersonMatch } from "../../core/people/match-person.ts";
import { askThrough } from "../db/ask.ts";
import type { Tables } from "../db/tables.ts";
import { becomeOne } from "./become-one.ts";
import { loadPeopleIndex, personWithAddress } from "./known-people.ts";
import { makeChange } from "./make-change.ts";
import { type NotedIdentity, noteIdentities, settleIdentities } from "./note-identities.ts";

/** A source at work in a transaction. */
export interface HostAtWork {
	trx: Transaction<Tables>;
	tenantId: number;
	source: string;
}

/** Whom a source names as the owner of a record: by the id of its user, or by an address. */
export type NamedOwner = { externalId: string } | { email: string };

/**
 * The person that a source names as an owner and that its keys do not find. One who fits nobody is made under that very
 * name and waits on the people page, so that no record loses whose it is.
 */
export async function keepOwner(at: HostAtWork, owner: NamedOwner): Promise<string> {
	const { trx, tenantId, source } = at;
	const ask = askThrough(trx);
	const email = "email" in owner ? owner.email.trim().toLowerCase() : null;
	const known = email === null ? null : await personWithAddress(ask, tenantId, email);
	if (known) return known;
	const label = "email" in owner ? (email ?? "") : owner.externalId;
	const { suggestion } = matchPerson(await loadPeopleIndex(ask, tenantId), { name: null, email, isRecord: true });
	const { id } = await trx
		.insertInto("users")
		.values({ tenant_id: tenantId, name: label, email })
		.returning("id")
		.executeTakeFirstOrThrow();
	const externalId = "email" in owner ? `email:${email}` : owner.externalId;
	if (email === null) await link(at, externalId, id);
	// An address alone is a person's own; it waits only where it looks like somebody else's second one.
	if (email === null || suggestion) {
		const kind = email === null ? "crm-user" : "email";
		await noteIdentities(ask, tenantId, [{ kind, source, externalId, label, userId: id, matched: null, suggestion }]);
	}
	return id;
}

/**
 * Whose row a source's user record is, before it is stored: the one its key finds, else who has the address. Where the key
 * finds one person and the address another, the first was only a placeholder for the record's id and becomes the second.
 */
export async function personOfRecord(
	at: HostAtWork,
	change: CanonicalChange,
	found: string | null,
): Promise<string | null> {
	const { email } = change.fields;
	const known = typeof email === "string" ? await personWithAddress(askThrough(at.trx), at.tenantId, email) : null;
	if (known === null || known === found) return found;
	if (found === null) {
		await link(at, change.externalId, known);
		return known;
	}
	return (await absorb(at, found, known)) ? known : found;
}

/** Notes a source's user record with the person it went to. */
export async function noteRecord(
	{ trx, tenantId, source }: HostAtWork,
	change: CanonicalChange,
	given: { id: string; wasThere: boolean; match: PersonMatch | null },
): Promise<void> {
	const ask = askThrough(trx);
	const { id, wasThere, match } = given;
	const suggestion = wasThere ? null : (match?.suggestion ?? null);
	const by = wasThere && typeof change.fields["email"] === "string" ? "email" : "itself";
	const note: NotedIdentity = {
		kind: "crm-user",
		source,
		externalId: change.externalId,
		label: textOf(change.fields["name"]) ?? change.externalId,
		userId: id,
		matched: suggestion ? null : { by, confidence: 1 },
		suggestion,
	};
	await noteIdentities(ask, tenantId, [note]);
	if (!suggestion) await settleIdentities(ask, tenantId, [id]);
}

/** Whom a new record resembles, before its own row is there to resemble itself. */
export async function likenessOf({ trx, tenantId }: HostAtWork, change: CanonicalChange): Promise<PersonMatch> {
	const { name, email } = change.fields;
	const index = await loadPeopleIndex(askThrough(trx), tenantId);
	return matchPerson(index, { name: textOf(name), email: textOf(email), isRecord: true });
}

async function absorb({ trx, tenantId, source }: HostAtWork, fromId: string, toId: string): Promise<boolean> {
	const { rows } = await trx.executeQuery<{ is_bare: boolean }>(
		trx
			.selectFrom("users")
			.select((q) => q.and([q("email", "is", null), q("password_hash", "is", null)]).as("is_bare"))
			.where("tenant_id", "=", tenantId)
			.where("id", "=", fromId)
			.compile(),
	);
	if (!rows[0]?.is_bare) return false;
	const decider = { trx, tenantId, actorId: null, actor: source, mayGovern: false, now: Date.now() };
	const before = { users: [], identities: [], externalIds: [] };
	await becomeOne(decider, new Map([[fromId, toId]]), before);
	await makeChange(decider, {
		kind: "merge",
		about: { fromId, intoId: toId, source },
		before,
		moves: [{ fromId, toId, source: null }],
	});
	return true;
}

async function link({ trx, tenantId, source }: HostAtWork, externalId: string, id: string): Promise<void> {
	await trx
		.insertInto("external_ids")
		.values({ tenant_id: tenantId, source, object: "user", external_id: externalId, id })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

function textOf(value: JsonValue | undefined): string | null {
	return typeof value === "string" ? value : null;
}
