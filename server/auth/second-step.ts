import type { Context } from "hono";
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Session } from "../../core/contract/people.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { SecondStep, StepTaken, takeStepRequest } from "../../core/contract/second-step.ts";
import type { AppEnv } from "../app-env.ts";
import { findAddressee } from "../db/accounts.ts";
import { countTry, findTokenOwner, makeOneTimeToken, type TokenOwner, useUpToken } from "../db/one-time-tokens.ts";
import { hasSecondFactor, readSecondFactors } from "../db/second-factors.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { checkPasskey, passkeyRequest } from "./passkeys.ts";
import { makeRecoveryCodes, takeRecoveryCode } from "./recovery-codes.ts";
import { type SignInWay, startSession } from "./sessions.ts";
import { beginTotp, type TotpSetup, takeTotp } from "./totp.ts";

/** How long the second step may take. */
const STEP_LIFE_MS = 5 * 60_000;
/** Tries at one step; then the password is asked for again. */
const MOST_TRIES = 5;

type Account = { tenantId: number; userId: string; name: string };

/**
 * After the password was right: the session, or the second step where the person has a second factor or their workspace
 * asks for one.
 */
export async function passFirstStep(
	c: Context<AppEnv>,
	deps: Deps,
	account: Account,
	how: Extract<SignInWay, "password" | "invitation">,
): Promise<Session | SecondStep> {
	const { database, now } = deps;
	const { tenantId, userId } = account;
	const factors = await readSecondFactors(database.reader(tenantId), account);
	if (!hasSecondFactor(factors) && !factors.required) return startSession(c, deps, account, how);
	const expiresAt = now() + STEP_LIFE_MS;
	const token = await database.inTenant(tenantId, (trx) =>
		makeOneTimeToken(trx, { tenantId, userId, purpose: "second-step", expiresAt }),
	);
	const methods: SecondStep["secondStep"]["methods"] = [];
	if (factors.passkeys.length > 0) methods.push("passkey");
	if (factors.totpSince !== null) methods.push("totp");
	if (methods.length > 0 && factors.recoveryCodesLeft > 0) methods.push("recovery");
	return { secondStep: { token, expiresAt: new Date(expiresAt).toISOString(), methods } };
}

/**
 * Takes the second step and signs in. Throws wrong_credentials when what was given does not fit, not_signed_in when the
 * step has run out, was taken or was tried too often: begin with the password again.
 */
export async function takeSecondStep(
	c: Context<AppEnv>,
	deps: Deps,
	given: z.output<typeof takeStepRequest>,
): Promise<StepTaken> {
	const { database, limits, jobs, now } = deps;
	const owner = await ownerOf(deps, given.token);
	const brake = await limits.signIn(`second step ${owner.tenantId}:${owner.userId}`, c.var.address);
	// Counted for good before anything is looked at, so that guesses at the same moment count as well.
	if (!(await database.inTenant(owner.tenantId, (trx) => countTry(trx, owner, MOST_TRIES, now())))) throw over();
	if (given.passkey) await checkPasskey(deps, owner, given.passkey);
	const taken = await database.inTenant(owner.tenantId, async (trx) => {
		const made = given.passkey ? null : await takeCode(trx, deps, owner, given);
		if (!(await useUpToken(trx, owner, now()))) throw over();
		return made;
	});
	await brake.succeeded();
	const person = await findPerson(deps, owner);
	const by = given.passkey ? "passkey" : given.recoveryCode ? "recovery-code" : "totp";
	const session = await startSession(c, deps, person, "password", by);
	if (taken?.mailId) await enqueueMail(jobs, owner.tenantId, taken.mailId);
	return { ...session, ...(taken && { recoveryCodes: taken.recoveryCodes }) };
}

/** Sets an app up between password and session, where the workspace asks for a second factor and the person has none. */
export async function beginTotpInStep(deps: Deps, token: string): Promise<TotpSetup> {
	const { database, vault, now } = deps;
	const owner = await ownerOf(deps, token);
	const setup = await database.inTenant(owner.tenantId, async (trx) => {
		if (!(await countTry(trx, owner, MOST_TRIES, now()))) throw over();
		await refuseWithFactor(trx, owner);
		const person = await findAddressee(trx, owner.tenantId, owner.userId);
		const label = { workspace: person?.workspaceName ?? "", email: person?.email ?? "" };
		return beginTotp(trx, vault, owner, label);
	});
	if (!setup) throw over();
	return setup;
}

/** What a browser needs for a passkey as the second step. */
export async function passkeyForStep(deps: Deps, token: string) {
	const owner = await ownerOf(deps, token);
	return passkeyRequest(deps, owner);
}

/** Null: it fitted. With recovery codes: it fitted and confirmed the app that was being set up. */
async function takeCode(
	trx: Transaction<Tables>,
	{ vault, now }: Deps,
	owner: TokenOwner,
	{ code, recoveryCode }: { code?: string | undefined; recoveryCode?: string | undefined },
): Promise<{ recoveryCodes: string[]; mailId: string | null } | null> {
	if (recoveryCode !== undefined) {
		if (await takeRecoveryCode(trx, owner, recoveryCode, now())) return null;
		throw wrong();
	}
	if (await takeTotp(trx, vault, owner, { code: code ?? "", now: now(), confirmed: true })) return null;
	if (hasSecondFactor(await readSecondFactors(trx, owner))) throw wrong();
	if (!(await takeTotp(trx, vault, owner, { code: code ?? "", now: now(), confirmed: false }))) throw wrong();
	const recoveryCodes = await makeRecoveryCodes(trx, owner);
	return { recoveryCodes, mailId: await notify(trx, vault, owner, "second-factor-on") };
}

async function ownerOf({ database }: Pick<Deps, "database">, token: string): Promise<TokenOwner> {
	const owner = await database.asSystem((trx) => findTokenOwner(trx, token, "second-step"));
	if (!owner) throw over();
	return owner;
}

async function findPerson({ database }: Pick<Deps, "database">, { tenantId, userId }: TokenOwner): Promise<Account> {
	const row = await database
		.reader(tenantId)
		.selectFrom("users")
		.select("name")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.where("is_active", "=", true)
		.executeTakeFirst();
	if (!row) throw over();
	return { tenantId, userId, name: row.name };
}

async function refuseWithFactor(trx: Transaction<Tables>, owner: TokenOwner): Promise<void> {
	if (!hasSecondFactor(await readSecondFactors(trx, owner))) return;
	throw new CourtsideError("wrong_state", "There is a second factor already. Use it to sign in.");
}

function wrong(): CourtsideError {
	return new CourtsideError(
		"wrong_credentials",
		"This code does not fit. Wait for the next one of your app, then try again; each is good once.",
	);
}

function over(): CourtsideError {
	return new CourtsideError("not_signed_in", "This step has run out. Begin again with your password.");
}
