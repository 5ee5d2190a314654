import type { Team } from "../../core/model/user.ts";
import type { StoredNode } from "../db/forecasts.ts";
import type { Principal } from "../policy/principal.ts";
import { seesOwner } from "../policy/scope.ts";

/** A person beneath a team that is led is seen by their team's node. */
const NOBODY: ReadonlySet<string> = new Set();

/**
 * The nodes of a forecast that someone may see, parents first, their own top first: everything, or the teams they lead
 * with all beneath them, or themselves.
 */
export function visibleNodes(
	nodes: StoredNode[],
	teams: Pick<Team, "id" | "managerId">[],
	principal: Pick<Principal, "visibleOwners" | "userId">,
): StoredNode[] {
	const { visibleOwners, userId } = principal;
	if (visibleOwners === "all") return nodes;
	const led = new Set(teams.filter((t) => t.managerId === userId).map((t) => t.id));
	const beneath = new Set<string>();
	return nodes.filter((node) => {
		const isSeen =
			(node.parentId !== null && beneath.has(node.parentId)) ||
			led.has(node.nodeId) ||
			(node.kind === "user" && seesOwner(principal, node.nodeId, NOBODY));
		if (isSeen && node.kind !== "user") beneath.add(node.nodeId);
		return isSeen;
	});
}
