import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react";
import { beginAtTop, holdScroll, returnToScroll } from "./held-here.ts";

/** Where the person is: the path in pieces, and what stands behind the question mark. */
export interface Place {
	path: string;
	query: URLSearchParams;
}

const listeners = new Set<() => void>();
let place = readPlace();

function readPlace(): Place {
	return { path: location.pathname, query: new URLSearchParams(location.search) };
}

function arrive(): void {
	place = readPlace();
	for (const listener of listeners) listener();
}
addEventListener("popstate", () => {
	arrive();
	returnToScroll();
});
// Pages load after they are drawn: the browser by itself would return to a place that is not there yet.
history.scrollRestoration = "manual";
returnToScroll();
let resting: ReturnType<typeof setTimeout> | undefined;
addEventListener(
	"scroll",
	() => {
		clearTimeout(resting);
		resting = setTimeout(holdScroll, 150);
	},
	{ passive: true },
);

/**
 * Goes to an address of the portal. `replace` leaves no step behind: for redirects and what is being typed. `stay` leaves
 * one but does not scroll: for another look at the same page, which the back button takes back.
 */
export function navigate(to: string, given: { replace?: boolean; stay?: boolean } = {}): void {
	if (given.replace) history.replaceState(null, "", to);
	else {
		holdScroll();
		history.pushState(null, "", to);
		if (given.stay) holdScroll();
		else beginAtTop();
	}
	arrive();
}

/** The place, kept up to date. */
export function usePlace(): Place {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => place,
	);
}

/** The address of a path with some of the query changed; null or "" takes a name out. */
export function withQuery(from: Place, changes: Record<string, string | null>): string {
	const query = new URLSearchParams(from.query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === null || value === "") query.delete(name);
		else query.set(name, value);
	}
	const text = query.toString();
	return text ? `${from.path}?${text}` : from.path;
}

/** A link within the portal: an ordinary anchor, so that new tabs, copying and screen readers work as everywhere. */
export function Link({ to, ...rest }: { to: string } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">) {
	const follow = (event: MouseEvent) => {
		if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		navigate(to);
	};
	return <a href={to} onClick={follow} {...rest} />;
}
