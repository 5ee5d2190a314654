import { keepOwner, likenessOf, noteRecord, personOfRecord } from "../people/host-people.ts";
import type { ApplyContext } from "./apply-changes.ts";
import { type KnownThings, keyOf, type StoredChange } from "./resolve-change.ts";

/** Notes a source's user records once they are stored: see {@link findPeople}. */
export type NotePeople = () => Promise<void>;

/**
 * Finds whose rows a source's user records are, before they are stored; new ones are compared with who is here. Call what
 * it gives once they are.
 */
export async function findPeople(
	context: ApplyContext,
	changes: readonly StoredChange[],
	known: KnownThings,
): Promise<NotePeople> {
	const seen = new Map<
		string,
		{ change: StoredChange; wasThere: boolean; match: Awaited<ReturnType<typeof likenessOf>> | null }
	>();
	for (const change of changes) {
		const key = keyOf("user", change.externalId);
		const found = known.ids.get(key) ?? null;
		const person = await personOfRecord(context, change, found);
		if (person) {
			// A placeholder that turned out to be somebody: whatever pointed to it points to them.
			if (found && found !== person)
				for (const [other, id] of known.ids) if (id === found) known.ids.set(other, person);
			known.ids.set(key, person);
		}
		seen.set(key, { change, wasThere: person !== null, match: person ? null : await likenessOf(context, change) });
	}
	return async () => {
		for (const [key, { change, wasThere, match }] of seen) {
			const id = known.ids.get(key);
			if (id) await noteRecord(context, change, { id, wasThere, match });
		}
	};
}

/** Sees to it that everyone named as an owner is here: whom nobody fits becomes a person to be matched. */
export async function keepOwners(
	context: ApplyContext,
	changes: readonly StoredChange[],
	known: KnownThings,
): Promise<void> {
	for (const { fields } of changes) {
		const { ownerEmail, ownerExternalId } = fields;
		if (typeof ownerEmail === "string") {
			const email = ownerEmail.toLowerCase();
			if (!known.emails.has(email)) known.emails.set(email, await keepOwner(context, { email }));
		} else if (typeof ownerExternalId === "string") {
			const key = keyOf("user", ownerExternalId);
			if (!known.ids.has(key)) known.ids.set(key, await keepOwner(context, { externalId: ownerExternalId }));
		}
	}
}
