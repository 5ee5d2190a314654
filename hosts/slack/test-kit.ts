import { createHmac } from "node:crypto";
import type { HostKit, ReadBack } from "../../core/contract/conformance.ts";
import { unescaped } from "./blocks/mrkdwn.ts";
import type { SlackSurface } from "./blocks/view-blocks.ts";
import { slackHost } from "./host.ts";

/** The Slack host with a signed event, and a reader of the blocks that Slack is handed. */
export const slackKit: HostKit<SlackSurface> = {
	host: slackHost,
	sign(body, { now, key }) {
		const timestamp = String(Math.floor(now / 1000));
		return {
			method: "POST",
			url: "https://courtside.example.com/hooks/slack/acme",
			body,
			headers: {
				"Content-Type": "application/json",
				"X-Slack-Request-Timestamp": timestamp,
				"X-Slack-Signature": `v0=${createHmac("sha256", key).update(`v0:${timestamp}:${body}`).digest("hex")}`,
			},
		};
	},
	raw: {
		payload: {
			type: "event_callback",
			team_id: "T1",
			event_id: "Ev1",
			event: { type: "app_home_opened", user: "U1", tab: "home" },
		},
		records: 1,
		changes: 0,
	},
	readBack,
};

interface Drawn {
	block_id?: string;
	text?: { text: string };
	elements?: { text?: string }[];
}

function readBack(surface: SlackSurface): ReadBack {
	const { blocks } = JSON.parse(JSON.stringify(surface)) as { blocks: Drawn[] };
	const said = (id: string) => {
		const block = blocks.find((one) => one.block_id === id);
		return unescaped(block?.text?.text ?? block?.elements?.[0]?.text ?? "");
	};
	const parts = blocks
		.filter((one) => one.block_id?.startsWith("parts-"))
		.flatMap((one) => (one.text?.text ?? "").split("\n"))
		.map((line) => /^`(.*?)` (.*)$/.exec(line))
		.map((found) => ({ amount: unescaped(found?.[1] ?? ""), text: unescaped(found?.[2] ?? "") }));
	return {
		value: /^\*(.*?)\*/.exec(said("value"))?.[1] ?? "",
		interval: said("interval"),
		parts,
		state: said("state"),
	};
}
