import type { Listening } from "../app.ts";
import { COMMAND } from "../manifest.ts";
import { installedId } from "../teams.ts";
import { replyTo } from "./reply.ts";
import { openSettings } from "./settings-modal.ts";
import { saying, speakerOf, unknownPerson } from "./speaker.ts";
import { understand } from "./understand.ts";

/** `/courtside …`: seen by the asker alone, wherever they ask. */
export function listenToCommand({ app, ports }: Listening): void {
	app.command(COMMAND, async ({ command, ack, respond, client, context }) => {
		await ack();
		const speaker = await speakerOf(ports, installedId(context), command.user_id);
		if (speaker && understand(command.text, speaker.person.locale)?.intent === "settings") {
			await openSettings({ ports, speaker, client, trigger: command.trigger_id });
			return;
		}
		const surface = speaker
			? await replyTo(speaker, command.text).catch(() => saying(speaker.t("slack.broken")))
			: unknownPerson();
		await respond({ response_type: "ephemeral", text: surface.text, blocks: surface.blocks as never });
	});
}
