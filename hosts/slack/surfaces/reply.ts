import type { SlackSurface } from "../blocks/view-blocks.ts";
import { dealAnswer, forecastAnswer, helpAnswer, leadAnswer, nextAnswer } from "./answers.ts";
import { coachAnswer } from "./coach.ts";
import { faultSaid, type Speaker, saying } from "./speaker.ts";
import { understand } from "./understand.ts";

/** Answers a command or a question from the person's own data, each answer with where it stands. */
export async function replyTo(speaker: Speaker, text: string): Promise<SlackSurface> {
	const wish = understand(text, speaker.person.locale);
	if (!wish) return saying(speaker.t("slack.notUnderstood"));
	try {
		if (wish.intent === "deal") return await dealAnswer(speaker, wish.about, wish.instead);
		if (wish.intent === "lead") return await leadAnswer(speaker, wish.about, wish.instead);
		if (wish.intent === "forecast") return await forecastAnswer(speaker);
		if (wish.intent === "next") return await nextAnswer(speaker);
		if (wish.intent === "coach") return await coachAnswer(speaker);
		if (wish.intent === "settings") return saying(speaker.t("slack.help.settings"));
		return helpAnswer(speaker);
	} catch (fault) {
		return faultSaid(speaker, fault);
	}
}
