import type { ChatChart, ChatDoc, ChatItem } from "../../../core/contract/chat.ts";
import { word } from "../../../core/words/word.ts";
import { type Block, cut, MOST } from "./limits.ts";
import { bold, escaped } from "./mrkdwn.ts";
import { context, type SlackSurface, section } from "./view-blocks.ts";

/** Which message it is, and where links lead. */
export interface Drawn {
	id: string;
	publicUrl: string;
}

/** Most things of one message; a digest has five. */
const MOST_ITEMS = 10;
const MOST_WHY = 3;

/** A message for one person: what it says, its things with one action each, and how to have less of it. */
export function docSurface(doc: ChatDoc, drawn: Drawn): SlackSurface {
	const items = doc.items.slice(0, MOST_ITEMS);
	return {
		text: cut([doc.title, doc.lead].filter(Boolean).join(" — "), MOST.text.section),
		blocks: [
			header(doc.title),
			section("lead", escaped(cut(doc.lead, 1500))),
			context("first", escaped(cut(doc.first ?? "", 600))),
			chartBlock(doc.chart, doc.locale),
			items.flatMap((item, k) => itemBlock(item, k, doc, drawn)),
			context("resolved", doc.resolved ? `✓ ${escaped(cut(doc.resolved, 300))}` : ""),
			context("foot", escaped(cut(doc.foot, 400))),
			lessBlock(doc, drawn.id),
			feedbackBlock(doc, drawn.id),
		].flat(),
	};
}

function header(title: string): Block[] {
	const text = cut(title.trim(), MOST.text.header);
	return text === "" ? [] : [{ type: "header", block_id: "title", text: { type: "plain_text", text, emoji: false } }];
}

function itemBlock(item: ChatItem, k: number, doc: ChatDoc, drawn: Drawn): Block[] {
	const lines = [
		[bold(cut(item.title, 160)), escaped(cut(item.text, 300))].filter(Boolean).join(" — "),
		item.quote ? `> “${escaped(cut(item.quote, 240))}”` : "",
		...item.why.slice(0, MOST_WHY).map((why) => `• ${escaped(cut(why, 160))}`),
	].filter(Boolean);
	const text = cut(lines.join("\n"), MOST.text.section);
	if (text === "") return [];
	const block = { type: "section" as const, block_id: `item-${k}`, text: { type: "mrkdwn" as const, text } };
	if (doc.resolved !== null) return [block];
	return [{ ...block, accessory: itemButton(item, k, doc.locale, drawn) }];
}

function itemButton(item: ChatItem, k: number, locale: string, { id, publicUrl }: Drawn) {
	const words = {
		open: "slack.do.open",
		why: "slack.do.why",
		log: "slack.do.log",
		done: "slack.do.done",
		accept: "slack.do.accept",
	} as const;
	return {
		type: "button" as const,
		action_id: `do:${item.action}:${k}`,
		value: JSON.stringify({ m: id, k }),
		text: plain(word(locale, words[item.action])),
		// The page itself is the answer to "open"; Slack tells us of the click all the same.
		...(item.action === "open" && { url: publicUrl + item.path }),
	};
}

/** Less of it: snooze for a day or a week, or no more of this kind. On every message. */
function lessBlock({ kind, locale }: ChatDoc, id: string): Block[] {
	const option = (what: string, text: string) => ({ text: plain(text), value: `${what}:${kind}:${id}`.slice(0, 150) });
	return [
		{
			type: "actions",
			block_id: "less",
			elements: [
				{
					type: "overflow",
					action_id: "less",
					options: [
						option("snooze1", word(locale, "slack.less.day")),
						option("snooze7", word(locale, "slack.less.week")),
						option("off", word(locale, "slack.less.off", { kind: word(locale, `slack.kind.${kind}`) })),
						option("settings", word(locale, "slack.less.settings")),
					],
				},
			],
		},
	];
}

function feedbackBlock({ locale }: ChatDoc, id: string): Block[] {
	const button = (isHelpful: boolean, text: string) => ({
		text: plain(text),
		value: JSON.stringify({ m: id, h: isHelpful }),
		accessibility_label: text,
	});
	return [
		{
			type: "context_actions",
			block_id: "helped",
			elements: [
				{
					type: "feedback_buttons",
					action_id: "helped",
					positive_button: button(true, word(locale, "slack.helped.yes")),
					negative_button: button(false, word(locale, "slack.helped.no")),
				},
			],
		} as Block,
	];
}

/** Bars. A workspace that takes none gets the message without; the numbers stand in its words. */
export function chartBlock(chart: ChatChart | null, locale: string): Block[] {
	if (!chart || chart.bars.length === 0) return [];
	const labels = chart.bars.map(({ label }) => cut(label, 20));
	if (new Set(labels).size !== labels.length || [chart.title, ...labels].some((one) => one === "")) return [];
	return [
		{
			type: "data_visualization",
			block_id: "chart",
			title: cut(chart.title, 50),
			chart: {
				type: "bar",
				series: [
					{
						name: cut(word(locale, "slack.chart.amount"), 20),
						data: chart.bars.map(({ value }, k) => ({ label: labels[k] ?? "", value })),
					},
				],
				axis_config: { categories: labels, y_label: cut(chart.unit, 50) },
			},
		},
	];
}

/** A label of a button. */
export function plain(text: string) {
	return { type: "plain_text" as const, text: cut(text, MOST.text.button), emoji: false };
}
