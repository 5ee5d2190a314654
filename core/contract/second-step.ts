import { z } from "zod";
import { passkeyAnswer } from "./passkeys.ts";
import { session } from "./people.ts";
import { instant } from "./scalars.ts";

/** 202: the password was right, and there is a second step to take with `token` before `expiresAt`. */
export const secondStep = z
	.object({
		secondStep: z.object({
			token: z.string(),
			expiresAt: instant,
			/** What the person has; empty: the workspace asks for a second factor, and they set an app up now. */
			methods: z.array(z.enum(["totp", "passkey", "recovery"])),
		}),
	})
	.meta({ id: "SecondStep" });
export type SecondStep = z.infer<typeof secondStep>;

const token = z.string().min(20).max(200);

/** POST /auth/second-step: one of the three. */
export const takeStepRequest = z
	.object({
		token,
		code: z.string().max(20).optional(),
		recoveryCode: z.string().max(60).optional(),
		passkey: passkeyAnswer.optional(),
	})
	.refine(
		(given) => [given.code, given.recoveryCode, given.passkey].filter((one) => one !== undefined).length === 1,
		"give a code, a recovery code or a passkey",
	)
	.meta({ id: "TakeStepRequest" });

/** A session; with recovery codes where the step set an app up. They are shown this once. */
export const stepTaken = session.extend({ recoveryCodes: z.array(z.string()).optional() }).meta({ id: "StepTaken" });
export type StepTaken = z.infer<typeof stepTaken>;

export const pendingRequest = z.object({ token }).meta({ id: "PendingRequest" });
/** For a passkey as the second step: `token` of the first. Without it: for a passkey alone. */
export const passkeyOptionsRequest = z.object({ token: token.optional() }).meta({ id: "PasskeyOptionsRequest" });
export const passkeySignInRequest = z.object({ passkey: passkeyAnswer }).meta({ id: "PasskeySignInRequest" });

/** What an app for codes is set up with. */
export const totpSetup = z.object({ secret: z.string(), uri: z.string() }).meta({ id: "TotpSetup" });
export type TotpSetupJson = z.infer<typeof totpSetup>;
