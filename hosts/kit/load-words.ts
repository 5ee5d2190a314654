import type { Locale } from "../../core/words/locales.ts";
import { createWords, type Words } from "../../core/words/words.ts";

/** The words of a language, fetched when first wanted; what has no catalogue yet speaks English. */
export async function loadWords(locale: Locale): Promise<Words> {
	if (locale === "en") return createWords("en", {});
	const { catalogues } = await import("../../core/words/catalogues.ts");
	return createWords(locale, catalogues[locale] ?? {});
}
