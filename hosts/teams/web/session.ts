import { type Client, createClient } from "../../../core/contract/client.ts";
import type { Me, Session } from "../../../core/contract/people.ts";

/**
 * Who looks at the page. `elsewhere`: of an organization that is not connected; `consent`: Teams gives no token before
 * somebody has agreed; `away`: our server cannot be reached.
 */
export type PanelStanding =
	| { kind: "in"; me: Me }
	| { kind: "guest" }
	| { kind: "unknown"; email: string | null }
	| { kind: "elsewhere"; reason: string }
	| { kind: "consent"; reason: string }
	| { kind: "away" };

/** Somebody signed in inside a frame: their tokens live in this page's memory alone. */
export interface PanelSession {
	client: Client;
	/** Signs in; `ask` with a window of Teams'. */
	enter(ask?: boolean): Promise<PanelStanding>;
}

/** A token is renewed when it has less than this left. */
const MARGIN_MS = 30_000;
const HOST = "teams";

/** Makes the session of this page. `proof` is Teams' token; `code` is of a window that Teams opened. */
export function createPanelSession(given: {
	proof?: (ask: boolean) => Promise<string>;
	code?: string;
	locale(): string;
}): PanelSession {
	let signed: Session | null = null;
	let renewing: Promise<void> | null = null;
	const send = (url: string, init: RequestInit = {}) => {
		const headers = new Headers(init.headers);
		headers.set("x-courtside-client", "api");
		return fetch(url, { ...init, headers, credentials: "omit" });
	};
	const bare = createClient({ fetch: send, baseUrl: "", token: () => null, locale: given.locale });

	async function renew(): Promise<void> {
		if (signed?.refreshToken) {
			try {
				signed = await bare.refresh(signed.refreshToken);
				return;
			} catch (fault) {
				if (!isRefusal(fault)) throw fault;
			}
		}
		signed = null;
		// Teams still knows who it is: a sign-in that has ended begins anew, unseen.
		if (given.proof) await prove(false);
	}

	async function prove(ask: boolean): Promise<PanelStanding> {
		let token: string;
		try {
			token = (await given.proof?.(ask)) ?? "";
		} catch (fault) {
			return { kind: "consent", reason: (fault as Error).message };
		}
		try {
			const said = await bare.panelSignIn({ host: HOST, token });
			if (said.state !== "in")
				return said.state === "guest" ? { kind: "guest" } : { kind: "unknown", email: said.email };
			signed = said.session;
			return { kind: "in", me: said.session.me };
		} catch (fault) {
			return isRefusal(fault) ? { kind: "elsewhere", reason: (fault as Error).message } : { kind: "away" };
		}
	}

	async function token(): Promise<string | null> {
		if (signed && Date.parse(signed.expiresAt) - Date.now() < MARGIN_MS) {
			const under = renewing ?? renew();
			renewing = under;
			await under.finally(() => {
				renewing = null;
			});
		}
		return signed?.accessToken ?? null;
	}

	return {
		client: createClient({ fetch: send, baseUrl: "", token, locale: given.locale }),
		async enter(ask = false) {
			if (given.code === undefined) return prove(ask);
			try {
				signed = await bare.takeHandover(given.code);
				return { kind: "in", me: signed.me };
			} catch (fault) {
				return isRefusal(fault) ? { kind: "elsewhere", reason: (fault as Error).message } : { kind: "away" };
			}
		},
	};
}

/** A clear no, as opposed to a server that cannot be reached just now. */
function isRefusal(fault: unknown): boolean {
	const { code = "" } = fault as { code?: string };
	return ["not_signed_in", "token_expired", "token_reused", "forbidden", "not_found"].includes(code);
}
