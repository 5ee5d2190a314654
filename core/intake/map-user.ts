import type { JsonValue } from "../model/change.ts";
import { ROLES, type Role } from "../model/user.ts";
import type { Draft, Link } from "./draft.ts";
import { personName } from "./map-parties.ts";
import type { MapperContext } from "./map-sheet.ts";
import { byEmail, byName, headerWords } from "./name-key.ts";

const ROLE_WORDS: [Role, RegExp][] = [
	[
		"executive",
		/\b(ceo|cro|cso|coo|cfo|vp|vice president|chief|executive|head|director|directeur|direktor|leiter vertrieb|geschaftsfuhrer)\b/,
	],
	["manager", /\b(manager|lead|leader|supervisor|gerente|jefe|chef|teamleiter|leiter)\b|מנהל|マネージャ|課長|部長/],
	["ops", /\b(ops|operations|revops|analyst|administrator|admin)\b/],
	["rep", /./],
];

/** A row of a users or sales-teams sheet: the person, the manager, and the teams from region down to the manager's. */
export function mapUser(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const email = reader.text("email")?.toLowerCase() ?? null;
	const name = personName(reader) ?? email ?? reader.refuse("missing_name", reader.has("name") ? "name" : null);
	const team = context.linkTeam(drafts, "managerName");
	const id = reader.key("externalId");
	const aliases = [email ? byEmail(email) : null, byName(name)].filter((a) => a !== null);
	const key = id ?? aliases[0] ?? byName(name);
	const fields: Record<string, JsonValue> = { name };
	if (email) fields["email"] = email;
	const role = readRole(reader.text("role"));
	if (role) fields["role"] = role;
	if (reader.has("isActive"))
		fields["isActive"] =
			reader.boolean("isActive") ?? !/inactiv|disabled|left|former/i.test(reader.text("isActive") ?? "");
	const links: Record<string, Link | null> = team ? { teamId: team } : {};
	drafts.push({
		entity: "user",
		key,
		aliases: aliases.filter((a) => a !== key),
		implied: false,
		fields,
		links,
		extra: null,
	});
	return drafts;
}

/** Nobody becomes an administrator by a file. */
function readRole(text: string | null): Role | null {
	if (text === null) return null;
	const words = headerWords(text);
	const exact = ROLES.find((role) => role === words);
	if (exact) return exact === "admin" ? "ops" : exact;
	return ROLE_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
