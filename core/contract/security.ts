import { z } from "zod";
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

/** How the signed-in person is let in. */
export const security = z
	.object({
		hasPassword: z.boolean(),
		/** Until when sensitive changes are possible without proving anew who one is; null: prove it first. */
		provedUntil: instant.nullable(),
		signIns: z.array(signIn),
	})
	.meta({ id: "Security" });
export type SecurityJson = z.infer<typeof security>;

/** POST /users/me/password. `current` is left out by people who have none yet and proved themselves another way. */
export const changePasswordRequest = z
	.object({ current: z.string().max(200).optional(), password })
	.meta({ id: "ChangePasswordRequest" });

/** POST /auth/prove: that it is really oneself, before something sensitive. */
export const proveRequest = z.object({ password: z.string().min(1).max(200) }).meta({ id: "ProveRequest" });
