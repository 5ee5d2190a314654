import { z } from "zod";
import { id, instant } from "./scalars.ts";

/** Vendors whose bots sit in meetings and tell what is said. */
export const BOT_VENDORS = ["recall", "vexa"] as const;
export type BotVendor = (typeof BOT_VENDORS)[number];

/** GET /coaching/bots: how each vendor's bots stand. Secrets are never shown again. */
export const meetingBot = z
	.object({
		vendor: z.enum(BOT_VENDORS),
		name: z.string(),
		isOn: z.boolean(),
		/** Where the vendor is to send to. */
		address: z.string(),
		/** What its requests are proven by is set. */
		hasSecret: z.boolean(),
		/** With its key the whole transcript is fetched after a meeting. */
		hasApiKey: z.boolean(),
		/** Where it is fetched from. */
		apiUrl: z.string(),
		/** Whose meetings those are of which nobody says. */
		owner: z.object({ id, name: z.string() }).nullable(),
		/** When it last told something, and how much of what it told could not be taken in. */
		heardAt: instant.nullable(),
		failed: z.number().int(),
	})
	.meta({ id: "MeetingBot" });
export type MeetingBotJson = z.infer<typeof meetingBot>;

/** PUT /coaching/bots/{vendor}: what is given is changed; `secret` and `apiKey` null: forgotten. */
export const updateMeetingBotRequest = z
	.object({
		isOn: z.boolean().optional(),
		ownerId: id.optional(),
		apiUrl: z
			.url({ protocol: /^https?$/ })
			.max(300)
			.optional(),
		/** Recall.ai's workspace secret. */
		secret: z
			.string()
			.regex(/^whsec_[A-Za-z0-9+/]{16,200}={0,2}$/)
			.nullish(),
		apiKey: z.string().trim().min(8).max(500).nullish(),
	})
	.meta({ id: "UpdateMeetingBotRequest" });

/** POST /coaching/bots/{vendor}/token: what the bot is to show from now on, this once. */
export const meetingBotToken = z.object({ token: z.string(), bot: meetingBot }).meta({ id: "MeetingBotToken" });
export type MeetingBotTokenJson = z.infer<typeof meetingBotToken>;
