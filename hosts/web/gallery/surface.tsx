import { NumberCard, type NumberCardProps } from "../../kit/number-card.tsx";
import type { WebSurface } from "../host.ts";
import { type SlackBlock, SlackBlocks } from "./slack-blocks.tsx";

/** A host's surface in its own form: this portal's card is drawn, what is a file is shown as the file. */
export function Surface({ surface }: { surface: unknown }) {
	if (isCard(surface)) return <NumberCard {...surface.props} heading={3} form="long" />;
	if (isSlack(surface)) return <SlackBlocks blocks={surface.blocks} />;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
		<pre className="exhibit-file" tabIndex={0} dir="ltr">
			{JSON.stringify(surface, null, "  ")}
		</pre>
	);
}

function isCard(surface: unknown): surface is { component: "NumberCard"; props: NumberCardProps } {
	return (surface as Partial<WebSurface> | null)?.component === "NumberCard";
}

function isSlack(surface: unknown): surface is { blocks: SlackBlock[] } {
	const { blocks } = (surface ?? {}) as { blocks?: unknown };
	return Array.isArray(blocks);
}
