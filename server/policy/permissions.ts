import type { Role } from "../../core/model/user.ts";

/** Everything a route may ask for. `read` shows, `write` changes. */
export const PERMISSIONS = [
	"deals:read",
	"deals:write",
	"leads:read",
	"leads:write",
	"territories:read",
	"territories:write",
	"forecasts:read",
	"forecasts:write",
	"pipeline:read",
	"imports:read",
	"imports:write",
	"jobs:read",
	"jobs:write",
	"people:read",
	"people:write",
	"workspace:read",
	"workspace:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const SELLING: readonly Permission[] = [
	"deals:read",
	"deals:write",
	"leads:read",
	"leads:write",
	"territories:read",
	"forecasts:read",
	"pipeline:read",
	"people:read",
	"workspace:read",
];
const LEADING: readonly Permission[] = [...SELLING, "forecasts:write"];

/** What each role may do. On which records is another question: see `scope.ts`. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	rep: new Set(SELLING),
	manager: new Set(LEADING),
	executive: new Set(LEADING),
	ops: new Set(PERMISSIONS.filter((permission) => permission !== "people:write")),
	admin: new Set(PERMISSIONS),
};

/** Whose records a role sees: its own, those of everyone beneath the teams it manages, or all. */
export const ROLE_SCOPE: Readonly<Record<Role, "own" | "team" | "all">> = {
	rep: "own",
	manager: "team",
	executive: "all",
	ops: "all",
	admin: "all",
};
