import { direction } from "./locales.ts";

/** Figures with a sign before or a dash between them, held in their order where the text around runs from right to left. */
export function asNumber(text: string, locale: string): string {
	return direction(locale) === "rtl" ? `\u2066${text}\u2069` : text;
}
