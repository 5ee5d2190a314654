import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { PanelPerson } from "../../core/contract/panel-door.ts";
import { type EntraApp, GUID, readEntraApp } from "./settings.ts";

/** The one right that Teams asks for on our behalf, as the app at Entra exposes it. */
export const SCOPE = "access_as_user";
const SKEW_S = 60;
/** Keys are fetched once a set, and again when a token names one that is not among them. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

const claims = z.looseObject({
	tid: z.string().regex(GUID),
	oid: z.string().regex(GUID),
	scp: z.string(),
	ver: z.enum(["1.0", "2.0"]),
	name: z.string().optional(),
	preferred_username: z.string().optional(),
	upn: z.string().optional(),
	email: z.string().optional(),
	/** 1: a guest. There where the app asks for it among its optional claims. */
	acct: z.union([z.number(), z.string()]).optional(),
	idp: z.string().optional(),
	idtyp: z.string().optional(),
});

/** The organization that a token names; null where it is none. Unverified. */
export function organizationIn(token: string): string | null {
	try {
		const { tid } = decodeJwt(token);
		return typeof tid === "string" && GUID.test(tid) ? tid.toLowerCase() : null;
	} catch {
		return null;
	}
}

/** Whom a token of Teams' single sign-on proves. Throws not_signed_in. */
export async function personIn(token: string, ports: Ports): Promise<PanelPerson> {
	const app = await readEntraApp(ports);
	const said = await verified(token, app, ports);
	const parsed = claims.safeParse(said);
	if (!parsed.success) throw refused("it lacks what Teams' sign-in always says", parsed.error);
	const { tid, oid, scp, ver, name, preferred_username, upn, email, acct, idp, idtyp } = parsed.data;
	if (tid.toLowerCase() !== app.directoryId) throw refused("it is of another organization");
	if (said.iss !== issuerOf(app, ver)) throw refused("its issuer is not of its organization");
	if (!scp.split(" ").includes(SCOPE) || idtyp === "app") throw refused(`it lacks the right ${SCOPE}`);
	const address = [email, preferred_username, upn].find((one) => one?.includes("@") && !/#ext#/i.test(one)) ?? null;
	const isOut = [preferred_username, upn].some((one) => one && /#ext#/i.test(one));
	return {
		account: app.directoryId,
		externalId: oid.toLowerCase(),
		name: name ?? address ?? oid,
		email: address?.toLowerCase() ?? null,
		isGuest: String(acct) === "1" || isOut || (idp !== undefined && idp !== said.iss),
	};
}

async function verified(token: string, app: EntraApp, ports: Ports): Promise<JWTPayload> {
	const url = `${app.authority}/${app.directoryId}/discovery/v2.0/keys`;
	let keys = keySets.get(url);
	if (!keys) {
		keys = createRemoteJWKSet(new URL(url), { [customFetch]: (...given) => ports.fetch(...given) });
		keySets.set(url, keys);
	}
	try {
		const { payload } = await jwtVerify(token, keys, {
			algorithms: ["RS256"],
			issuer: [issuerOf(app, "2.0"), issuerOf(app, "1.0")],
			clockTolerance: SKEW_S,
			currentDate: new Date(ports.now()),
			requiredClaims: ["exp", "nbf", "aud"],
		});
		if (!isForUs(payload.aud, app)) throw refused("it is for another app");
		return payload;
	} catch (cause) {
		if (cause instanceof CourtsideError) throw cause;
		if (cause instanceof errors.JWTExpired) throw refused("it has run out", cause);
		if (cause instanceof errors.JOSEError) throw refused("it is not signed by Entra for us", cause);
		throw new CourtsideError("unavailable", "Microsoft's keys could not be fetched. Try again in a moment.", { cause });
	}
}

/** Entra writes the client id, or the resource's address, as older apps are set up. */
function isForUs(aud: string | string[] | undefined, { clientId }: EntraApp): boolean {
	if (typeof aud !== "string") return false;
	return aud === clientId || (/^api:\/\/[\w.:-]+\/[\da-f-]{36}$/i.test(aud) && aud.endsWith(`/${clientId}`));
}

function issuerOf({ authority, directoryId, isStandIn }: EntraApp, version: "1.0" | "2.0"): string {
	if (version === "2.0") return `${authority}/${directoryId}/v2.0`;
	return isStandIn ? `${authority}/${directoryId}/` : `https://sts.windows.net/${directoryId}/`;
}

function refused(why: string, cause?: unknown): CourtsideError {
	return new CourtsideError("not_signed_in", `This sign-in of Teams is not taken: ${why}.`, { cause });
}
