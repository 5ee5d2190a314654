import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

/** Somebody at the organization, as Entra knows them. */
export interface OrgPerson {
	oid: string;
	name: string;
	/** User principal name; of a guest the one that Entra makes. */
	upn: string;
	email: string | null;
	isGuest: boolean;
}

/** A meeting as Teams and Graph know it: they call it by different ids. */
export interface OrgMeeting {
	/** As the panel is told. */
	key: string;
	graphId: string;
	chatId: string;
	joinUrl: string;
	title: string;
	startsAt: string;
	organiserOid: string;
	transcripts: Map<string, string>;
}

/** Something of Graph's that is watched. */
export interface Subscription {
	id: string;
	resource: string;
	notifyUrl: string;
	lifecycleUrl: string | null;
	state: string;
	until: number;
}

/** An organization with Entra, Graph and Teams, and one app of ours in it. */
export interface Organization {
	base: string;
	directoryId: string;
	app: { clientId: string; clientSecret: string };
	people: OrgPerson[];
	meetings: OrgMeeting[];
	subscriptions: Map<string, Subscription>;
	/** Tokens for Graph: whose, null for the app's own. */
	graphTokens: Map<string, { oid: string | null }>;
	/** Whether people, or their administrator, have agreed that we read meetings for them. */
	hasConsent: boolean;
	/** What was put into people's activity feeds. */
	activities: { oid: string; body: unknown }[];
	/** Every request to Graph, in order. */
	calls: string[];
	key: { kid: string; privateKey: CryptoKey; jwk: JWK };
	now(): number;
}

/** A fresh one. */
export async function createOrganization(
	given: Partial<Pick<Organization, "directoryId" | "now">> & { clientId?: string } = {},
): Promise<Organization> {
	const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
	const kid = crypto.randomUUID();
	return {
		base: "",
		directoryId: given.directoryId ?? crypto.randomUUID(),
		app: { clientId: given.clientId ?? crypto.randomUUID(), clientSecret: `secret-${crypto.randomUUID()}` },
		people: [],
		meetings: [],
		subscriptions: new Map(),
		graphTokens: new Map(),
		hasConsent: true,
		activities: [],
		calls: [],
		key: { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" } },
		now: given.now ?? Date.now,
	};
}

/** Plans a meeting. */
export function addMeeting(
	org: Organization,
	given: Pick<OrgMeeting, "key" | "title" | "organiserOid"> & { startsAt?: string },
): OrgMeeting {
	const id = crypto.randomUUID();
	const made = {
		...given,
		startsAt: given.startsAt ?? new Date(org.now()).toISOString(),
		graphId: `MSp${id.replaceAll("-", "")}`,
		chatId: `19:meeting_${id}@thread.v2`,
		joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${id}%40thread.v2/0?context=%7b%22Tid%22%3a%22${org.directoryId}%22%7d`,
		transcripts: new Map<string, string>(),
	};
	org.meetings.push(made);
	return made;
}

/** What a token says; anything of it can be made wrong. */
export type TokenClaims = Record<string, unknown>;

/** A token as Teams hands it to a page of ours (`authentication.getAuthToken`), of Entra's version 2. */
export function signInToken(
	org: Organization,
	person: OrgPerson,
	given: { claims?: TokenClaims; key?: CryptoKey; lifeS?: number; startsInS?: number } = {},
): Promise<string> {
	const at = Math.floor(org.now() / 1000);
	const claims = {
		tid: org.directoryId,
		oid: person.oid,
		sub: `sub-${person.oid}`,
		scp: "access_as_user",
		ver: "2.0",
		name: person.name,
		preferred_username: person.upn,
		...(person.email && { email: person.email }),
		acct: person.isGuest ? 1 : 0,
		azp: "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
		iss: `${org.base}/${org.directoryId}/v2.0`,
		aud: org.app.clientId,
		...given.claims,
	};
	const startsAt = at + (given.startsInS ?? -5);
	return new SignJWT(claims)
		.setProtectedHeader({ alg: "RS256", kid: org.key.kid, typ: "JWT" })
		.setIssuedAt(startsAt)
		.setNotBefore(startsAt)
		.setExpirationTime(at + (given.lifeS ?? 3600))
		.sign(given.key ?? org.key.privateKey);
}
