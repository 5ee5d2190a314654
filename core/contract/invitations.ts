import { z } from "zod";
import { MOST_INVITED } from "../model/user.ts";
import { password, zone } from "./people.ts";
import { roleId } from "./roles.ts";
import { id, instant } from "./scalars.ts";

const email = z.email().max(254);

/** An open invitation; the link in its mail is never shown again. */
export const invitation = z
	.object({
		id,
		email: z.string(),
		name: z.string().nullable(),
		roleId,
		/** The made role's name; null with a built-in one. */
		roleName: z.string().nullable(),
		team: z.object({ id, name: z.string() }).nullable(),
		invitedBy: z.string(),
		sentAt: instant,
		expiresAt: instant,
		isExpired: z.boolean(),
	})
	.meta({ id: "Invitation" });
export type InvitationJson = z.infer<typeof invitation>;

/** POST /invitations. `userId`: a person who is there already (from an import) and keeps their records. */
export const inviteRequest = z
	.object({
		people: z
			.array(
				z.object({
					email,
					name: z.string().trim().min(1).max(120).nullish(),
					roleId,
					teamId: id.nullish(),
					userId: id.nullish(),
				}),
			)
			.max(MOST_INVITED, `at most ${MOST_INVITED} at once`),
	})
	.meta({ id: "InviteRequest" });

/** What came of each, in the order given. `member`: signs in already; `open`: has an invitation that still holds. */
export const invited = z
	.object({ items: z.array(z.object({ email: z.string(), outcome: z.enum(["invited", "member", "open"]) })) })
	.meta({ id: "Invited" });
export type InvitedJson = z.infer<typeof invited>;

/** The link to hand over oneself; the one mailed before stops holding. */
export const invitationLink = z.object({ link: z.string(), expiresAt: instant }).meta({ id: "InvitationLink" });
export type InvitationLinkJson = z.infer<typeof invitationLink>;

const token = z.string().min(20).max(200);

/** POST /auth/invitation: what the page of a mailed link says. */
export const readInvitationRequest = z.object({ token }).meta({ id: "ReadInvitationRequest" });
export const invitationInfo = z
	.object({
		workspace: z.string(),
		invitedBy: z.string(),
		email: z.string(),
		name: z.string().nullable(),
		expiresAt: instant,
	})
	.meta({ id: "InvitationInfo" });
export type InvitationInfo = z.infer<typeof invitationInfo>;

/** POST /auth/register: accepts an invitation. There is no other way into a workspace that exists. */
export const registerRequest = z
	.object({
		token,
		name: z.string().trim().min(1).max(120),
		password,
		locale: z.string().max(10).optional(),
		zone: zone.optional(),
	})
	.meta({ id: "RegisterRequest" });
