import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";

/** How settings are tried and kept at the server. */
interface Doors<Settings, Trial> {
	attempt: (settings: Settings) => Promise<Trial>;
	/** Gives the settings as they are kept. */
	keep: (settings: Settings) => Promise<Settings>;
}

/** A form of settings that are tried on what was before they are kept; a change forgets the last trial. */
export function useTriedSettings<Settings extends object, Trial>(
	given: Settings,
	{ attempt, keep }: Doors<Settings, Trial>,
) {
	const [draft, setDraft] = useState(given);
	const [tried, setTried] = useState<Trial | null>(null);
	const [isKept, setKept] = useState(false);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const work = (call: Promise<unknown>) => {
		setBusy(true);
		setFault(null);
		call.catch(setFault).finally(() => setBusy(false));
	};
	const settle = (trial: Trial | null, kept: boolean) => {
		setTried(trial);
		setKept(kept);
	};
	return {
		...{ draft, tried, isKept, busy, fault },
		change: (part: Partial<Settings>) => {
			setDraft({ ...draft, ...part });
			settle(null, false);
		},
		attempt: () => work(attempt(draft).then(setTried)),
		save: (event: FormEvent) => {
			event.preventDefault();
			work(
				keep(draft).then((next) => {
					setDraft(next);
					settle(null, true);
				}),
			);
		},
	};
}
