import type { WebClient } from "@slack/web-api";
import { plain } from "../blocks/doc-blocks.ts";
import { escaped } from "../blocks/mrkdwn.ts";
import { section } from "../blocks/view-blocks.ts";
import { titled } from "./settings-modal.ts";
import { faultSaid, type Speaker } from "./speaker.ts";

/** What a modal is filled with; `said`: only words, nothing to send off. */
interface Part {
	callback_id: string;
	private_metadata: string;
	blocks: object[];
}

/** Opens an empty modal at once, as Slack's leave soon ends, then fills it. */
export async function openWith(
	client: WebClient,
	trigger_id: string,
	title: string,
	{ t }: Speaker,
	fill: () => Promise<Part>,
): Promise<void> {
	const frame = { type: "modal" as const, title: titled(title), close: titled(t("slack.cancel")) };
	const opened = await client.views.open({
		trigger_id,
		view: { ...frame, blocks: section("wait", escaped(t("slack.thinking"))) as never },
	});
	const view_id = opened.view?.id ?? "";
	const filled = await fill().catch((fault: unknown) => ({
		callback_id: "said",
		private_metadata: "",
		blocks: faultSaid({ t }, fault).blocks as object[],
	}));
	const submit = filled.callback_id === "said" ? {} : { submit: titled(t("slack.save")) };
	await client.views.update({ view_id, view: { ...frame, ...submit, ...filled, blocks: filled.blocks as never } });
}

/** A field for words. */
export function text(block_id: string, label: string, { max, initial = "" }: { max: number; initial?: string }) {
	return {
		type: "input" as const,
		block_id,
		label: plain(label),
		element: {
			type: "plain_text_input" as const,
			action_id: "v",
			multiline: true,
			max_length: max,
			...(initial !== "" && { initial_value: initial }),
		},
	};
}

/** A field for an amount in major units. */
export function amount(block_id: string, label: string, initial: string) {
	return {
		type: "input" as const,
		block_id,
		label: plain(label),
		element: {
			type: "number_input" as const,
			action_id: "v",
			is_decimal_allowed: true,
			min_value: "0",
			initial_value: initial,
		},
	};
}
