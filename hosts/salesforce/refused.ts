import type { Written } from "../../core/contract/host.ts";

/** Errors that pass. */
const PASSING = new Set(["UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION"]);

/** A record that the organisation did not take. The client's types name the code `errorCode`; on the wire collections bear `statusCode`. */
export function refusedBy(
	errors: readonly { message: string; errorCode?: string; statusCode?: string }[],
): Written & { ok: false } {
	const [first] = errors;
	const code = first?.statusCode ?? first?.errorCode ?? "";
	return { ok: false, retry: PASSING.has(code), reason: `${code}: ${first?.message ?? "refused"}` };
}
