import type { Destination } from "./hit-address.ts";

const MOST = 6;

/** What was opened from search in this tab, newest first. It ends with the tab: names of customers stay on no device. */
export function recentOf(userId: string): Destination[] {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(nameFor(userId)) ?? "[]");
		return Array.isArray(kept) ? (kept as Destination[]).slice(0, MOST) : [];
	} catch {
		return [];
	}
}

/** Puts one on top. */
export function rememberRecent(userId: string, { kind, id, name, detail }: Destination): void {
	const others = recentOf(userId).filter((recent) => recent.id !== id);
	try {
		sessionStorage.setItem(nameFor(userId), JSON.stringify([{ kind, id, name, detail }, ...others].slice(0, MOST)));
	} catch {
		// A browser that keeps nothing has no recent ones.
	}
}

function nameFor(userId: string): string {
	return `courtside.recent.${userId}`;
}
