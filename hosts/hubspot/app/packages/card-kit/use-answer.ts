import { useCallback, useEffect, useState } from "react";
import { useHost } from "./hooks.ts";
import { type Answer, ask } from "./server.ts";

/** What our server says of the place that we stand in, asked when it is opened. */
export interface Asked<T> {
	answer: Answer<T> | null;
	again(): void;
	/** Puts in its place what a click came to. */
	put(data: T): void;
}

/** Asks for `path`, of the record beside which we stand where there is one. */
export function useAnswer<T>(path: string): Asked<T> {
	const { serverUrl, language, record } = useHost();
	const [answer, setAnswer] = useState<Answer<T> | null>(null);
	const [times, setTimes] = useState(0);
	const { kind = "", id = "" } = record ?? {};
	// biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever somebody wants it
	useEffect(() => {
		let isLeft = false;
		const query: Record<string, string> = kind ? { record: kind, recordId: id } : {};
		void ask<T>({ serverUrl, language }, path, { query }).then((given) => {
			if (!isLeft) setAnswer(given);
		});
		return () => {
			isLeft = true;
		};
	}, [serverUrl, language, path, kind, id, times]);
	const again = useCallback(() => {
		setAnswer(null);
		setTimes((n) => n + 1);
	}, []);
	const put = useCallback((data: T) => setAnswer({ state: "ok", data }), []);
	return { answer, again, put };
}
