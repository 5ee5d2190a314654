import type { CoachLanguage } from "../languages.ts";
import type { DateWords } from "./date-words.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { he } from "./words/he.ts";
import { ja } from "./words/ja.ts";

/** The six languages' words of dates. */
export const DATE_WORDS: Record<CoachLanguage, DateWords> = { en, es, fr, de, he, ja };
