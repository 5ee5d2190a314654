import { setTimeout as pause } from "node:timers/promises";
import { ErrorCode } from "@slack/web-api";
import type { Listening } from "../app.ts";
import { installedId } from "../teams.ts";
import { modelAnswer } from "./model-answer.ts";
import { replyTo } from "./reply.ts";
import { saying, speakerOf, unknownPerson } from "./speaker.ts";

const MOST_TRIES = 3;
const LONGEST_WAIT_S = 30;

/** A message to us in the conversation with us: answered in its thread, from what the person may see. */
export function listenToTalk({ app, ports }: Listening): void {
	app.message(async ({ message, client, context }) => {
		if (message.subtype !== undefined || message.channel_type !== "im" || message.bot_id) return;
		const { user, text = "", channel, ts, thread_ts } = message;
		if (!user) return;
		const team = installedId(context);
		const thread = thread_ts ?? ts;
		const speaker = await speakerOf(ports, team, user);
		// Says that we are at it; a workspace without agents takes no such thing.
		if (speaker)
			await client.assistant.threads
				.setStatus({ channel_id: channel, thread_ts: thread, status: speaker.t("slack.thinking") })
				.catch(() => {});
		const surface = speaker
			? await (async () => (await modelAnswer(ports, speaker, text)) ?? (await replyTo(speaker, text)))().catch(() =>
					saying(speaker.t("slack.broken")),
				)
			: unknownPerson();
		await patiently(() =>
			client.chat.postMessage({
				channel,
				thread_ts: thread,
				text: surface.text,
				blocks: surface.blocks as never,
				unfurl_links: false,
			}),
		);
	});
}

/** Somebody waits for the answer: where Slack has too many messages, it is sent when Slack says. */
async function patiently(send: () => Promise<unknown>): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await send();
			return;
		} catch (fault) {
			const { code, retryAfter = 0 } = fault as { code?: string; retryAfter?: number };
			if (code !== ErrorCode.RateLimitedError || tries === MOST_TRIES || retryAfter > LONGEST_WAIT_S) throw fault;
			await pause(retryAfter * 1000);
		}
	}
}
