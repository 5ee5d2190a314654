/** Languages a meeting is coached in. */
export const COACH_LANGUAGES = ["en", "es", "fr", "de", "he", "ja"] as const;
export type CoachLanguage = (typeof COACH_LANGUAGES)[number];

const COMMON: Record<Exclude<CoachLanguage, "he" | "ja">, string> = {
	en: "the and you we is are to of that it have what with for this be can will would do not they our your how just so yeah i'm it's on my but",
	es: "que de la el y en los es un una por con para no se lo las del está qué como más pero nos muy sí esto hay tenemos usted ustedes le su gracias cuándo al",
	fr: "le la les de des et est un une vous nous que qui pour dans ce pas avec sur je c'est au du en mais oui très on ne votre notre plus ça il bonjour merci",
	de: "der die das und ist wir sie ich nicht ein eine zu mit für auf den es im von dass haben wie was auch noch bei ja aber uns ihnen dem sind kann werden",
};
const WORDS = Object.entries(COMMON).map(([lang, list]) => ({
	lang: lang as CoachLanguage,
	words: new Set(list.split(" ")),
}));

/** A language of ours from a tag ("pt-BR" has none). */
export function coachLanguage(tag: string | null | undefined): CoachLanguage | null {
	const primary = (tag ?? "").toLowerCase().split(/[-_]/)[0] ?? "";
	return COACH_LANGUAGES.find((l) => l === primary) ?? null;
}

/**
 * The language of a text: by its script for Hebrew and Japanese, by its commonest words for the others. Null where the
 * text is too short to tell, or is in a language that is not ours.
 */
export function guessLanguage(text: string): CoachLanguage | null {
	const letters = text.match(/\p{L}/gu)?.length ?? 0;
	if (letters === 0) return null;
	if ((text.match(/\p{Script=Hebrew}/gu)?.length ?? 0) / letters > 0.3) return "he";
	const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
	if (kana / letters > 0.15) return "ja";
	const said = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
	const scores = WORDS.map(({ lang, words }) => ({
		lang,
		hits: said.filter((w) => words.has(w.replace("’", "'"))).length,
	}));
	scores.sort((a, b) => b.hits - a.hits);
	const [best, next] = scores;
	if (!best || best.hits === 0 || best.hits === next?.hits) return null;
	return best.hits >= 2 || said.length <= 4 ? best.lang : null;
}
