import { FROM_DEVICE, isWorthKeeping, KEPT_AT, KEPT_PREFIX, type WorkerOrder } from "./kept-names.ts";

/** Put in by the build: the name of this version and the files of the portal. */
declare const SHELL: { version: string; files: string[] };

/** The few things of a service worker that are used; TypeScript's own types of it do not go with those of a page. */
interface WorkerEvent extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
	request: Request;
	respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
	addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
	addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
	addEventListener(type: "message", listener: (event: WorkerEvent & { data: unknown }) => void): void;
}
const worker = self as unknown as WorkerScope;

const SHELL_PREFIX = "courtside-shell-";
const SHELL_CACHE = SHELL_PREFIX + SHELL.version;
const MOST_KEPT = 200;
const LONGEST_KEPT_MS = 7 * 86_400_000;
/** A server that takes longer is answered for by the device, where it can. */
const PATIENCE_MS = 8000;

worker.addEventListener("install", (event) => {
	event.waitUntil(
		caches
			.open(SHELL_CACHE)
			.then((cache) => cache.addAll(["/", ...SHELL.files]))
			.then(() => worker.skipWaiting()),
	);
});

worker.addEventListener("activate", (event) => {
	event.waitUntil(
		caches
			.keys()
			.then((names) => names.filter((name) => name.startsWith(SHELL_PREFIX) && name !== SHELL_CACHE))
			.then((old) => Promise.all(old.map((name) => caches.delete(name))))
			.then(() => worker.clients.claim()),
	);
});

worker.addEventListener("message", (event) => {
	const told = event.data as WorkerOrder;
	event.waitUntil(told.order === "keep" ? keepFor(told.who) : forgetAllBut(null));
});

worker.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== location.origin) return;
	if (request.mode === "navigate") event.respondWith(page(request));
	else if (SHELL.files.includes(url.pathname)) event.respondWith(shellFile(request));
	else if (isWorthKeeping(url.pathname)) event.respondWith(answer(request, (work) => event.waitUntil(work)));
});

/** The portal's one page: the newest, and without a network the one from here. */
async function page(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (fault) {
		const kept = await caches.match("/");
		if (kept) return kept;
		throw fault;
	}
}

/** Names carry the hash of what is in them, so what is here is right. */
async function shellFile(request: Request): Promise<Response> {
	return (await caches.match(request)) ?? fetch(request);
}

/** From the server; where it cannot be reached, as it last answered, marked as such. */
async function answer(request: Request, also: (work: Promise<unknown>) => void): Promise<Response> {
	const cache = await keptCache();
	if (!cache) return fetch(request);
	try {
		const fresh = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) });
		if (fresh.ok) also(keep(cache, request.url, fresh.clone()));
		return fresh;
	} catch (fault) {
		const kept = request.signal.aborted ? undefined : await cache.match(request.url);
		if (!kept || isOld(kept)) throw fault;
		return withHeader(kept, FROM_DEVICE, "1");
	}
}

async function keep(cache: Cache, url: string, fresh: Response): Promise<void> {
	await cache.put(url, await withHeader(fresh, KEPT_AT, new Date().toISOString()));
	const all = await cache.keys();
	for (const old of all.slice(0, Math.max(0, all.length - MOST_KEPT))) await cache.delete(old);
}

async function withHeader(response: Response, name: string, value: string): Promise<Response> {
	const headers = new Headers(response.headers);
	// The body is read out unpacked.
	headers.delete("content-encoding");
	headers.set(name, value);
	return new Response(await response.arrayBuffer(), { status: response.status, headers });
}

function isOld(kept: Response): boolean {
	return Date.parse(kept.headers.get(KEPT_AT) ?? "") < Date.now() - LONGEST_KEPT_MS;
}

/** Where the answers of the one person who keeps on this device are; null when nobody does. The browser may end a worker at any time, so the cache itself is the memory. */
async function keptCache(): Promise<Cache | null> {
	const name = (await caches.keys()).find((n) => n.startsWith(KEPT_PREFIX));
	return name ? caches.open(name) : null;
}

async function keepFor(who: string): Promise<void> {
	await forgetAllBut(KEPT_PREFIX + who);
	await caches.open(KEPT_PREFIX + who);
}

async function forgetAllBut(kept: string | null): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(KEPT_PREFIX) && name !== kept);
	await Promise.all(names.map((name) => caches.delete(name)));
}
