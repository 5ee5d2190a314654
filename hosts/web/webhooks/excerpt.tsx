import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";

/** The beginning of an answer: foreign text, shown as text. */
export function Excerpt({ text }: { text: string }) {
	const { t } = useSpeech();
	if (text === "") return <p className="cs-muted">{t("webhooks.noAnswerText")}</p>;
	return <CodeBlock label={t("webhooks.answer")} text={text} />;
}
