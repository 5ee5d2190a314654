import type { Context } from "hono";
import { sql } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { proveRequest } from "../../core/contract/security.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { AppEnv } from "../app-env.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { checkPasskey } from "./passkeys.ts";
import { passwordMatches } from "./passwords.ts";

/** How long a proof that it is oneself holds: a browser left open must not be enough to take an account over. */
const PROOF_LIFE_MS = 15 * 60_000;

/** Until when this sign-in counts as just proved; null when it does not. */
export async function provedUntil(c: Context<AppEnv>, { database, now }: Pick<Deps, "database" | "now">) {
	const { tenantId } = c.var.principal;
	const row = await database
		.reader(tenantId)
		.selectFrom("sign_ins")
		.select("proved_at")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", familyOf(c))
		.executeTakeFirst();
	const until: Instant = (row?.proved_at ?? 0) + PROOF_LIFE_MS;
	return until > now() ? until : null;
}

/** Throws proof_needed unless this sign-in was proved within a quarter of an hour. */
export async function requireProof(c: Context<AppEnv>, deps: Pick<Deps, "database" | "now">): Promise<void> {
	if ((await provedUntil(c, deps)) !== null) return;
	throw new CourtsideError("proof_needed", "Prove first that it is you: with your password or a passkey.");
}

/** Proves by password or passkey. Throws unprocessable, too_many_requests. */
export async function prove(
	c: Context<AppEnv>,
	deps: Pick<Deps, "database" | "now" | "limits" | "settings">,
	given: z.output<typeof proveRequest>,
): Promise<void> {
	if (given.passkey) {
		await checkPasskey(deps, c.var.principal, given.passkey).catch((cause: unknown) => {
			throw new CourtsideError("unprocessable", "This is not a passkey of yours. Try another, or your password.", {
				cause,
			});
		});
	} else await requireOwnPassword(c, deps, given.password ?? "");
	await noteProof(c, deps);
}

/** Throws unprocessable unless this is the signed-in person's password; too_many_requests after ten guesses. */
export async function requireOwnPassword(
	c: Context<AppEnv>,
	{ database, limits }: Pick<Deps, "database" | "limits">,
	password: string,
): Promise<void> {
	const { tenantId, userId } = c.var.principal;
	const brake = await limits.signIn(`own password ${tenantId}:${userId}`, c.var.address);
	const row = await database
		.reader(tenantId)
		.selectFrom("users")
		.select("password_hash")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.executeTakeFirst();
	if (!(await passwordMatches(password, row?.password_hash ?? null))) {
		// Not wrong_credentials: that would say that the sign-in itself has ended.
		throw new CourtsideError("unprocessable", "This is not your password. Check it, then try again.");
	}
	await brake.succeeded();
}

/** Notes that the person of this sign-in has just proved who they are. */
export async function noteProof(c: Context<AppEnv>, { database, now }: Pick<Deps, "database" | "now">): Promise<void> {
	const { tenantId } = c.var.principal;
	await database.inTenant(tenantId, (trx) =>
		sql`update sign_ins set proved_at = ${timestamp(now())} where tenant_id = ${tenantId} and id = ${familyOf(c)}::uuid`.execute(
			trx,
		),
	);
}

/** The sign-in that asks; keys and the like have none. */
export function familyOf(c: Context<AppEnv>): string {
	return c.get("signIn")?.familyId ?? "00000000-0000-0000-0000-000000000000";
}
