import type { Context } from "hono";
import { pickLocale } from "../../core/words/locales.ts";
import type { Params } from "../../core/words/message.ts";
import { word } from "../../core/words/word.ts";
import type { AppEnv } from "../app-env.ts";

/** For whom something is worded. */
export interface Viewer {
	/** BCP 47: words and figures. */
	locale: string;
	/** IANA: weekdays and times of day. */
	zone: string;
}

/** The viewer of a request: the language it asks for, else the person's own. */
export function viewerOf(c: Context<AppEnv>): Viewer {
	const { locale, zone } = c.var.principal;
	const asked = c.req.header("accept-language");
	// A star is what programs send that want no language in particular.
	return { locale: asked && asked !== "*" ? pickLocale(asked) : locale, zone };
}

/** A sentence in the viewer's language. */
export function say({ locale }: Viewer, key: string, params: Params = {}): string {
	return word(locale, key, params);
}
