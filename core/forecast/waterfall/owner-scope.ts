import type { OwnerNode } from "../owner-tree.ts";
import { COMPANY, isLeaf, UNASSIGNED } from "../owner-tree.ts";

/** Who belongs to a node: the leaf under which an owner's deals stand, and whether that is beneath the node. */
export interface OwnerScope {
	leafOf(ownerId: string | null): string;
	holds(ownerId: string | null): boolean;
	/** All leaves beneath the node, or the node itself. */
	leaves: Set<string>;
}

/** The scope of a node; null when the tree has no such node. Owners whom nobody knows stand under the root. */
export function ownerScope(owners: OwnerNode[], nodeId: string): OwnerScope | null {
	const reps = new Set(owners.filter(isLeaf).map((o) => o.id));
	const rootId = owners.find((o) => o.parentId === null)?.id ?? COMPANY;
	if (nodeId !== rootId && nodeId !== UNASSIGNED && !owners.some((o) => o.id === nodeId)) return null;
	const beneath = new Set([nodeId]);
	// Parents come before children, so one pass finds all.
	for (const owner of owners) if (owner.parentId !== null && beneath.has(owner.parentId)) beneath.add(owner.id);
	const leaves = new Set([...beneath].filter((id) => reps.has(id)));
	if (nodeId === rootId || nodeId === UNASSIGNED) leaves.add(UNASSIGNED);
	const leafOf = (ownerId: string | null): string => (ownerId !== null && reps.has(ownerId) ? ownerId : UNASSIGNED);
	return { leafOf, leaves, holds: (ownerId) => leaves.has(leafOf(ownerId)) };
}
