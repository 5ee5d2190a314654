import type { Catalogue } from "./catalogue.ts";
import { english } from "./english.ts";
import { formatMessage, type Params } from "./message.ts";

/** Says a key in one language. */
export type Words = (key: string, params?: Params) => string;

/** The words of one language over its catalogue; what it lacks is said in English, what English lacks by its key. */
export function createWords(locale: string, catalogue: Catalogue): Words {
	return (key, params = {}) => {
		const own = catalogue[key];
		if (own !== undefined) return formatMessage(own, params, locale);
		const fallback = english[key];
		return fallback === undefined ? key : formatMessage(fallback, params, "en");
	};
}
