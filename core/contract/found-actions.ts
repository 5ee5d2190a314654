import { z } from "zod";
import { id, plainDate } from "./scalars.ts";

/** Something the caller took on in a meeting of theirs and that is in no plan yet. */
const foundAction = z.object({
	id,
	text: z.string(),
	dueOn: plainDate.nullable(),
	/** Word for word as it was said; seconds from the meeting's start. */
	quote: z.string(),
	atSec: z.number().nullable(),
	meeting: z.object({ id, title: z.string() }),
	deal: z.object({ id, name: z.string() }),
});
export type FoundActionJson = z.infer<typeof foundAction>;

/** GET /actions/found: the newest meeting's first, at most fifty. */
export const foundActionList = z.object({ items: z.array(foundAction) }).meta({ id: "FoundActions" });
