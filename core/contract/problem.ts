import { z } from "zod";
import { ERROR_STATUS, type ErrorCode } from "./courtside-error.ts";

export { CourtsideError, ERROR_STATUS, type ErrorCode } from "./courtside-error.ts";

/** RFC 9457 problem details; `detail` says what happened and what to do next, `requestId` finds it in the log. */
export const problem = z
	.object({
		type: z.string(),
		title: z.string(),
		status: z.number().int(),
		detail: z.string(),
		code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
		requestId: z.string().optional(),
		/** Which input was wrong, by path. */
		errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
	})
	.meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
