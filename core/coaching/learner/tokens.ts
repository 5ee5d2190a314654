/**
 * Words of a text as the learners see them: lower case, without accents on Latin letters' punctuation or case deciding
 * anything, apostrophes kept inside words ("i'm"), Japanese cut into pairs of letters. No punctuation: raw speech has none.
 */
export function tokens(text: string): string[] {
	const found: string[] = [];
	for (const word of text.normalize("NFC").toLowerCase().replace(/[’`´]/g, "'").match(WORDS) ?? []) {
		if (CJK.test(word)) for (let k = 0; k < Math.max(1, word.length - 1); k++) found.push(word.slice(k, k + 2));
		else found.push(word.replace(/^'+|'+$/g, ""));
	}
	return found.filter((w) => w !== "");
}

const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[\p{L}\p{N}\p{M}'"]+/gu;
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
