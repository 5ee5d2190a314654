import type { z } from "zod";
import type { updateMeRequest } from "../members.ts";
import type { PasskeyOptions } from "../passkeys.ts";
import type { Me } from "../people.ts";
import type { TotpSetupJson } from "../second-step.ts";
import type {
	addPasskeyRequest,
	changePasswordRequest,
	proveRequest,
	RecoveryCodesJson,
	SecurityJson,
} from "../security.ts";
import type { Wire } from "./wire.ts";

/** The signed-in person: profile, ways to prove who it is, sign-ins. */
export const meCalls = ({ call }: Wire) => ({
	me: () => call<Me>("GET", "/users/me"),
	updateMe: (body: z.input<typeof updateMeRequest>) => call<Me>("PATCH", "/users/me", { body }),
	security: () => call<SecurityJson>("GET", "/users/me/security"),
	changePassword: (body: z.input<typeof changePasswordRequest>) => call<void>("POST", "/users/me/password", { body }),
	prove: (body: z.input<typeof proveRequest>) => call<void>("POST", "/users/me/proof", { body }),
	proofOptions: () => call<PasskeyOptions>("POST", "/users/me/proof/options", { body: {} }),
	setUpTotp: () => call<TotpSetupJson>("POST", "/users/me/totp", { body: {} }),
	confirmTotp: (code: string) => call<RecoveryCodesJson>("POST", "/users/me/totp/confirm", { body: { code } }),
	removeTotp: () => call<void>("DELETE", "/users/me/totp"),
	makeRecoveryCodes: () => call<RecoveryCodesJson>("POST", "/users/me/recovery-codes", { body: {} }),
	passkeyCreation: () => call<PasskeyOptions>("POST", "/users/me/passkeys/options", { body: {} }),
	addPasskey: (body: z.input<typeof addPasskeyRequest>) =>
		call<RecoveryCodesJson>("POST", "/users/me/passkeys", { body }),
	removePasskey: (id: string) => call<void>("DELETE", `/users/me/passkeys/${id}`),
	endSignIn: (id: string) => call<void>("DELETE", `/users/me/sign-ins/${id}`),
	endOtherSignIns: () => call<void>("DELETE", "/users/me/sign-ins"),
});
