import { type Client, createClient } from "../../core/contract/client.ts";
import type { Me, Session as Signed } from "../../core/contract/people.ts";
import { forgetPages, keepFor, keptMe, keptSince } from "./offline/device.ts";

/** Who is here. `waiting`: the cookie has not been asked yet. */
export type Standing = { kind: "waiting" } | { kind: "out"; ended: boolean } | { kind: "in"; me: Me };

/** Signed in or not, and the calls made as that person. The access token lives in memory only. */
export interface PortalSession {
	client: Client;
	standing(): Standing;
	/** When the server gave what is shown, while that comes from this device for want of a network; null otherwise. */
	shownSince(): string | null;
	subscribe(listener: () => void): () => void;
	/** Asks the cookie who is here. Once, at the start. */
	resume(): Promise<void>;
	/** Takes what a sign-in answered. */
	enter(signed: Signed): void;
	leave(): Promise<void>;
	/** Reads the person again: after the workspace's settings changed. */
	reread(): Promise<void>;
	/** `fetch` as this person: with a fresh token, and once more after a 401. */
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** A token is renewed when it has less than this left. */
const MARGIN_MS = 30_000;

/** Makes the session of this page. `locale` is asked for each call. */
export function createSession(locale: () => string): PortalSession {
	let signed: Signed | null = null;
	let standing: Standing = { kind: "waiting" };
	let renewing: Promise<boolean> | null = null;
	let since: string | null = null;
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of listeners) listener();
	};
	const stand = (next: Standing) => {
		standing = next;
		if (next.kind === "in") keepFor(next.me);
		if (next.kind === "out" && next.ended) forgetPages();
		tell();
	};
	const hear = (answer: Response) => {
		const kept = keptSince(answer);
		if (kept === since) return;
		since = kept;
		tell();
	};
	const bare = createClient({ fetch: (url, init) => fetch(url, init), baseUrl: "", token: () => null, locale });

	/** One at a time in this page, and by a lock in all tabs: a refresh token used twice ends the session. */
	function renew(): Promise<boolean> {
		renewing ??= locked(async () => {
			try {
				signed = await bare.refresh();
				if (standing.kind !== "in" || standing.me.id !== signed.me.id) stand({ kind: "in", me: signed.me });
				return true;
			} catch (fault) {
				if (isRefusal(fault)) {
					const was = standing.kind === "in";
					signed = null;
					stand({ kind: "out", ended: was });
				} else if (standing.kind === "waiting") {
					// Without a network one goes on as who was here last, with what was kept.
					const kept = keptMe();
					stand(kept ? { kind: "in", me: kept } : { kind: "out", ended: false });
				}
				return false;
			}
		}).finally(() => {
			renewing = null;
		});
		return renewing;
	}

	async function token(): Promise<string | null> {
		const isStale = signed ? Date.parse(signed.expiresAt) - Date.now() < MARGIN_MS : standing.kind === "in";
		if (isStale) await renew();
		return signed?.accessToken ?? null;
	}

	async function fetchAgain(url: string, init: RequestInit = {}): Promise<Response> {
		const answer = await fetch(url, init);
		hear(answer);
		if (answer.status !== 401 || !signed || url.includes("/api/v1/auth/")) return answer;
		if (!(await renew()) || !signed) return answer;
		return fetch(url, { ...init, headers: withToken(init.headers, signed.accessToken) });
	}

	const client = createClient({ fetch: fetchAgain, baseUrl: "", token, locale });
	return {
		client,
		standing: () => standing,
		shownSince: () => since,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async resume() {
			await renew();
		},
		enter(next) {
			signed = next;
			stand({ kind: "in", me: next.me });
		},
		async leave() {
			await client.logout().catch(() => undefined);
			signed = null;
			forgetPages();
			stand({ kind: "out", ended: false });
		},
		async reread() {
			stand({ kind: "in", me: await client.me() });
		},
		async fetch(url, init = {}) {
			const current = await token();
			return fetchAgain(url, current ? { ...init, headers: withToken(init.headers, current) } : init);
		},
	};
}

function withToken(headers: HeadersInit | undefined, token: string): Headers {
	const all = new Headers(headers);
	all.set("authorization", `Bearer ${token}`);
	return all;
}

function locked<T>(work: () => Promise<T>): Promise<T> {
	if (!("locks" in navigator)) return work();
	return navigator.locks.request("courtside-refresh", work) as Promise<T>;
}

/** A clear no, as opposed to a server that cannot be reached just now. */
function isRefusal(fault: unknown): boolean {
	return ["not_signed_in", "token_expired", "token_reused", "wrong_credentials", "forbidden"].includes(
		(fault as { code?: string }).code ?? "",
	);
}
