import { indexPeople, type PeopleIndex } from "../../core/people/match-person.ts";
import type { Ask } from "../db/ask.ts";

/**
 * Everyone of the workspace to compare with, with every address they are known by; who was merged counts as the person
 * they are.
 */
export async function loadPeopleIndex(ask: Ask, tenantId: number): Promise<PeopleIndex> {
	const rows = await ask<{ id: string; name: string; emails: string[] }>(
		`select u.id, u.name, array(select substr(i.external_id, 7) from identities i
				where i.tenant_id = u.tenant_id and i.user_id = u.id and i.kind = 'email'
				union select lower(u.email) where u.email is not null) as emails
			from users u where u.tenant_id = $1 and u.merged_into_id is null`,
		[tenantId],
	);
	return indexPeople(rows);
}

/** Who has this address or once had it; null when nobody has. Cheaper than all people where only an address is known. */
export async function personWithAddress(ask: Ask, tenantId: number, email: string): Promise<string | null> {
	const [row] = await ask<{ id: string }>(
		`select coalesce(u.merged_into_id, u.id) as id from users u where u.tenant_id = $1 and lower(u.email) = $2
			union all select i.user_id from identities i
			where i.tenant_id = $1 and i.kind = 'email' and i.external_id = 'email:' || $2 and i.user_id is not null limit 1`,
		[tenantId, email.trim().toLowerCase()],
	);
	return row?.id ?? null;
}
