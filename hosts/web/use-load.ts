import { useCallback, useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { EventJson } from "../../core/contract/events.ts";
import { usePortal } from "./portal-context.tsx";

/** What a page has of its data. `fault` beside `data` means: what is shown is older than now. */
export interface Loaded<T> {
	data: T | null;
	fault: CourtsideError | null;
	reload: () => void;
	/** Puts in what a write answered, without asking again. */
	put: (data: T) => void;
}

/** Events come in flocks; the page asks once for a flock. */
const FLOCK_MS = 150;

/**
 * Loads when `key` changes and again when `hears` says that an event concerns this page (or after a gap in the stream).
 * What was shown stays until the newer has come.
 */
export function useLoad<T>(
	key: string,
	load: () => Promise<T>,
	hears: (happened: EventJson) => boolean = () => false,
): Loaded<T> {
	const { live } = usePortal();
	const [held, setHeld] = useState<{ key: string; data: T | null; fault: CourtsideError | null }>({
		key,
		data: null,
		fault: null,
	});
	const latest = useRef({ key, load, hears, asked: 0 });
	latest.current = { ...latest.current, key, load, hears };

	const reload = useCallback(() => {
		const asked = ++latest.current.asked;
		const askedKey = latest.current.key;
		latest.current.load().then(
			(data) => {
				if (asked === latest.current.asked) setHeld({ key: askedKey, data, fault: null });
			},
			(fault: CourtsideError) => {
				if (asked !== latest.current.asked) return;
				setHeld((before) => ({ key: askedKey, data: before.key === askedKey ? before.data : null, fault }));
			},
		);
	}, []);

	// biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for everything the load depends on
	useEffect(reload, [key, reload]);
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const forget = live.onEvent((happened) => {
			if (happened !== null && !latest.current.hears(happened)) return;
			timer ??= setTimeout(() => {
				timer = undefined;
				reload();
			}, FLOCK_MS);
		});
		return () => {
			clearTimeout(timer);
			forget();
		};
	}, [live, reload]);

	const put = useCallback((data: T) => {
		latest.current.asked++;
		setHeld({ key: latest.current.key, data, fault: null });
	}, []);
	return held.key === key
		? { data: held.data, fault: held.fault, reload, put }
		: { data: null, fault: null, reload, put };
}
