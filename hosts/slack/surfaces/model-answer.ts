import type { Ports } from "../../../core/contract/host.ts";
import { cut } from "../blocks/limits.ts";
import { escaped, link } from "../blocks/mrkdwn.ts";
import { context, type SlackSurface, section } from "../blocks/view-blocks.ts";
import { factsFor } from "./facts.ts";
import type { Speaker } from "./speaker.ts";
import { understand } from "./understand.ts";

/** A word or two name an intent: its own answer says more, with reasons and a picture. */
const FEW_WORDS = 3;

/**
 * An answer that a language service put into words from the asker's own records, each sentence with where it stands. Null
 * where none is set or nothing of it stands: then the intents answer.
 */
export async function modelAnswer(ports: Ports, speaker: Speaker, question: string): Promise<SlackSurface | null> {
	const { person, t, publicUrl } = speaker;
	if (!ports.chat.hasAnswers()) return null;
	const wish = understand(question, person.locale);
	if (wish && wish.intent !== "deal" && wish.intent !== "lead" && question.trim().split(/\s+/u).length <= FEW_WORDS)
		return null;
	const { facts, people } = await factsFor(speaker, question);
	const answer = await ports.chat.answer({ question, facts, people, lang: person.locale });
	if (!answer) return null;
	const cited = [...new Set(answer.sentences.flatMap((one) => one.facts))].flatMap(
		(id) => facts.find((fact) => fact.id === id) ?? [],
	);
	const places = [...new Map(cited.map(({ path, name }) => [path, name]))];
	const marks = (ids: readonly string[]) => {
		const paths = new Set(ids.map((id) => facts.find((fact) => fact.id === id)?.path));
		return places.flatMap(([path], k) => (paths.has(path) ? [`[${k + 1}]`] : [])).join("");
	};
	const sentences = answer.sentences.map(({ text, facts: ids }) => `${escaped(cut(text, 600))} ${marks(ids)}`);
	const sources = places.map(([path, name], k) => `[${k + 1}] ${link(publicUrl + path, cut(name, 150))}`);
	return {
		text: cut(answer.sentences.map(({ text }) => text).join(" "), 3000),
		blocks: [
			section("answer", sentences.join("\n")),
			context("cited", `${escaped(t("slack.source"))} ${sources.join(" · ")}`),
			context("how", escaped(t("slack.model.how", { model: answer.model }))),
		].flat(),
	};
}
