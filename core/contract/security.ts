import { z } from "zod";
import { passkeyAnswer, passkeyMade } from "./passkeys.ts";
import { password } from "./people.ts";
import { id, instant } from "./scalars.ts";

/** A sign-in that has not ended. */
export const signIn = z
	.object({
		id,
		/** The one that asks. */
		isThis: z.boolean(),
		/** As it calls itself; null when it did not say. */
		browser: z.string().nullable(),
		/** Its network, roughly; null when it is not known. */
		network: z.string().nullable(),
		startedAt: instant,
		lastUsedAt: instant,
	})
	.meta({ id: "SignIn" });
export type SignInJson = z.infer<typeof signIn>;

/** A passkey of the signed-in person. */
export const passkey = z
	.object({
		id,
		name: z.string(),
		/** Kept in an account of theirs and so on all their devices, rather than in one device. */
		isSynced: z.boolean(),
		createdAt: instant,
		lastUsedAt: instant.nullable(),
	})
	.meta({ id: "Passkey" });
export type PasskeyJson = z.infer<typeof passkey>;

/** How the signed-in person is let in. */
export const security = z
	.object({
		hasPassword: z.boolean(),
		/** Until when sensitive changes are possible without proving anew who one is; null: prove it first. */
		provedUntil: instant.nullable(),
		signIns: z.array(signIn),
		/** Since when an app for codes is on; null: none. */
		totpSince: instant.nullable(),
		passkeys: z.array(passkey),
		recoveryCodesLeft: z.number().int(),
		/** Whether the workspace asks everyone for a second factor. */
		required: z.boolean(),
		/** The address at which passkeys work; null: nowhere on this server. */
		passkeysAt: z.string().nullable(),
	})
	.meta({ id: "Security" });
export type SecurityJson = z.infer<typeof security>;

/** POST /users/me/password. `current` is left out by people who have none yet and proved themselves another way. */
export const changePasswordRequest = z
	.object({ current: z.string().max(200).optional(), password })
	.meta({ id: "ChangePasswordRequest" });

/** POST /users/me/proof: that it is really oneself, by password or passkey, before something sensitive. */
export const proveRequest = z
	.object({ password: z.string().min(1).max(200).optional(), passkey: passkeyAnswer.optional() })
	.refine((given) => (given.password === undefined) !== (given.passkey === undefined), "give a password or a passkey")
	.meta({ id: "ProveRequest" });

/** POST /users/me/totp/confirm: a code that the app shows now. */
export const confirmTotpRequest = z.object({ code: z.string().max(20) }).meta({ id: "ConfirmTotpRequest" });

/** POST /users/me/passkeys. */
export const addPasskeyRequest = z
	.object({ name: z.string().trim().min(1).max(60), passkey: passkeyMade })
	.meta({ id: "AddPasskeyRequest" });

/** Codes for when all else is lost: shown this once. Null: those made before still hold. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).nullable() }).meta({ id: "RecoveryCodes" });
export type RecoveryCodesJson = z.infer<typeof recoveryCodes>;

/** How everyone of the workspace is let in. */
export const signInPolicy = z.object({ requiresSecondFactor: z.boolean() }).meta({ id: "SignInPolicy" });
export type SignInPolicy = z.infer<typeof signInPolicy>;
