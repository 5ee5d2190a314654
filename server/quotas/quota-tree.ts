import { type OwnerNode, ownerTree, UNASSIGNED } from "../../core/forecast/owner-tree.ts";
import type { Db } from "../db/connect.ts";
import { listPeople, listTeams } from "../db/people.ts";
import type { Workspace } from "../db/workspace.ts";

/** A node that can carry a quota: the company, a region, a team, or a person. */
export type QuotaTreeNode = OwnerNode & { kind: "company" | "region" | "team" | "user" };

/** Who carries quotas, parents first, with the whole tree beside it. */
export interface QuotaTree {
	nodes: QuotaTreeNode[];
	owners: OwnerNode[];
	teams: Awaited<ReturnType<typeof listTeams>>;
}

/** Everybody here who sells, and the teams above them; a team without anybody who sells carries nothing. */
export async function loadQuotaTree(db: Db, tenantId: number, { name }: Pick<Workspace, "name">): Promise<QuotaTree> {
	const users = await listPeople(db, tenantId);
	const teams = await listTeams(db, tenantId);
	const owners = ownerTree(users, teams, name);
	const sellers = new Set(users.filter((u) => u.isActive && u.role === "rep").map((u) => u.id));
	const parents = new Map(owners.map((o) => [o.id, o.parentId]));
	const kept = new Set<string>(owners.slice(0, 1).map((o) => o.id));
	for (const seller of sellers) {
		for (let at: string | null = seller; at !== null && !kept.has(at); at = parents.get(at) ?? null) kept.add(at);
	}
	const nodes = owners.filter((o): o is QuotaTreeNode => o.kind !== "unassigned" && kept.has(o.id));
	return { nodes, owners, teams };
}

/** What every node comes to when leaves have values: its own, or the sum beneath it. Leaves outside the tree count at the top. */
export function sumUp(
	tree: Pick<QuotaTree, "owners">,
	byOwner: ReadonlyMap<string | null, number>,
): Map<string, number> {
	const sums = new Map<string, number>();
	const known = new Set(tree.owners.filter((o) => o.kind === "user").map((o) => o.id));
	for (const [owner, value] of byOwner) {
		const leaf = owner !== null && known.has(owner) ? owner : UNASSIGNED;
		sums.set(leaf, (sums.get(leaf) ?? 0) + value);
	}
	for (const node of tree.owners.toReversed()) {
		const value = sums.get(node.id);
		if (value !== undefined && node.parentId !== null) sums.set(node.parentId, (sums.get(node.parentId) ?? 0) + value);
	}
	return sums;
}
