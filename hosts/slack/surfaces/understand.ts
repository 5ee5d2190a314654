import { word } from "../../../core/words/word.ts";

/** What somebody wants of us, as far as their words say. `about`: the name they gave; `instead`: what else may be one. */
export interface Wish {
	intent: "deal" | "lead" | "forecast" | "next" | "coach" | "settings" | "help";
	about: string;
	instead: string;
}

const INTENTS = ["forecast", "next", "coach", "deal", "lead", "settings", "help"] as const;

/**
 * Reads a command or a question without any model: the intent whose word stands in it (in the person's language, else
 * English), and what is left as the name. A question without such a word is taken for the name of a deal; null when
 * nothing is left of it.
 */
export function understand(text: string, locale: string): Wish | null {
	const said = text
		.trim()
		.replace(/[?!.。？！]+$/u, "")
		.replace(/\s+/gu, " ");
	if (said === "") return { intent: "help", about: "", instead: "" };
	for (const language of [locale, "en"]) {
		for (const intent of INTENTS) {
			const found = firstOf(said, word(language, `slack.intent.${intent}`).split("|"));
			if (found) return { intent, ...nameIn(said.slice(0, found.from), said.slice(found.to), language) };
		}
	}
	const { about } = nameIn("", said, locale);
	return about === "" ? null : { intent: "deal", about, instead: "" };
}

function firstOf(said: string, words: readonly string[]): { from: number; to: number } | null {
	const lower = said.toLowerCase();
	for (const one of words) {
		// Japanese and others write no spaces: there a word may stand anywhere.
		const isSpaced = /^[\p{Script=Latin}\p{Script=Hebrew}\s'’-]+$/u.test(one);
		const at = isSpaced
			? ` ${lower} `.search(new RegExp(`(?<![\\p{L}])${one}(?![\\p{L}])`, "u")) - 1
			: lower.indexOf(one);
		if (at >= 0) return { from: at, to: at + one.length };
	}
	return null;
}

/** The name within a question: what follows the intent's word, else what stands before it, without the small words around. */
function nameIn(before: string, after: string, locale: string): Pick<Wish, "about" | "instead"> {
	const small = new Set([
		...word(locale, "slack.intent.small").split("|"),
		...word("en", "slack.intent.small").split("|"),
	]);
	const strip = (text: string) => {
		const words = text.split(" ").filter(Boolean);
		while (words.length > 0 && small.has((words[0] ?? "").toLowerCase())) words.shift();
		while (words.length > 0 && small.has((words.at(-1) ?? "").toLowerCase())) words.pop();
		return words
			.join(" ")
			.replace(/^["“„«「]+|["”»」]+$/gu, "")
			.trim();
	};
	const [first, second] = [strip(after), strip(before)];
	return first === "" ? { about: second, instead: "" } : { about: first, instead: second };
}
