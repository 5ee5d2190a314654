import { catalogues } from "./catalogues.ts";
import { pickLocale } from "./locales.ts";
import type { Params } from "./message.ts";
import { createWords, type Words } from "./words.ts";

const byLocale = new Map<string, Words>();

/** The words for a locale tag ("fr-CA" speaks French); English where we have no such language. */
export function wordsFor(tag: string): Words {
	const locale = pickLocale(tag);
	let words = byLocale.get(locale);
	if (!words) {
		words = createWords(locale, catalogues[locale] ?? {});
		byLocale.set(locale, words);
	}
	return words;
}

/** One sentence in the locale, with English as the fallback. Unknown keys come back as they are. */
export function word(locale: string, key: string, params: Params = {}): string {
	return wordsFor(locale)(key, params);
}
