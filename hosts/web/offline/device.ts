import type { Me } from "../../../core/contract/people.ts";
import { readKept, writeKept } from "../look.ts";
import { FROM_DEVICE, KEPT_AT, KEPT_PREFIX, type WorkerOrder } from "./kept-names.ts";

/** A page that can be read without a network, and as of when. */
export interface KeptPage {
	path: string;
	/** Its record's name, or null for a page of its own. */
	name: string | null;
	at: string;
}

const KEPT_CHOICE = "courtside.keepsPages";
const KEPT_ME = "courtside.me";

/** Whether this device keeps what its person last saw: as chosen here, else only where the portal is installed. */
export function keepsPages(): boolean {
	const chosen = readKept(KEPT_CHOICE);
	return chosen ? chosen === "yes" : matchMedia("(display-mode: standalone)").matches;
}

/** Chooses it for this device. Forgetting takes effect at once. */
export function choosePages(keeps: boolean, me: Me): void {
	writeKept(KEPT_CHOICE, keeps ? "yes" : "no");
	if (keeps) keepFor(me);
	else forgetPages();
}

/** From now on keeps what this person sees; what another person saw here is forgotten. */
export function keepFor(me: Me): void {
	if (!keepsPages()) return;
	writeKept(KEPT_ME, JSON.stringify(me));
	tell({ order: "keep", who: `${me.workspace.id}-${me.id}` });
}

/** Forgets all that was kept: on signing out, or when it is switched off. */
export function forgetPages(): void {
	writeKept(KEPT_ME, "");
	tell({ order: "forget" });
	// The worker may not be there yet, and this must not wait for it.
	void keptCaches().then((names) => Promise.all(names.map((name) => caches.delete(name))));
}

/** Who was here last, to go on as without a network; null where nothing is kept. */
export function keptMe(): Me | null {
	try {
		return keepsPages() ? (JSON.parse(readKept(KEPT_ME) || "null") as Me | null) : null;
	} catch {
		return null;
	}
}

/** When the server gave this answer, if it came from the device. */
export function keptSince(answer: Response): string | null {
	return answer.headers.get(FROM_DEVICE) ? answer.headers.get(KEPT_AT) : null;
}

/** What can be read without a network, newest first. */
export async function keptPages(): Promise<KeptPage[]> {
	const pages = new Map<string, KeptPage>();
	for (const cacheName of await keptCaches()) {
		const cache = await caches.open(cacheName);
		for (const request of await cache.keys()) {
			const answer = await cache.match(request);
			const path = pageOfAnswer(new URL(request.url).pathname);
			const at = answer?.headers.get(KEPT_AT);
			if (!answer || !path || !at || (pages.get(path)?.at ?? "") > at) continue;
			pages.set(path, { path, at, name: nameIn(await answer.json().catch(() => null)) });
		}
	}
	return [...pages.values()].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Registers the worker. Nothing is lost without one: the portal then needs the network. */
export function startWorker(): void {
	if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}

function tell(order: WorkerOrder): void {
	if (!("serviceWorker" in navigator)) return;
	void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(order));
}

async function keptCaches(): Promise<string[]> {
	if (!("caches" in globalThis)) return [];
	return (await caches.keys()).filter((name) => name.startsWith(KEPT_PREFIX));
}

const PAGES: readonly [RegExp, (id: string) => string][] = [
	[/^\/api\/v1\/home$/, () => "/"],
	[/^\/api\/v1\/opportunities\/(.+)$/, (id) => `/deals/${id}`],
	[/^\/api\/v1\/opportunities$/, () => "/deals"],
	[/^\/api\/v1\/leads\/(.+)$/, (id) => `/leads/${id}`],
	[/^\/api\/v1\/leads$/, () => "/leads"],
	[/^\/api\/v1\/forecasts$/, () => "/forecast"],
	[/^\/api\/v1\/pipeline\/health$/, () => "/pipeline"],
];

/** The page that an answer of the API is the heart of. */
function pageOfAnswer(path: string): string | null {
	for (const [pattern, page] of PAGES) {
		const found = pattern.exec(path);
		if (found) return page(found[1] ?? "");
	}
	return null;
}

function nameIn(body: { deal?: { name?: string }; name?: string } | null): string | null {
	return body?.deal?.name ?? body?.name ?? null;
}
