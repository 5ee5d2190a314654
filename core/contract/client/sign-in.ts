import type { z } from "zod";
import type { forgotPasswordRequest, resetPasswordRequest } from "../accounts.ts";
import type { DemoDoorsJson, nudgeRequest } from "../demo.ts";
import type { GalleryJson, galleryQuery } from "../gallery.ts";
import type { InvitationInfo, readInvitationRequest, registerRequest } from "../invitations.ts";
import type { PasskeyOptions } from "../passkeys.ts";
import type { createWorkspaceRequest, demoSignInRequest, Session, StartInfo, signInRequest } from "../people.ts";
import type { passkeySignInRequest, SecondStep, StepTaken, TotpSetupJson, takeStepRequest } from "../second-step.ts";
import type { Query, Wire } from "./wire.ts";

/** Signing in and up, and what is there to be seen before. */
export const signInCalls = ({ call }: Wire) => ({
	start: () => call<StartInfo>("GET", "/start"),
	login: (body: z.input<typeof signInRequest>) => call<Session | SecondStep>("POST", "/auth/login", { body }),
	takeSecondStep: (body: z.input<typeof takeStepRequest>) => call<StepTaken>("POST", "/auth/second-step", { body }),
	setUpTotpInStep: (token: string) => call<TotpSetupJson>("POST", "/auth/second-step/totp", { body: { token } }),
	passkeyOptions: (token?: string) =>
		call<PasskeyOptions>("POST", "/auth/passkey/options", { body: token === undefined ? {} : { token } }),
	signInWithPasskey: (body: z.input<typeof passkeySignInRequest>) => call<Session>("POST", "/auth/passkey", { body }),
	demoLogin: (body: z.input<typeof demoSignInRequest>) => call<Session>("POST", "/auth/demo", { body }),
	finishSingleSignOn: (ticket: string) =>
		call<Session & { returnTo: string }>("POST", "/auth/single-sign-on", { body: { ticket } }),
	refresh: (refreshToken?: string) =>
		call<Session>("POST", "/auth/refresh", { body: refreshToken ? { refreshToken } : {} }),
	logout: () => call<void>("POST", "/auth/logout", { body: {} }),
	forgotPassword: (body: z.input<typeof forgotPasswordRequest>) =>
		call<void>("POST", "/auth/forgot-password", { body }),
	resetPassword: (body: z.input<typeof resetPasswordRequest>) => call<void>("POST", "/auth/reset-password", { body }),
	readInvitation: (body: z.input<typeof readInvitationRequest>) =>
		call<InvitationInfo>("POST", "/auth/invitation", { body }),
	register: (body: z.input<typeof registerRequest>) => call<Session | SecondStep>("POST", "/auth/register", { body }),
	createWorkspace: (body: z.input<typeof createWorkspaceRequest>) => call<Session>("POST", "/workspaces", { body }),
	demoDoors: () => call<DemoDoorsJson>("GET", "/demo/doors"),
	nudgeDemo: (body: z.input<typeof nudgeRequest>) => call<void>("POST", "/demo/nudges", { body }),
	gallery: (query: Query<typeof galleryQuery> = {}) => call<GalleryJson>("GET", "/gallery", { query }),
});
