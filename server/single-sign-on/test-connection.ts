import { CourtsideError } from "../../core/contract/problem.ts";
import type { SingleSignOnTestJson } from "../../core/contract/single-sign-on.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { formatDay } from "../../core/words/format-date.ts";
import type { Db } from "../db/connect.ts";
import type { SsoConnection } from "../db/single-sign-on.ts";
import type { Deps } from "../deps.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { oidcWorldOf } from "./connections.ts";
import { discoverOidc } from "./oidc.ts";
import { certificateOf } from "./saml.ts";

/** Certificates that run out sooner are spoken of. */
const SOON_MS = 30 * DAY_MS;

type Finding = SingleSignOnTestJson["findings"][number];

/** Looks at a connection from here, without signing anyone in: whether the provider answers, how long its word holds. */
export async function testConnection(
	deps: Deps,
	db: Db,
	connection: SsoConnection,
	viewer: Viewer,
): Promise<SingleSignOnTestJson> {
	const findings =
		connection.kind === "oidc"
			? await testOidc(deps, db, connection, viewer)
			: testSaml(connection, deps.now(), viewer);
	return { isGood: findings.every((finding) => finding.isGood), findings };
}

async function testOidc(deps: Deps, db: Db, connection: SsoConnection, viewer: Viewer): Promise<Finding[]> {
	try {
		const world = await oidcWorldOf(deps, db, connection);
		const server = (await discoverOidc(world)).serverMetadata();
		const keys = await world.fetch(server.jwks_uri ?? "", { signal: AbortSignal.timeout(10_000) });
		const methods = server.code_challenge_methods_supported;
		return [
			{ isGood: true, says: say(viewer, "sso.testFound", { issuer: server.issuer }) },
			{ isGood: keys.ok, says: say(viewer, keys.ok ? "sso.testKeys" : "sso.testNoKeys") },
			...(methods && !methods.includes("S256") ? [{ isGood: false, says: say(viewer, "sso.testNoPkce") }] : []),
			{ isGood: true, says: say(viewer, "sso.testRest") },
		];
	} catch (fault) {
		const why = fault instanceof CourtsideError ? fault.message : (fault as Error).message;
		return [{ isGood: false, says: why }];
	}
}

function testSaml({ saml }: SsoConnection, now: number, viewer: Viewer): Finding[] {
	if (!saml) return [{ isGood: false, says: say(viewer, "sso.testNothing") }];
	const certificates = saml.certificates.map((pem): Finding => {
		const { until } = certificateOf(pem);
		const day = formatDay(new Date(until).toISOString().slice(0, 10), viewer.locale);
		if (until <= now) return { isGood: false, says: say(viewer, "sso.testCertOver", { day }) };
		const key = until - now < SOON_MS ? "sso.testCertSoon" : "sso.testCert";
		return { isGood: true, says: say(viewer, key, { day }) };
	});
	return [...certificates, { isGood: true, says: say(viewer, "sso.testRest") }];
}
