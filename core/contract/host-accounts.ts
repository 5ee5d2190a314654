import type { Ports, SignedRequest } from "./host.ts";

/** An app at a vendor that this server is for all its workspaces; its keys come from the environment. */
export interface VendorApp {
	clientId: string;
	clientSecret: string;
}

/** From whom a request of a vendor's claims to come. True only once its signature was verified. */
export interface HostCaller {
	/** The vendor's account: a portal, a team, an organization. */
	account: string;
	/** The address under which the vendor knows the person; null where nobody asks but the vendor itself. */
	email: string | null;
}

/** Where one app of ours serves many accounts of a vendor: how they are connected and told apart. */
export interface AccountsDoor {
	/** Where a person agrees that the app reaches their account; they come back to `redirectUri` with `state`. */
	consentUrl(given: { state: string; redirectUri: string; challenge: string }, ports: Ports): Promise<string>;
	/**
	 * Exchanges what the person came back with for tokens, keeps those, and says which account it is. Throws
	 * unprocessable with the vendor's words.
	 */
	redeem(given: { code: string; verifier: string; redirectUri: string }, ports: Ports): Promise<{ account: string }>;
	/** The accounts that a delivery to the app's one address is about. */
	accountsIn(body: unknown): string[];
	/** Whose call of a card or action it claims to be; null where it says so in no way, or in two. */
	callerOf(request: SignedRequest): HostCaller | null;
}
