import { z } from "zod";
import { SIDES } from "../model/meeting.ts";
import { id, instant } from "./scalars.ts";

const seconds = z.number();

/** GET /meetings/search: words anywhere in what was said, in one meeting or in all that the caller may see. */
export const meetingSearchQuery = z.object({
	q: z.string().trim().min(1).max(120),
	meetingId: id.optional(),
	limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const meetingSearch = z
	.object({
		items: z.array(
			z.object({
				meeting: z.object({ id, title: z.string(), startsAt: instant, owner: z.string().nullable() }),
				segmentId: z.string(),
				startSec: seconds,
				speaker: z.string().nullable(),
				side: z.enum(SIDES),
				text: z.string(),
			}),
		),
		/** There are more than these. */
		isPart: z.boolean(),
	})
	.meta({ id: "MeetingSearch" });
export type MeetingSearchJson = z.infer<typeof meetingSearch>;
