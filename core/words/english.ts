import type { Catalogue } from "./catalogue.ts";
import en from "./en.json" with { type: "json" };

/** English: complete by definition, what every other language falls back to. */
export const english: Catalogue = en;

/** The keys there are, so that the compiler finds a missing one. */
export type PageWord = keyof typeof en;
