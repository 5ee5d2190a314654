import { createHash } from "node:crypto";
import type { Host } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { recordAudit } from "../audit/record.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { beginRequest, takeRequest } from "../single-sign-on/requests.ts";
import { changeInstallation, findInstallation } from "./installations.ts";
import { askForRun } from "./sync-runs.ts";

type ConsentDeps = Pick<Deps, "database" | "sealer" | "settings" | "standings" | "portsOf" | "jobs" | "now">;

/** Where the vendor sends people back to. */
export function consentAddress({ settings }: Pick<Deps, "settings">, host: string): string {
	return `${settings.publicUrl}/connect/${host}`;
}

/**
 * Begins an administrator's way to a vendor, who asks them whether our app may reach their account. `browser` is what
 * their browser keeps, so that nobody else's can bring the answer back. Gives the vendor's address.
 */
export async function beginConsent(
	deps: ConsentDeps,
	host: Host,
	given: { tenantId: number; userId: string; browser: string },
): Promise<string> {
	const { tenantId, userId, browser } = given;
	const consent = host.accounts?.consent;
	if (!consent) throw new CourtsideError("wrong_state", `${host.about.name} is connected by its own settings.`);
	const [state, verifier] = [makeToken().token, makeToken().token];
	const challenge = createHash("sha256").update(verifier).digest("base64url");
	const asked = { state, challenge, redirectUri: consentAddress(deps, host.id) };
	const url = await consent.url(asked, deps.portsOf(host.id, tenantId));
	await beginRequest(deps.database, deps.sealer, {
		tenantId,
		key: keyOf(host.id, state),
		browser,
		returnTo: `/connections/${host.id}`,
		secrets: { verifier, userId },
		now: deps.now(),
	});
	return url;
}

/**
 * Takes the answer that came back, in the same browser and once: tokens are kept, the account is the workspace's, and
 * everything is fetched. Throws what went wrong in words.
 */
export async function finishConsent(
	deps: ConsentDeps,
	host: Host,
	given: { state: string; code: string; browser: string | null; requestId: string },
): Promise<{ returnTo: string }> {
	const { database, sealer, standings, now } = deps;
	const request = await takeRequest(database, sealer, keyOf(host.id, given.state), now());
	const isTheirs = request && given.browser !== null && request.browserHash.equals(hashToken(given.browser));
	const consent = host.accounts?.consent;
	if (!consent || !request || !isTheirs)
		throw new CourtsideError("not_signed_in", "This has run out, or began in another browser. Connect again.");
	const { tenantId, returnTo, secrets } = request;
	const person = await standings.of(tenantId, secrets["userId"] ?? "");
	if (!person?.permissions.has("connections:write"))
		throw new CourtsideError("forbidden", "You may no longer connect systems. Ask an administrator.");
	const ports = deps.portsOf(host.id, tenantId);
	const redeemed = {
		code: given.code,
		verifier: secrets["verifier"] ?? "",
		redirectUri: consentAddress(deps, host.id),
	};
	const { account } = await consent.redeem(redeemed, ports);
	const before = await findInstallation(database.reader(tenantId), tenantId, host.id);
	await database.inTenant(tenantId, async (trx) => {
		await changeInstallation(trx, { tenantId, host: host.id, state: "on", settings: {} });
		await appendEvent(trx, { tenantId, type: "connection.changed", entity: "connection", entityId: host.id });
		await recordAudit(trx, {
			tenantId,
			actorId: person.userId,
			actor: person.name,
			action: "connection.authorized",
			entity: "connection",
			entityId: host.id,
			detail: { account, before: before?.account ?? null },
			requestId: given.requestId,
		});
	});
	await askForRun(deps, { tenantId, host: host.id, kind: "backfill", by: "person", actorId: person.userId });
	return { returnTo };
}

function keyOf(host: string, state: string): string {
	return `consent ${host} ${state}`;
}
