import type { Logger } from "pino";
import type { Principal } from "./policy/principal.ts";
import type { RequestLimits } from "./policy/request-limits.ts";

/** What a request carries while it is answered: `c.var`. */
export interface AppEnv {
	Variables: {
		requestId: string;
		/** A log that writes the request id with every line. */
		log: () => Logger;
		/** Set by `requireSignedIn`, so present in every guarded route. */
		principal: Principal;
		/** Of the token that `identify` verified, so only for people: its sign-in and when it runs out (ms). */
		signIn: { familyId: string; expiresAt: number };
		/** Verifies the bearer token or API key, once; throws not_signed_in or token_expired. */
		identify: () => Promise<Principal>;
		/** Takes points of the caller's quota. */
		spend: RequestLimits["spend"];
		/** The caller's network address as the policy on proxies sees it; null in tests without a socket. */
		address: string | null;
	};
}
