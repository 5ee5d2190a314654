import type { Team } from "../../core/model/user.ts";
import type { NodeKind } from "../db/forecasts.ts";
import type { Principal } from "../policy/principal.ts";

/**
 * The nodes of a forecast that someone may see, parents first, their own top first: everything, or the teams they lead
 * with all beneath them, or themselves.
 */
export function visibleNodes<Node extends { nodeId: string; parentId: string | null; kind: NodeKind }>(
	nodes: Node[],
	teams: Pick<Team, "id" | "managerId">[],
	principal: Pick<Principal, "scope" | "userId">,
): Node[] {
	const { scope, userId } = principal;
	if (scope === "all") return nodes;
	const leads = (team: Pick<Team, "managerId">) => scope === "team" && team.managerId === userId;
	const led = new Set(teams.filter(leads).map((team) => team.id));
	const beneath = new Set<string>();
	return nodes.filter((node) => {
		const isSeen =
			(node.parentId !== null && beneath.has(node.parentId)) || led.has(node.nodeId) || node.nodeId === userId;
		if (isSeen && node.kind !== "user") beneath.add(node.nodeId);
		return isSeen;
	});
}
