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

/** How a vendor's account whose pages call us is connected and told apart from others. */
export interface AccountsDoor {
	/** Names of the secrets, besides the app's own, by which its calls are verified. Absent: `clientSecret`. */
	keys?: readonly string[];
	/** Where one app of ours serves many accounts. Absent: each workspace has an app of its own. */
	consent?: ConsentDoor;
	/** Whose call of a card or action it claims to be; null where it says so in no way, or in two. */
	callerOf(request: SignedRequest): HostCaller | null;
}

/** One app of ours in many accounts: how they agree to it, and whose news is whose. */
interface ConsentDoor {
	/** Where a person agrees that the app reaches their account; they come back to `redirectUri` with `state`. */
	url(given: { state: string; redirectUri: string; challenge: string }, ports: Ports): Promise<string>;
	/**
	 * Exchanges what the person came back with for tokens, keeps those, and says which account it is. Throws
	 * unprocessable with the vendor's words.
	 */
	redeem(given: { code: string; verifier: string; redirectUri: string }, ports: Ports): Promise<{ account: string }>;
	/** The accounts that a delivery to the app's one address is about. */
	accountsIn(body: unknown): string[];
}
