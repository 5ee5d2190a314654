import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { PageWord } from "../../core/words/english.ts";
import { direction } from "../../core/words/locales.ts";
import type { Params } from "../../core/words/message.ts";
import type { Words } from "../../core/words/words.ts";

/** How a page speaks to the person before it: language, zone, direction, and the clock that "today" is read from. */
export interface Speech {
	locale: string;
	/** IANA zone in which dates and times are told. */
	zone: string;
	dir: "ltr" | "rtl";
	/** Says a key of a page; a wrong key does not compile. */
	t: (key: PageWord, params?: Params) => string;
	/** The same for a key that comes from a description, such as a column's heading. */
	words: Words;
	/** The workspace's now, milliseconds. */
	now: () => number;
}

const SpeechContext = createContext<Speech | null>(null);

/** Gives every part below it a language. `clockAt` is the workspace's clock where it stands still, null where it runs. */
export function SpeechProvider(props: {
	locale: string;
	zone: string;
	words: Words;
	clockAt?: number | null;
	children: ReactNode;
}) {
	const { locale, zone, words, clockAt = null, children } = props;
	const speech = useMemo<Speech>(
		() => ({ locale, zone, dir: direction(locale), t: words, words, now: () => clockAt ?? Date.now() }),
		[locale, zone, words, clockAt],
	);
	return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The language of the page around. Throws outside a SpeechProvider. */
export function useSpeech(): Speech {
	const speech = useContext(SpeechContext);
	if (!speech) throw new Error("useSpeech needs a SpeechProvider around it");
	return speech;
}
