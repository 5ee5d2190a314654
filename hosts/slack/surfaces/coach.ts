import { bold, escaped } from "../blocks/mrkdwn.ts";
import { type SlackSurface, section } from "../blocks/view-blocks.ts";
import { cited, pathOf } from "./answers.ts";
import { type Speaker, saying } from "./speaker.ts";

/** One thing to get better at or to say today, to the person alone: the line stands first, then why. */
export async function coachAnswer(speaker: Speaker): Promise<SlackSurface> {
	const { next } = await speaker.client.home();
	const one = next.find(({ line }) => line !== undefined) ?? next[0];
	if (!one) return saying(speaker.t("slack.coach.nothing"));
	return {
		text: one.text,
		blocks: [
			section("title", bold(one.text)),
			section("line", one.line ? `${escaped(speaker.t("slack.coach.say"))}\n> “${escaped(one.line)}”` : ""),
			section("why", escaped(one.why)),
			cited(speaker, pathOf(one.about), one.text, null),
		].flat(),
	};
}
