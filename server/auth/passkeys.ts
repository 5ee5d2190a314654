import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Transaction } from "kysely";
import type { PasskeyAnswer, PasskeyMade, PasskeyOptions } from "../../core/contract/passkeys.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { readSecondFactors } from "../db/second-factors.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { keepChallenge, takeChallenge } from "./passkey-challenges.ts";
import { type PasskeyPlace, passkeyPlace } from "./passkey-place.ts";
import type { Whom } from "./totp.ts";

type Trx = Transaction<Tables>;
type World = Pick<Deps, "database" | "settings" | "now">;

/** For whom a challenge of a sign-in is, before anyone is known. */
const ANYONE = "sign-in";

/** What a browser needs to make a passkey for this person. */
export async function passkeyCreation(
	deps: World,
	whom: Whom,
	person: { name: string; email: string },
): Promise<PasskeyOptions> {
	const { rpId } = placeOf(deps);
	const { passkeys } = await readSecondFactors(deps.database.reader(whom.tenantId), whom);
	const options = await generateRegistrationOptions({
		rpName: "Courtside",
		rpID: rpId,
		userID: new Uint8Array(Buffer.from(handleOf(whom))),
		userName: person.email,
		userDisplayName: person.name,
		attestationType: "none",
		excludeCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
		// Kept by the device with a PIN, finger or face: so it signs in by itself, and is two factors in one.
		authenticatorSelection: { residentKey: "required", userVerification: "required" },
	});
	await keepChallenge(deps.database, options.challenge, creationOf(whom), deps.now());
	return { ...options };
}

/** Looks at what the browser made and gives the passkey to be kept. Throws unprocessable. */
export async function checkCreation(deps: World, whom: Whom, response: PasskeyMade) {
	const { rpId, origin } = placeOf(deps);
	const verified = await verifyRegistrationResponse({
		response,
		expectedChallenge: (challenge) => takeChallenge(deps.database, challenge, creationOf(whom), deps.now()),
		expectedOrigin: origin,
		expectedRPID: rpId,
		requireUserVerification: true,
	}).catch(unfit);
	if (!verified.verified) throw unfit();
	const { credential, credentialBackedUp } = verified.registrationInfo;
	return { ...credential, isSynced: credentialBackedUp };
}

/** Keeps a passkey. */
export async function insertPasskey(
	trx: Trx,
	{ tenantId, userId }: Whom,
	made: Awaited<ReturnType<typeof checkCreation>>,
	name: string,
): Promise<string> {
	const { id } = await trx
		.insertInto("passkeys")
		.values({
			tenant_id: tenantId,
			user_id: userId,
			credential_id: made.id,
			public_key: Buffer.from(made.publicKey),
			counter: BigInt(made.counter),
			transports: made.transports ?? [],
			name,
			is_synced: made.isSynced,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** What a browser needs to sign with a passkey: any that it keeps for us, or one of this person's. */
export async function passkeyRequest(deps: World, whom: Whom | null): Promise<PasskeyOptions> {
	const { rpId } = placeOf(deps);
	const own = whom ? (await readSecondFactors(deps.database.reader(whom.tenantId), whom)).passkeys : null;
	const options = await generateAuthenticationOptions({
		rpID: rpId,
		userVerification: "required",
		...(own && { allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })) }),
	});
	await keepChallenge(deps.database, options.challenge, whom ? requestOf(whom) : ANYONE, deps.now());
	return { ...options };
}

/**
 * Whose passkey signed, after everything about it was checked: the challenge was ours and is used up, the page was ours,
 * the device knew its person, its counter went on, the person may sign in. With `whom` it must be theirs. Throws
 * wrong_credentials, the same for every reason.
 */
export async function checkPasskey(
	deps: World,
	whom: Whom | null,
	response: PasskeyAnswer,
): Promise<Whom & { name: string; passkeyId: string }> {
	const { database, now } = deps;
	const { rpId, origin } = placeOf(deps);
	const key = await database.asSystem((trx) => findCredential(trx, response.id));
	const owner = whom ? requestOf(whom) : ANYONE;
	if (!key) {
		await takeChallenge(database, challengeIn(response), owner, now());
		throw notKnown();
	}
	const isTheirs = !whom || (key.tenant_id === whom.tenantId && key.user_id === whom.userId);
	const verified = await verifyAuthenticationResponse({
		response,
		expectedChallenge: (challenge) => takeChallenge(database, challenge, owner, now()),
		expectedOrigin: origin,
		expectedRPID: rpId,
		requireUserVerification: true,
		credential: {
			id: response.id,
			publicKey: new Uint8Array(key.public_key),
			counter: Number(key.counter),
			transports: key.transports,
		},
	}).catch((cause: unknown) => notKnown(cause));
	const account = { tenantId: key.tenant_id, userId: key.user_id };
	const { userHandle } = response.response;
	const isHandleTheirs = !userHandle || Buffer.from(userHandle, "base64url").toString() === handleOf(account);
	if (verified instanceof Error) throw verified;
	if (!verified.verified || !isTheirs || !isHandleTheirs || !key.is_active) throw notKnown();
	const counted = await database.inTenant(key.tenant_id, (trx) =>
		noteUse(trx, key, BigInt(verified.authenticationInfo.newCounter), now()),
	);
	if (!counted) throw notKnown();
	return { ...account, name: key.name, passkeyId: key.id };
}

type Credential = NonNullable<Awaited<ReturnType<typeof findCredential>>>;

function findCredential(trx: Trx, credentialId: string) {
	return trx
		.selectFrom("passkeys as k")
		.innerJoin("users as u", (on) => on.onRef("u.tenant_id", "=", "k.tenant_id").onRef("u.id", "=", "k.user_id"))
		.select(["k.tenant_id", "k.id", "k.user_id", "k.public_key", "k.counter", "k.transports", "u.name", "u.is_active"])
		.where("k.credential_id", "=", credentialId)
		.executeTakeFirst();
}

/** Of two answers with the same counter at the same moment only one is taken. */
async function noteUse(trx: Trx, key: Credential, counter: bigint, now: number): Promise<boolean> {
	const row = await trx
		.updateTable("passkeys")
		.set({ counter, last_used_at: timestamp(now) })
		.where("tenant_id", "=", key.tenant_id)
		.where("id", "=", key.id)
		.where("counter", "=", key.counter)
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

function placeOf({ settings }: Pick<Deps, "settings">): PasskeyPlace {
	const place = passkeyPlace(settings.publicUrl);
	if (place) return place;
	throw new CourtsideError("wrong_state", "Passkeys need a name and https. Set PUBLIC_URL to such an address.");
}

function challengeIn(response: PasskeyAnswer): string {
	try {
		const said: unknown = JSON.parse(Buffer.from(response.response.clientDataJSON, "base64url").toString());
		return String((said as { challenge?: unknown }).challenge ?? "");
	} catch {
		return "";
	}
}

const handleOf = ({ tenantId, userId }: Whom) => `${tenantId}:${userId}`;
const creationOf = (whom: Whom) => `create ${handleOf(whom)}`;
const requestOf = (whom: Whom) => `request ${handleOf(whom)}`;

function notKnown(cause?: unknown): CourtsideError {
	return new CourtsideError("wrong_credentials", "This passkey does not open an account here. Try another way.", {
		cause,
	});
}

function unfit(cause?: unknown): never {
	throw new CourtsideError("unprocessable", "The passkey could not be kept. Begin again; each try is good once.", {
		cause,
	});
}
