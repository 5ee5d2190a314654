import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";

/** Hosts on which the vendor serves organisations, government clouds among them. */
const VENDOR = /(^|\.)(salesforce\.com|force\.com|salesforce\.mil|cloudforce\.com|sfcrmproducts\.cn)$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** How one workspace reaches its organisation. */
export interface OrgAccess {
	/** The My Domain address, as `https://acme.my.salesforce.com`. */
	instanceUrl: string;
	clientId: string;
	/** Either of the two: the external client app's secret (client credentials), or a private key (JWT bearer). */
	clientSecret: string | null;
	privateKey: string | null;
	/** Whom the JWT speaks for. */
	username: string | null;
	/** The share of the day's calls that we leave to others, 0 to 1; null: as usual. */
	leftToOthers: number | null;
}

const settings = z.object({
	instanceUrl: z.url({ protocol: /^https?$/ }),
	clientId: z.string().min(1),
	username: z.string().min(1).nullish(),
	/** A person types it, in percent. */
	leaveToOthers: z.union([z.literal(""), z.coerce.number().min(0).max(95)]).nullish(),
});

/** Throws unprocessable with the setting that is missing or will not do, and where to find it. */
export async function readAccess(ports: Ports): Promise<OrgAccess> {
	const installation = await ports.installations.current();
	const parsed = settings.safeParse(installation?.settings ?? {});
	if (!parsed.success) {
		const field = String(parsed.error.issues[0]?.path[0] ?? "instanceUrl");
		throw new CourtsideError("unprocessable", `${field} is not set. Fill it in on the connection's page.`);
	}
	const { instanceUrl, clientId, username = null, leaveToOthers } = parsed.data;
	const url = new URL(instanceUrl);
	if (!isVendors(url))
		throw new CourtsideError(
			"unprocessable",
			`${url.host} is no Salesforce address. It reads like https://your-company.my.salesforce.com.`,
		);
	const [clientSecret, privateKey] = await Promise.all([
		ports.secrets.get("clientSecret"),
		ports.secrets.get("privateKey"),
	]);
	if (!clientSecret && !(privateKey && username))
		throw new CourtsideError("unprocessable", "Neither a clientSecret nor a privateKey with its username is set.");
	const leftToOthers = typeof leaveToOthers === "number" ? leaveToOthers / 100 : null;
	return { instanceUrl: url.origin, clientId, username, clientSecret, privateKey, leftToOthers };
}

/** Whether it is on this machine: a stand-in that somebody runs, never the vendor. */
export function isOwnMachine(address: string): boolean {
	return LOOPBACK.test(URL.parse(address)?.hostname ?? "");
}

/**
 * Whether we may send a token there: the vendor's own hosts by https. The loopback is for a stand-in on one's own machine;
 * the first call goes through the guarded `fetch`, which lets it through on a local server only.
 */
export function isVendors(url: URL): boolean {
	return (url.protocol === "https:" && VENDOR.test(url.hostname)) || LOOPBACK.test(url.hostname);
}
