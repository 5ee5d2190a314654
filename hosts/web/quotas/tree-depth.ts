/** How deep each node stands in a list with parents first: 0 where its parent is not in it. */
export function depthsOf(nodes: readonly { nodeId: string; parentId: string | null }[]): Map<string, number> {
	const depths = new Map<string, number>();
	for (const { nodeId, parentId } of nodes) {
		const above = parentId === null ? undefined : depths.get(parentId);
		depths.set(nodeId, above === undefined ? 0 : above + 1);
	}
	return depths;
}

/** The nodes with every one right after its parent, siblings in their order. */
export function inTreeOrder<N extends { nodeId: string; parentId: string | null }>(nodes: readonly N[]): N[] {
	const ids = new Set(nodes.map((n) => n.nodeId));
	const beneath = Map.groupBy(nodes, (n) => (n.parentId !== null && ids.has(n.parentId) ? n.parentId : ""));
	const ordered: N[] = [];
	const visit = (node: N): void => {
		ordered.push(node);
		for (const child of beneath.get(node.nodeId) ?? []) visit(child);
	};
	for (const top of beneath.get("") ?? []) visit(top);
	return ordered;
}
