import type { Principal } from "../policy/principal.ts";

/** Who signed in, as the access token says. */
export interface TokenSubject {
	tenantId: number;
	userId: string;
}

/** Access tokens: made and checked. */
export interface Auth {
	/** A token for ten minutes and when it ends (ms). */
	issue(subject: TokenSubject): Promise<{ accessToken: string; expiresAt: number }>;
	/** Who it is now and until when the token holds. Throws not_signed_in or token_expired. */
	verify(accessToken: string): Promise<{ principal: Principal; expiresAt: number }>;
	/** The public keys, as a JWK set. */
	jwks(): { keys: object[] };
}
