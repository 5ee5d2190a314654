import { useEffect, useState, useSyncExternalStore } from "react";
import type { LineStanding, LiveLine } from "./live-line.ts";
import type { LiveState } from "./live-state.ts";

/** What a line knows, drawn anew whenever it is told something. */
export function useLiveLine(line: LiveLine): { state: LiveState; standing: LineStanding } {
	const state = useSyncExternalStore(line.subscribe, line.state);
	const standing = useSyncExternalStore(line.subscribe, line.standing);
	return { state, standing };
}

/** Whole seconds since the meeting began, drawn anew each second; null before. */
export function useElapsed(line: LiveLine): number | null {
	const [elapsed, setElapsed] = useState<number | null>(null);
	useEffect(() => {
		const look = () => {
			const now = line.elapsedSec();
			setElapsed(now === null ? null : Math.floor(now));
		};
		look();
		const timer = setInterval(look, 1000);
		return () => clearInterval(timer);
	}, [line]);
	return elapsed;
}
