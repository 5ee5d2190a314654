import { z } from "zod";
import { MEETING_CONSENTS, MEETING_SOURCES, MEETING_STATES } from "../model/meeting.ts";
import { CHECKS } from "./live-meeting.ts";
import { BOT_VENDORS } from "./meeting-bots.ts";
import { id, instant, plainDate } from "./scalars.ts";
import { view } from "./view.ts";

/** What one should know before a meeting, from the deal and the meetings before. */
export const meetingBrief = z
	.object({
		title: z.string(),
		startsAt: instant,
		deal: z
			.object({ id, name: z.string(), account: z.string().nullable(), stage: z.string(), view: view.nullable() })
			.nullable(),
		people: z.array(z.object({ name: z.string(), title: z.string().nullable() })),
		/** What our side took on, and what theirs did; newest meeting first. */
		actions: z.array(z.object({ text: z.string(), dueOn: plainDate.nullable(), from: z.string() })),
		promises: z.array(z.object({ text: z.string(), dueOn: plainDate.nullable(), from: z.string() })),
		/** What weighs on the deal. */
		risks: z.array(z.string()),
		/** What is not known yet, as codes of `coach.slot` with a line to ask it by. */
		questions: z.array(z.object({ slot: z.enum(CHECKS), say: z.string() })),
		/** Whether a provider writes down what is said. */
		hasSpeech: z.boolean(),
		/** The bot that may be sent into the meeting, and when one was that has not come yet; null: none is connected. */
		bot: z.object({ vendor: z.enum(BOT_VENDORS), name: z.string(), invitedAt: instant.nullable() }).nullable(),
		needsConsent: z.boolean(),
		consentNotice: z.string().nullable(),
		consent: z.enum(MEETING_CONSENTS),
		state: z.enum(MEETING_STATES),
		source: z.enum(MEETING_SOURCES),
	})
	.meta({ id: "MeetingBrief" });
export type MeetingBriefJson = z.infer<typeof meetingBrief>;
