import { Field, Select } from "@fluentui/react-components";
import type { ScopeNodeJson } from "../../../core/contract/waterfall.ts";

/** Chooses a team or person; those beneath another stand further in. Nothing to choose shows nothing. */
export function ScopeChoice(props: {
	label: string;
	nodes: ScopeNodeJson[];
	value: string;
	onChoose: (nodeId: string) => void;
}) {
	const { label, nodes, value, onChoose } = props;
	if (nodes.length < 2) return null;
	return (
		<Field label={label}>
			<Select value={value} onChange={(_, { value: chosen }) => onChoose(chosen)}>
				{inTreeOrder(nodes).map(({ node, depth }) => (
					<option key={node.nodeId} value={node.nodeId}>
						{"\u2003".repeat(depth)}
						{node.name}
					</option>
				))}
			</Select>
		</Field>
	);
}

/** Each node followed by what is beneath it. */
function inTreeOrder(nodes: ScopeNodeJson[]): { node: ScopeNodeJson; depth: number }[] {
	const children = Map.groupBy(nodes, (n) => n.parentId);
	const below = (parentId: string | null, depth: number): { node: ScopeNodeJson; depth: number }[] =>
		(children.get(parentId) ?? []).flatMap((node) => [{ node, depth }, ...below(node.nodeId, depth + 1)]);
	return below(null, 0);
}
