import { randomUUID } from "node:crypto";

/** What a door of the stand-in answers. */
export interface Answered {
	status: number;
	json?: unknown;
	headers?: Record<string, string>;
}

/** An error in the portal's shape. */
export function refusal(status: number, category: string, message: string, more: object = {}): Answered {
	return { status, json: { status: "error", message, correlationId: randomUUID(), category, ...more } };
}

/** The refusal of a call too many; which limit it was stands in `policyName`. */
export function tooMany(policyName: "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY"): Answered {
	const which = policyName === "SECONDLY" ? "secondly" : policyName === "DAILY" ? "daily" : "ten_secondly_rolling";
	return {
		status: 429,
		json: {
			status: "error",
			message: `You have reached your ${which} limit.`,
			errorType: "RATE_LIMIT",
			correlationId: randomUUID(),
			policyName,
			requestId: randomUUID(),
		},
	};
}
