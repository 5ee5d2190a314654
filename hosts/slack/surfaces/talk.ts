import type { Listening } from "../app.ts";
import { replyTo } from "./reply.ts";
import { saying, speakerOf, unknownPerson } from "./speaker.ts";

/** A message to us in the conversation with us: answered in its thread, from what the person may see. */
export function listenToTalk({ app, ports }: Listening): void {
	app.message(async ({ message, client, context }) => {
		if (message.subtype !== undefined || message.channel_type !== "im" || message.bot_id) return;
		const { user, text = "", channel, ts, thread_ts } = message;
		if (!user) return;
		const team = context.teamId ?? "";
		const thread = thread_ts ?? ts;
		const speaker = await speakerOf(ports, team, user);
		// Says that we are at it; a workspace without agents takes no such thing.
		if (speaker)
			await client.assistant.threads
				.setStatus({ channel_id: channel, thread_ts: thread, status: speaker.t("slack.thinking") })
				.catch(() => {});
		const surface = speaker
			? await replyTo(speaker, text).catch(() => saying(speaker.t("slack.broken")))
			: unknownPerson();
		await client.chat.postMessage({
			channel,
			thread_ts: thread,
			text: surface.text,
			blocks: surface.blocks as never,
			unfurl_links: false,
		});
	});
}
