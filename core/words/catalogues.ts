import type { Catalogue } from "./catalogue.ts";
import de from "./de.json" with { type: "json" };
import { english } from "./english.ts";
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import he from "./he.json" with { type: "json" };
import ja from "./ja.json" with { type: "json" };
import type { Locale } from "./locales.ts";
import { pseudoPattern } from "./pseudo.ts";

/** The pseudo-locale's catalogue, made from English. */
export const pseudo: Catalogue = Object.fromEntries(Object.entries(english).map(([key, p]) => [key, pseudoPattern(p)]));

/** Every catalogue there is. A language that has none yet speaks English. */
export const catalogues: Partial<Record<Locale, Catalogue>> = { en: english, es, fr, de, he, ja, "en-XB": pseudo };
