import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";

/** Something that a person does on a page and that may fail. */
export interface Deed {
	busy: boolean;
	fault: CourtsideError | null;
	/** Does it; then `done`, unless it failed. */
	run: (work: () => Promise<unknown>, done?: () => void) => void;
	forget: () => void;
}

/** Keeps whether a deed is under way and what went wrong with it. */
export function useDeed(): Deed {
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	return {
		busy,
		fault,
		run(work, done) {
			setBusy(true);
			setFault(null);
			work()
				.then(() => done?.(), setFault)
				.finally(() => setBusy(false));
		},
		forget: () => setFault(null),
	};
}
