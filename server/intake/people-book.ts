import type { Draft } from "../../core/intake/draft.ts";
import { addPerson, matchPerson, type PeopleIndex, type PersonMatch } from "../../core/people/match-person.ts";
import type { Ask } from "../db/ask.ts";
import { loadPeopleIndex } from "../people/known-people.ts";
import { type NotedIdentity, noteIdentities, settleIdentities } from "../people/note-identities.ts";
import { isVendorKey } from "./known-records.ts";

const NOBODY: PersonMatch = { match: null, suggestion: null };

/**
 * Who the people of a chunk are. Asked for those whose keys no earlier row has told of; everyone's name, address and
 * record is noted, so that what fits nobody waits on the people page.
 */
export class PeopleBook {
	readonly #ask: Ask;
	readonly #tenantId: number;
	readonly #source: string;
	readonly #index: PeopleIndex;
	readonly #notes: NotedIdentity[] = [];
	readonly #told = new Set<string>();

	private constructor(ask: Ask, tenantId: number, source: string, index: PeopleIndex) {
		this.#ask = ask;
		this.#tenantId = tenantId;
		this.#source = source;
		this.#index = index;
	}

	static async open(ask: Ask, tenantId: number, source: string): Promise<PeopleBook> {
		return new PeopleBook(ask, tenantId, source, await loadPeopleIndex(ask, tenantId));
	}

	/** Who somebody is whom no key is known of. */
	recognise(draft: Draft): PersonMatch {
		return matchPerson(this.#index, {
			name: isNameless(draft) ? null : textOf(draft.fields["name"]),
			email: textOf(draft.fields["email"]),
			isRecord: isVendorKey(draft.key),
		});
	}

	/** Takes note of where a draft has gone; `found` is null when its key was known. */
	note(draft: Draft, id: string, isNew: boolean, found: PersonMatch | null): void {
		const { match, suggestion } = found ?? NOBODY;
		const [name, email] = [textOf(draft.fields["name"]), textOf(draft.fields["email"])];
		const isRecord = isVendorKey(draft.key);
		if (isNew) addPerson(this.#index, { id, name: name ?? "", emails: email ? [email.toLowerCase()] : [] });
		const isTold = (!draft.implied || isRecord || email !== null) && !isNameless(draft);
		if (isTold && !isNew && !suggestion) this.#told.add(id);
		const waits = isNew && (!isTold || suggestion !== null);
		// An address is noted with the person who has it, unless it looks like somebody else's second one.
		if (!isRecord && email !== null && !waits) return;
		this.#notes.push({
			kind: isRecord ? "crm-user" : email === null ? "owner-name" : "email",
			source: this.#source,
			externalId: draft.key,
			label: name ?? draft.key,
			userId: id,
			matched: waits ? null : matchedBy(match, isNew),
			suggestion: waits ? suggestion : null,
		});
	}

	/** Writes the notes, once the people are stored. */
	async save(): Promise<void> {
		await noteIdentities(this.#ask, this.#tenantId, this.#notes);
		await settleIdentities(this.#ask, this.#tenantId, [...this.#told]);
	}
}

function matchedBy(match: PersonMatch["match"], isNew: boolean): NotedIdentity["matched"] {
	if (match?.by === "email") return { by: "email", confidence: match.confidence };
	if (match) return { by: "exact-name", confidence: match.confidence };
	return { by: isNew ? "itself" : "exact-name", confidence: 1 };
}

/** Of whom nothing but a vendor's id is known. */
function isNameless(draft: Draft): boolean {
	return draft.fields["name"] === draft.key;
}

function textOf(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
