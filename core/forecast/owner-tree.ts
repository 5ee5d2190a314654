import type { Team, User } from "../model/user.ts";

/**
 * A node of who sells for whom: users and `unassigned` are leaves, teams nest to any depth, one company is the root and
 * comes first.
 */
export interface OwnerNode {
	id: string;
	kind: "company" | "region" | "team" | "user" | "unassigned";
	parentId: string | null;
	name: string;
}

/** Deals whose owner is nobody we know gather here. */
export const UNASSIGNED = "unassigned";

/** Id of the root when no team is the company itself. */
export const COMPANY = "company";

/**
 * The tree for forecasts, parents before children. A team without a known parent (or in a circle of parents) hangs
 * under the company, a user without a known team too. If exactly one root team is of kind `company`, it is the root.
 */
export function ownerTree(users: User[], teams: Team[], companyName: string): OwnerNode[] {
	const byId = new Map(teams.map((t) => [t.id, t]));
	const roots = teams.filter((t) => t.kind === "company" && (t.parentId === null || !byId.has(t.parentId)));
	const only = roots.length === 1 ? roots[0] : undefined;
	const rootId = only?.id ?? COMPANY;
	const nodes: OwnerNode[] = [{ id: rootId, kind: "company", parentId: null, name: only?.name ?? companyName }];
	const placed = new Set([rootId]);
	const place = (team: Team, path: Set<string>): void => {
		if (placed.has(team.id)) return;
		const parent = team.parentId === null ? undefined : byId.get(team.parentId);
		const isCircle = parent !== undefined && path.has(parent.id);
		if (parent && !isCircle) place(parent, new Set(path).add(team.id));
		if (placed.has(team.id)) return;
		placed.add(team.id);
		const kind = team.kind === "region" ? "region" : "team";
		nodes.push({ id: team.id, kind, parentId: parent && !isCircle ? parent.id : rootId, name: team.name });
	};
	for (const team of teams) place(team, new Set([team.id]));
	for (const user of users) {
		const isPlaced = user.teamId !== null && placed.has(user.teamId);
		nodes.push({ id: user.id, kind: "user", parentId: isPlaced ? user.teamId : rootId, name: user.name });
	}
	nodes.push({ id: UNASSIGNED, kind: "unassigned", parentId: rootId, name: "" });
	return nodes;
}

/** Whether deals hang on the node itself. */
export function isLeaf(owner: OwnerNode): boolean {
	return owner.kind === "user" || owner.kind === "unassigned";
}
