import type { View } from "../../../core/contract/view.ts";
import { type Block, cut, MOST } from "./limits.ts";
import { bold, escaped } from "./mrkdwn.ts";

/** A view as Slack draws it, with its words for screen readers and notifications. */
export interface SlackSurface {
	text: string;
	blocks: Block[];
}

/** What the reasons may take of the ceiling on all text. */
const MOST_PART_BLOCKS = 2;

/** Value · range · direction · reasons · action, in the words of the view. It computes nothing. */
export function viewSurface(view: View): SlackSurface {
	return { text: cut(sentenceOf(view), MOST.text.section), blocks: viewBlocks(view) };
}

/** The blocks of a view. Ids name what stands where. */
export function viewBlocks({ title, text, base, parts, action }: View): Block[] {
	const sample = [text.sample, text.direction].filter(Boolean).map(escaped).join(" · ");
	return [
		section("title", bold(cut(title, 300))),
		section("value", [bold(text.value), escaped(text.label)].filter(Boolean).join(" ")),
		context("interval", escaped(text.interval)),
		context("sample", sample),
		// What the reasons start from: with them it comes to the value.
		section("base", base ? `\`${escaped(cut(base.amount, 60))}\` ${escaped(cut(base.text, 300))}` : ""),
		...partBlocks(parts),
		section(
			"next",
			action
				? [
						bold(cut(action.text, 300)),
						action.line ? `“${escaped(cut(action.line, 400))}”` : "",
						escaped(cut(action.why, 400)),
					]
						.filter(Boolean)
						.join("\n")
				: "",
		),
		context("state", escaped(cut(text.state, 400))),
		context("how", escaped(cut(text.how, 800))),
	].flat();
}

/** A line a reason: the share as written, then its sentence; as many to a block as fit. */
function partBlocks(parts: View["parts"]): Block[] {
	const chunks: string[] = [];
	for (const part of parts) {
		const line = cut(`\`${escaped(part.amount)}\` ${escaped(part.text)}`, MOST.text.section);
		const last = chunks.at(-1);
		if (last !== undefined && last.length + line.length + 1 <= MOST.text.section)
			chunks[chunks.length - 1] = `${last}\n${line}`;
		else chunks.push(line);
	}
	return chunks.slice(0, MOST_PART_BLOCKS).flatMap((chunk, k) => section(`parts-${k}`, chunk));
}

function sentenceOf({ title, text }: View): string {
	return [`${title}: ${text.value} ${text.label}`, text.interval, text.direction].filter(Boolean).join(" · ");
}

/** Nothing to say is no block. */
export function section(block_id: string, text: string): Block[] {
	return text === ""
		? []
		: [{ type: "section", block_id, text: { type: "mrkdwn", text: cut(text, MOST.text.section) } }];
}

/** Small print; nothing to say is no block. */
export function context(block_id: string, text: string): Block[] {
	return text === ""
		? []
		: [{ type: "context", block_id, elements: [{ type: "mrkdwn", text: cut(text, MOST.text.context) }] }];
}
