import { createPrivateKey, sign } from "node:crypto";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { isVendors, type OrgAccess } from "./settings.ts";

const LIFE_S = 180;
const SANDBOX = /\.sandbox\.|--/;

/** A token and where it holds. */
export interface Token {
	accessToken: string;
	instanceUrl: string;
	/** The organisation's id, of eighteen characters. */
	orgId: string;
}

const answer = z.object({ access_token: z.string().min(1), instance_url: z.url(), id: z.url() });
const refusal = z.object({ error: z.string(), error_description: z.string().default("") });

/** The token in use, renewed where `stale` is the one that was refused. One renews at a time, over all processes. */
export async function tokenOf(ports: Ports, access: OrgAccess, stale: string | null): Promise<Token> {
	const kept = await ports.secrets.refresh("accessToken", {
		isFresh: (value) => {
			const { accessToken, instanceUrl, orgId } = parseToken(value);
			return accessToken !== "" && accessToken !== stale && instanceUrl !== "" && orgId !== "";
		},
		renew: async () => JSON.stringify(await askToken(ports, access)),
	});
	return parseToken(kept);
}

function parseToken(text: string): Token {
	try {
		return z
			.object({ accessToken: z.string(), instanceUrl: z.string(), orgId: z.string().default("") })
			.parse(JSON.parse(text));
	} catch {
		return { accessToken: "", instanceUrl: "", orgId: "" };
	}
}

/** Asks for a token by client credentials, or by a signed statement where there is a private key. */
export async function askToken({ fetch, now }: Pick<Ports, "fetch" | "now">, access: OrgAccess): Promise<Token> {
	const form = new URLSearchParams(
		access.privateKey && access.username
			? {
					grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
					assertion: statementOf(access, { privateKey: access.privateKey, username: access.username }, now()),
				}
			: { grant_type: "client_credentials", client_id: access.clientId, client_secret: access.clientSecret ?? "" },
	);
	const response = await fetch(`${access.instanceUrl}/services/oauth2/token`, { method: "POST", body: form }).catch(
		(cause: unknown) => {
			throw new CourtsideError("unavailable", `${access.instanceUrl} could not be reached: ${reasonOf(cause)}`, {
				cause,
			});
		},
	);
	const body: unknown = await response.json().catch(() => null);
	const given = answer.safeParse(body);
	if (response.ok && given.success) {
		const { access_token: accessToken, instance_url: instanceUrl, id } = given.data;
		if (!isVendors(new URL(instanceUrl)))
			throw new CourtsideError(
				"unprocessable",
				`Salesforce named ${new URL(instanceUrl).host} as its address, which is none of its own.`,
			);
		// "https://login.salesforce.com/id/<organisation>/<user>"
		const orgId = new URL(id).pathname.split("/").at(-2) ?? "";
		return { accessToken, instanceUrl: new URL(instanceUrl).origin, orgId };
	}
	if (response.status >= 500)
		throw new CourtsideError("unavailable", `Salesforce answered ${response.status} when asked for a token.`);
	const told = refusal.safeParse(body);
	const words = told.success ? `${told.data.error}: ${told.data.error_description}` : `status ${response.status}`;
	throw new CourtsideError("unprocessable", `Salesforce gave no token (${words}).`);
}

/** The signed statement of the JWT bearer flow (RFC 7523, RS256). */
function statementOf(
	access: OrgAccess,
	{ privateKey, username }: { privateKey: string; username: string },
	now: number,
): string {
	const { hostname, origin, protocol } = new URL(access.instanceUrl);
	const vendor = SANDBOX.test(hostname) ? "https://test.salesforce.com" : "https://login.salesforce.com";
	const claims = {
		iss: access.clientId,
		sub: username,
		aud: protocol === "http:" ? origin : vendor,
		exp: Math.floor(now / 1000) + LIFE_S,
	};
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
	try {
		return `${text}.${sign("RSA-SHA256", Buffer.from(text), createPrivateKey(privateKey)).toString("base64url")}`;
	} catch (cause) {
		throw new CourtsideError(
			"unprocessable",
			"privateKey is no RSA private key in PEM. Paste it whole, with its BEGIN and END lines.",
			{ cause },
		);
	}
}

function reasonOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
