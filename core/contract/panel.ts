import { z } from "zod";
import { hostId } from "./connections.ts";
import { session } from "./people.ts";
import { id, instant, plainDate } from "./scalars.ts";

/** POST /auth/panel: a token that a vendor has given to a page of ours in its frame. */
export const panelSignInRequest = z
	.object({ host: hostId, token: z.string().min(20).max(8000) })
	.meta({ id: "PanelSignInRequest" });

/**
 * Who it is. `guest`: of another company, visiting; `unknown`: of the organization, but nobody of ours has the address.
 * Both see only what a customer may.
 */
export const panelSignIn = z
	.discriminatedUnion("state", [
		z.object({ state: z.literal("in"), session }),
		z.object({ state: z.literal("guest") }),
		z.object({ state: z.literal("unknown"), name: z.string(), email: z.string().nullable() }),
	])
	.meta({ id: "PanelSignIn" });
export type PanelSignInJson = z.infer<typeof panelSignIn>;

/** GET /connections/{host}/panel: what is to be set up at the vendor's, in order. */
export const panelSetup = z
	.object({
		name: z.string(),
		origin: z.string(),
		isOn: z.boolean(),
		/** Pages over https alone are shown by the vendor. */
		isReachable: z.boolean(),
		steps: z.array(
			z.object({
				code: z.string(),
				isDone: z.boolean(),
				copy: z.array(z.object({ name: z.string(), value: z.string() })),
			}),
		),
		/** Where the app can be tried without the vendor; null: nowhere. */
		tryAt: z.string().nullable(),
	})
	.meta({ id: "PanelSetup" });
export type PanelSetupJson = z.infer<typeof panelSetup>;

/** POST /panel/meetings: the meeting beside which the panel stands, as the vendor's page tells of it. */
export const openPanelMeetingRequest = z
	.object({
		host: hostId,
		key: z.string().trim().min(1).max(400),
		title: z.string().trim().min(1).max(300).optional(),
		startsAt: instant.optional(),
	})
	.meta({ id: "OpenPanelMeetingRequest" });
/** The caller's meeting here; the same for the same key. */
export const panelMeeting = z.object({ meetingId: id, isNew: z.boolean() }).meta({ id: "PanelMeeting" });
export type PanelMeetingJson = z.infer<typeof panelMeeting>;

/** POST /panel/meetings/{id}/watch: asks the vendor to tell of the transcript, on behalf of whose token it is. */
export const watchPanelMeetingRequest = z
	.object({ host: hostId, token: z.string().min(20).max(8000), joinUrl: z.url().max(2000) })
	.meta({ id: "WatchPanelMeetingRequest" });
/** `consent`: somebody must agree first; `unknown`: the vendor knows no such meeting; `failed`: another try may do. */
export const panelWatch = z
	.object({ state: z.enum(["on", "consent", "unknown", "failed"]), until: instant.nullable() })
	.meta({ id: "PanelWatch" });
export type PanelWatchJson = z.infer<typeof panelWatch>;

/** POST /panel/meetings/{id}/bot: the link by which people join it. */
export const invitePanelBotRequest = z
	.object({
		joinUrl: z
			.url({ protocol: /^https$/, hostname: /^((gov|dod)\.)?teams\.microsoft\.(com|us)$|^teams\.live\.com$/ })
			.max(2000),
	})
	.meta({ id: "InvitePanelBotRequest" });
/** The bot that is on its way, since when; `isNew` false: it was already. */
export const panelBot = z.object({ name: z.string(), invitedAt: instant, isNew: z.boolean() }).meta({ id: "PanelBot" });
export type PanelBotJson = z.infer<typeof panelBot>;

const step = z.object({
	text: z.string().trim().min(1).max(500),
	owner: z.enum(["us", "them", "both"]),
	dueOn: plainDate.nullable(),
});
/** POST /panel/shares: what everybody in the meeting may see, as the rep chose it. */
export const sharePanelRequest = z
	.object({
		meetingId: id,
		agenda: z.array(z.string().trim().min(1).max(300)).max(20),
		steps: z.array(step).max(20),
	})
	.meta({ id: "SharePanelRequest" });
/** The address's last part; whoever has it sees what was shared, until it ends. */
export const sharedPanelToken = z.object({ token: z.string(), expiresAt: instant }).meta({ id: "SharedPanelToken" });
/** GET /panel/shared/{token}: all that a customer sees. */
export const sharedPanel = z
	.object({ title: z.string(), agenda: z.array(z.string()), steps: z.array(step) })
	.meta({ id: "SharedPanel" });
export type SharedPanelJson = z.infer<typeof sharedPanel>;

/** POST /panel/handovers: a code with which the caller goes on in a window of the browser, once, within a minute. */
export const panelHandover = z.object({ code: z.string(), expiresAt: instant }).meta({ id: "PanelHandover" });
/** POST /auth/panel-handover. */
export const takeHandoverRequest = z.object({ code: z.string().min(20).max(200) }).meta({ id: "TakeHandoverRequest" });
