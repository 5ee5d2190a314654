import { Connection } from "jsforce";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { readAccess } from "./settings.ts";
import { type Token, tokenOf } from "./token.ts";

/** The API version that everything here was written against. */
export const API_VERSION = "66.0";
/** Our name in the vendor's change events, by which we know our own writes. */
const CLIENT = "Courtside";
/** The client library asks for a new token as often as it is refused; an organisation that refuses good ones would have it ask for ever. */
const MOST_RENEWALS = 3;
/** Of the day's calls so much is others', unless it was set otherwise. */
export const LEFT_TO_OTHERS = 0.2;
/** How long everybody waits once the limit is reached; the vendor counts over the last 24 hours. */
const LIMIT_PAUSE_MS = 15 * 60_000;

/** The organisation of a workspace through the vendor's own client, with tokens that are renewed. */
export interface OrgConnection {
	conn: Connection;
	/** The token in use. */
	token(): Token;
	/** Has the vendor's client ask for a new token, where the one in use is refused. */
	renew(): Promise<void>;
	/** One call, paced and told in our words. Throws CourtsideError: `unavailable` is worth another try. */
	call<T>(work: (conn: Connection) => PromiseLike<T>): Promise<T>;
}

/** Opens the connection of the workspace whose ports these are. Throws unprocessable where a setting is missing. */
export async function openOrg(ports: Ports): Promise<OrgConnection> {
	const access = await readAccess(ports);
	let token = await tokenOf(ports, access, null);
	await claim(ports, token.orgId);
	let renewals = 0;
	const conn = new Connection({
		instanceUrl: token.instanceUrl,
		accessToken: token.accessToken,
		version: API_VERSION,
		callOptions: { client: CLIENT },
		refreshFn: (_, done) => {
			if (++renewals > MOST_RENEWALS) {
				done(new Error("Salesforce refuses tokens that it has just given."));
				return;
			}
			tokenOf(ports, access, token.accessToken).then(
				(fresh) => {
					token = fresh;
					done(null, fresh.accessToken);
				},
				(fault: unknown) => done(fault instanceof Error ? fault : new Error(String(fault))),
			);
		},
	});
	return {
		conn,
		token: () => token,
		async renew() {
			token = await tokenOf(ports, access, token.accessToken);
			conn.accessToken = token.accessToken;
		},
		async call(work) {
			await keepWithin(ports, conn.limitInfo.apiUsage, access.leftToOthers ?? LEFT_TO_OTHERS);
			await ports.limiter.take("api");
			try {
				const result = await work(conn);
				renewals = 0;
				return result;
			} catch (fault) {
				throw await told(ports, fault);
			}
		},
	};
}

/** An organisation belongs to one workspace: whose cards ask is told by it. Throws unprocessable where another has it. */
async function claim(ports: Ports, orgId: string): Promise<void> {
	if ((await ports.installations.current())?.account === orgId || (await ports.installations.claim(orgId))) return;
	throw new CourtsideError(
		"unprocessable",
		"This organisation is connected to another workspace. Disconnect it there first.",
	);
}

/** Leaves the rest of the day's calls to the organisation's other programs. */
async function keepWithin(
	ports: Ports,
	usage: { used: number; limit: number } | undefined,
	left: number,
): Promise<void> {
	if (!usage || usage.used < usage.limit * (1 - left)) return;
	await ports.limiter.penalize("api", ports.now() + LIMIT_PAUSE_MS);
	throw new CourtsideError(
		"unavailable",
		`${usage.used} of the organisation's ${usage.limit} calls a day are used; the last ${Math.round(left * 100)} % are left to others. We go on when there are more.`,
	);
}

/** A fault of the vendor's in our words; a spent daily limit makes everybody wait. */
async function told(ports: Ports, fault: unknown): Promise<unknown> {
	if (fault instanceof CourtsideError || !(fault instanceof Error)) return fault;
	const { errorCode = "", message } = fault as Error & { errorCode?: string };
	if (errorCode === "REQUEST_LIMIT_EXCEEDED") {
		await ports.limiter.penalize("api", ports.now() + LIMIT_PAUSE_MS);
		return new CourtsideError(
			"unavailable",
			"Salesforce's limit of calls for the day is used up. We go on when it lets us.",
			{ cause: fault },
		);
	}
	const isFinal = /^(INVALID_FIELD|INVALID_TYPE|MALFORMED_QUERY|INSUFFICIENT_ACCESS|INVALID_SESSION_ID|NOT_FOUND)/.test(
		errorCode,
	);
	return new CourtsideError(isFinal ? "unprocessable" : "unavailable", `Salesforce: ${message.split("\n").at(-1)}`, {
		cause: fault,
	});
}
