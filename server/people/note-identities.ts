import type { PersonGuess } from "../../core/people/match-person.ts";
import type { Ask } from "../db/ask.ts";

/** A name, address or user record under which a source knows somebody, and whose records it holds from now on. */
export interface NotedIdentity {
	kind: "owner-name" | "crm-user" | "email" | "slack" | "teams";
	source: string;
	externalId: string;
	/** What a person knows it by. */
	label: string;
	/** Whose records it holds; null while it holds none. */
	userId: string | null;
	/** How it was found; null: it fits nobody for certain and waits for a person. */
	matched: { by: "itself" | "email" | "exact-name"; confidence: number } | null;
	suggestion: PersonGuess | null;
}

/**
 * Writes down who was seen. One that is known keeps what was decided of it, by hand above all; one that waited is matched
 * when it now is for certain.
 */
export async function noteIdentities(ask: Ask, tenantId: number, seen: readonly NotedIdentity[]): Promise<void> {
	if (seen.length === 0) return;
	const byKey = new Map(seen.map((one) => [`${one.source}\u001f${one.externalId}`, one]));
	const rows = [...byKey.values()].map((one) => ({
		kind: one.kind,
		source: one.source,
		external_id: one.externalId,
		label: one.label,
		user_id: one.userId,
		state: one.matched ? "matched" : "unmatched",
		matched_by: one.matched?.by ?? null,
		confidence: one.matched?.confidence ?? null,
		suggested_id: one.suggestion?.id ?? null,
		suggested_by: one.suggestion?.by ?? null,
		suggested_confidence: one.suggestion?.confidence ?? null,
	}));
	await ask(
		`insert into identities as i (tenant_id, kind, source, external_id, label, user_id, state, matched_by, confidence,
				suggested_id, suggested_by, suggested_confidence)
			select $1, x.kind, x.source, x.external_id, x.label, x.user_id, x.state, x.matched_by, x.confidence,
				x.suggested_id, x.suggested_by, x.suggested_confidence
			from jsonb_to_recordset($2::jsonb) as x(kind text, source text, external_id text, label text, user_id uuid,
				state text, matched_by text, confidence real, suggested_id uuid, suggested_by text, suggested_confidence real)
			on conflict (tenant_id, source, external_id) do update set
				last_seen = now(),
				user_id = case when i.state = 'unmatched' or i.user_id is null then excluded.user_id else i.user_id end,
				state = case when i.state = 'unmatched' then excluded.state else i.state end,
				matched_by = case when i.state = 'unmatched' then excluded.matched_by else i.matched_by end,
				confidence = case when i.state = 'unmatched' then excluded.confidence else i.confidence end,
				suggested_id = case when i.state = 'unmatched' then excluded.suggested_id end,
				suggested_by = case when i.state = 'unmatched' then excluded.suggested_by end,
				suggested_confidence = case when i.state = 'unmatched' then excluded.suggested_confidence end`,
		[tenantId, JSON.stringify(rows)],
	);
}

/** A source has told these people in full: what they were known by until now is theirs. */
export async function settleIdentities(ask: Ask, tenantId: number, userIds: readonly string[]): Promise<void> {
	if (userIds.length === 0) return;
	await ask(
		`update identities set state = 'matched', matched_by = 'itself', confidence = 1, suggested_id = null,
				suggested_by = null, suggested_confidence = null
			where tenant_id = $1 and user_id = any($2::uuid[]) and state = 'unmatched'`,
		[tenantId, userIds],
	);
}

/** Forgets names and records of a source by which nobody is found any more, as after an import was taken back. */
export async function forgetIdentities(ask: Ask, tenantId: number, source: string): Promise<void> {
	await ask(
		`delete from identities i where i.tenant_id = $1 and i.source = $2
			and not exists (select from external_ids e where e.tenant_id = i.tenant_id and e.source = i.source
				and e.object = 'user' and e.external_id = i.external_id)`,
		[tenantId, source],
	);
}
