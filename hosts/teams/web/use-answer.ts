import { useCallback, useEffect, useState } from "react";

/** What a page has asked for; what was shown stays until the newer has come. */
export interface Answer<T> {
	data: T | null;
	fault: Error | null;
	again(): void;
	put(data: T): void;
}

/** Asks when `key` changes, and again every `everyMs` while it is given. */
export function useAnswer<T>(key: string, ask: () => Promise<T>, everyMs: number | null = null): Answer<T> {
	const [data, put] = useState<T | null>(null);
	const [fault, setFault] = useState<Error | null>(null);
	const [turn, setTurn] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when it is another question; `turn` asks again
	useEffect(() => {
		let isCurrent = true;
		ask().then(
			(answer) => {
				if (!isCurrent) return;
				put(answer);
				setFault(null);
			},
			(why: Error) => isCurrent && setFault(why),
		);
		return () => {
			isCurrent = false;
		};
	}, [key, turn]);
	const again = useCallback(() => setTurn((n) => n + 1), []);
	useEffect(() => {
		if (everyMs === null) return;
		const timer = setInterval(again, everyMs);
		return () => clearInterval(timer);
	}, [everyMs, again]);
	return { data, fault, again, put };
}
