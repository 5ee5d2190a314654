import type { Role, User } from "../model/user.ts";

/** The demo company's own name and domain; `.example` is reserved, so no letter ever reaches anyone. */
export const DEMO_COMPANY = { name: "Fjordlight", slug: "fjordlight", domain: "fjordlight.example" } as const;

/** Teams whose ids never change, so that tests and the start page can name them. */
export const CAST_TEAMS = {
	company: "01856a00-0000-7000-8000-00000000a001",
	/** Robert's team, where Maria sells. */
	west: "01856a00-0000-7000-8000-00000000a002",
	/** The other team of the small company. */
	east: "01856a00-0000-7000-8000-00000000a003",
} as const;

/** One of the people everyone knows by name. */
export interface CastMember extends User {
	email: string;
	/** What they are called at work, as the start page shows it. */
	title: string;
}

/** The named cast. Their ids are the same for every seed and every `now`. */
export const CAST = {
	maria: member(1, "Maria Alvarez", "rep", "Account executive, Northern California", CAST_TEAMS.west),
	robert: member(2, "Robert Chen", "manager", "Sales manager, US West & Japan", CAST_TEAMS.west),
	jennifer: member(3, "Jennifer Park", "executive", "Chief revenue officer", CAST_TEAMS.company),
	david: member(4, "David Okafor", "ops", "Sales operations", CAST_TEAMS.company),
	admin: member(5, "Astrid Lindqvist", "admin", "Administrator", CAST_TEAMS.company),
} as const;

function member(n: number, name: string, role: Role, title: string, teamId: string): CastMember {
	const email = `${name.toLowerCase().replace(" ", ".")}@${DEMO_COMPANY.domain}`;
	return { id: `01856a00-0000-7000-8000-00000000c00${n}`, name, email, role, teamId, isActive: true, title };
}

/** The cast member as the record that is stored. */
export function asUser({ id, name, email, role, teamId, isActive }: CastMember): User {
	return { id, name, email, role, teamId, isActive };
}
