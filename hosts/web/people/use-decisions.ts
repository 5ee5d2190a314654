import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PeopleChangeJson } from "../../../core/contract/identities.ts";

/** A change of people on its way, made, or refused. */
export interface Decisions {
	busy: boolean;
	fault: CourtsideError | null;
	made: PeopleChangeJson | null;
	/** Makes a change; `then` hears when it is made. */
	make: (call: (key: string) => Promise<PeopleChangeJson>, then?: () => void) => void;
	/** Forgets what was made and what went wrong. */
	clear: () => void;
}

/** Makes changes of people one after the other, each under a key of its own, so that sending it again makes it once. */
export function useDecisions(): Decisions {
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [made, setMade] = useState<PeopleChangeJson | null>(null);
	return {
		busy,
		fault,
		made,
		make(call, then) {
			setBusy(true);
			call(crypto.randomUUID())
				.then(
					(change) => {
						setFault(null);
						setMade(change);
						then?.();
					},
					(f: CourtsideError) => setFault(f),
				)
				.finally(() => setBusy(false));
		},
		clear() {
			setFault(null);
			setMade(null);
		},
	};
}
