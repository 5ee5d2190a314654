import { useEffect, useState } from "react";
import type { SearchAnswer } from "../../../core/contract/search.ts";
import { usePortal } from "../portal-context.tsx";

/** What was found for a text. `text` says for which: what is typed meanwhile has no answer yet. */
export interface Found {
	text: string;
	answer: SearchAnswer | null;
	failed: boolean;
}

const PAUSE_MS = 120;

/** Looks while somebody types, when they pause; what is overtaken is given up. */
export function useSearch(text: string, isOn: boolean): Found {
	const { session } = usePortal();
	const [found, setFound] = useState<Found>({ text: "", answer: null, failed: false });
	useEffect(() => {
		if (!isOn || text === "") return;
		const stop = new AbortController();
		const timer = setTimeout(() => {
			session.client.search({ q: text }, stop.signal).then(
				(answer) => setFound({ text, answer, failed: false }),
				() => {
					if (!stop.signal.aborted) setFound({ text, answer: null, failed: true });
				},
			);
		}, PAUSE_MS);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [session, text, isOn]);
	return found;
}
