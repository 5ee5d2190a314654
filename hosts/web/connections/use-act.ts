import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";

/** Something under way: one thing at a time, and what went wrong with the last. */
export interface Acting {
	busy: boolean;
	fault: CourtsideError | null;
	act: <T>(call: () => Promise<T>, then?: (answer: T) => void) => void;
}

/** Does things one after the other. */
export function useAct(): Acting {
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	return {
		busy,
		fault,
		act(call, then) {
			setBusy(true);
			call()
				.then(
					(answer) => {
						setFault(null);
						then?.(answer);
					},
					(f: CourtsideError) => setFault(f),
				)
				.finally(() => setBusy(false));
		},
	};
}
