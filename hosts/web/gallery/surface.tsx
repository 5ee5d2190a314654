import { NumberCard, type NumberCardProps } from "../../kit/number-card.tsx";
import type { WebSurface } from "../host.ts";
import { type RecordNumber, RecordSurface } from "./record-surface.tsx";
import { type SlackBlock, SlackBlocks } from "./slack-blocks.tsx";

/** A host's surface in its own form: this portal's card and Slack's blocks are drawn, what stands in fields is read out. */
export function Surface({ host, surface }: { host: string; surface: unknown }) {
	if (isCard(surface)) return <NumberCard {...surface.props} heading={3} form="long" />;
	if (isSlack(surface)) return <SlackBlocks blocks={surface.blocks} />;
	return <RecordSurface host={host} number={numberOf(surface)} />;
}

function isCard(surface: unknown): surface is { component: "NumberCard"; props: NumberCardProps } {
	return (surface as Partial<WebSurface> | null)?.component === "NumberCard";
}

function isSlack(surface: unknown): surface is { blocks: SlackBlock[] } {
	const { blocks } = (surface ?? {}) as { blocks?: unknown };
	return Array.isArray(blocks);
}

/** A folder's record holds it under our name, others hold it alone. */
function numberOf(surface: unknown): RecordNumber {
	const { courtside } = surface as { courtside?: RecordNumber };
	return courtside ?? (surface as RecordNumber);
}
