import { useEffect, useRef, useState } from "react";
import type { EventJson } from "../../core/contract/events.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { heldHere, holdHere } from "./held-here.ts";
import { usePortal } from "./portal-context.tsx";
import { type Loaded, useLoad } from "./use-load.ts";

/** A list that grows by "load more" and whose rows move by themselves. */
export interface LoadedList<T> extends Loaded<Page<T>> {
	more: () => void;
	busy: boolean;
	/** Rows that changed while one looked. */
	changed: ReadonlySet<string>;
}

/** More changes than this at once, and the whole list is asked for again. */
const SINGLY = 5;
/** More rows than this are not loaded again at once. */
const MOST_AGAIN = 1000;

/**
 * Loads a list by its `key`. When `hears` finds an event about a row that is shown, only that row is read again and put
 * in its place, so that nothing jumps under the mouse; new rows and floods load the list anew.
 */
export function useList<T extends { id: string }>(given: {
	key: string;
	load: (cursor?: string) => Promise<Page<T>>;
	one: (id: string) => Promise<T>;
	hears: (happened: EventJson) => boolean;
}): LoadedList<T> {
	const { live } = usePortal();
	const rows = `rows ${given.key}`;
	const loaded = useLoad(given.key, () => loadUpTo(given.load, Number(heldHere(rows) ?? 0)));
	const [busy, setBusy] = useState(false);
	const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
	const latest = useRef({ ...given, loaded });
	latest.current = { ...given, loaded };

	useEffect(() => {
		const waiting = new Set<string>();
		let whole = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const settle = async () => {
			timer = undefined;
			const ids = [...waiting];
			const { loaded: list, one } = latest.current;
			waiting.clear();
			if (whole || ids.length > SINGLY) {
				whole = false;
				list.reload();
				return;
			}
			const fresh = await Promise.all(ids.map((id) => one(id).catch(() => null)));
			const { loaded: now } = latest.current;
			if (!now.data) return;
			const byId = new Map(fresh.filter((row) => row !== null).map((row) => [row.id, row]));
			now.put({ ...now.data, items: now.data.items.map((row) => byId.get(row.id) ?? row) });
			setChanged(new Set(byId.keys()));
		};
		const forget = live.onEvent((happened) => {
			if (happened === null) return;
			if (!latest.current.hears(happened)) return;
			const shown = latest.current.loaded.data?.items.some((row) => row.id === happened.entityId);
			if (shown) waiting.add(happened.entityId);
			else if (!happened.type.endsWith(".scored") && !happened.type.endsWith(".changed")) whole = true;
			else return;
			timer ??= setTimeout(() => void settle(), 250);
		});
		return () => {
			clearTimeout(timer);
			forget();
		};
	}, [live]);

	const more = () => {
		const { data } = loaded;
		if (!data?.nextCursor || busy) return;
		setBusy(true);
		given
			.load(data.nextCursor)
			.then((next) => {
				const grown = joined(data, next);
				holdHere(rows, grown.items.length);
				loaded.put(grown);
			})
			.catch(() => loaded.reload())
			.finally(() => setBusy(false));
	};
	return { ...loaded, more, busy, changed };
}

/** As many pages as hold `rows`: who comes back to a list, or sees it loaded anew, finds what was there. */
async function loadUpTo<T>(load: (cursor?: string) => Promise<Page<T>>, rows: number): Promise<Page<T>> {
	let list = await load();
	while (list.nextCursor && list.items.length < Math.min(rows, MOST_AGAIN)) {
		list = joined(list, await load(list.nextCursor));
	}
	return list;
}

function joined<T>(list: Page<T>, next: Page<T>): Page<T> {
	return { ...next, items: [...list.items, ...next.items] };
}
