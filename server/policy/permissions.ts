import type { Role } from "../../core/model/user.ts";

/** Everything a route may ask for. `read` shows, `write` changes. */
export const PERMISSIONS = [
	"deals:read",
	"deals:write",
	"leads:read",
	"leads:write",
	/** Says who gets which lead, and agrees when one changes hands. */
	"leads:route",
	"territories:read",
	"territories:write",
	/** Draws territories, without putting them into force. */
	"territories:plan",
	"territories:approve",
	"quotas:read",
	/** Asks for another quota, and answers those who ask among one's own people. */
	"quotas:ask",
	"quotas:write",
	/** Agrees to quota plans that others made. */
	"quotas:approve",
	"forecasts:read",
	"forecasts:write",
	/** Says what one will book oneself, and in which category one's deals stand. */
	"calls:write",
	"pipeline:read",
	"content:read",
	"content:write",
	/** Meetings and what was said in them; whose, goes by sight. */
	"meetings:read",
	"meetings:write",
	/** How the workspace is coached: what it listens for, what is kept how long, where meetings come from. */
	"coaching:write",
	"imports:read",
	"imports:write",
	"connections:read",
	"connections:write",
	"jobs:read",
	"jobs:write",
	"people:read",
	/** Says which names and accounts are whom; closes nobody's sign-in. */
	"people:match",
	"people:write",
	"quality:read",
	"quality:write",
	"sign-in:write",
	"roles:read",
	"roles:write",
	"keys:write",
	"webhooks:read",
	"webhooks:write",
	"workspace:read",
	"workspace:write",
	"write-back:write",
	"audit:read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const SELLING: readonly Permission[] = [
	"deals:read",
	"deals:write",
	"leads:read",
	"leads:write",
	"territories:read",
	"quotas:read",
	"quotas:ask",
	"forecasts:read",
	"calls:write",
	"pipeline:read",
	"content:read",
	"meetings:read",
	"meetings:write",
	"people:read",
	"workspace:read",
];
const LEADING: readonly Permission[] = [
	...SELLING,
	"leads:route",
	"territories:plan",
	"forecasts:write",
	"content:write",
	"quality:read",
];
/** Who is let in: for administrators. */
const LETTING_IN: readonly Permission[] = ["people:write", "sign-in:write"];

/** Not for programs: what would let a key make keys, or open other ways in. */
const FOR_PEOPLE: readonly string[] = ["keys:write", "sign-in:write"];

/** Whether an API key may have this permission. */
export function mayBeScope(permission: string): boolean {
	return !FOR_PEOPLE.includes(permission);
}

/** What each built-in role may do. On which records is another question: see `scope.ts`. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	rep: new Set(SELLING),
	manager: new Set(LEADING),
	executive: new Set<Permission>([...LEADING, "territories:approve", "quotas:write", "quotas:approve"]),
	ops: new Set(PERMISSIONS.filter((permission) => !LETTING_IN.includes(permission))),
	admin: new Set(PERMISSIONS),
};

export type RoleScope = "own" | "team" | "all";

/** Whose records a role sees: its own, those of everyone beneath the teams its person leads, or all. */
export const ROLE_SCOPE: Readonly<Record<Role, RoleScope>> = {
	rep: "own",
	manager: "team",
	executive: "all",
	ops: "all",
	admin: "all",
};
