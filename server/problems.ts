import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { RateLimiterRes } from "rate-limiter-flexible";
import { ZodError } from "zod";
import { CourtsideError, ERROR_STATUS, type ErrorCode, type Problem } from "../core/contract/problem.ts";
import type { AppEnv } from "./app-env.ts";

const TITLES: Record<ErrorCode, string> = {
	invalid_request: "The request is not right",
	not_signed_in: "Sign in first",
	wrong_credentials: "E-mail or password is wrong",
	token_expired: "The sign-in has run out",
	token_reused: "This sign-in was used twice",
	forbidden: "Not allowed",
	not_found: "Not found",
	method_not_allowed: "Not this method",
	already_exists: "It exists already",
	version_conflict: "Someone else changed it",
	idempotency_conflict: "The same key came with something else",
	wrong_state: "Not in this state",
	too_large: "Too large",
	unsupported_file: "This kind of file cannot be read",
	unprocessable: "Understood, but not possible",
	version_required: "Say which version you read",
	proof_needed: "Prove that it is you",
	too_many_requests: "Too many tries",
	internal: "Something broke on our side",
	unavailable: "Not available right now",
};

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
	400: "invalid_request",
	401: "not_signed_in",
	403: "forbidden",
	404: "not_found",
	405: "method_not_allowed",
	413: "too_large",
	415: "unsupported_file",
	429: "too_many_requests",
	503: "unavailable",
	504: "unavailable",
};

/**
 * SQLSTATE of values that only the database could tell are wrong: no day or moment, no text of its type, a NUL in a text.
 * Others of class 22 are faults of our own queries.
 */
const WRONG_VALUES: ReadonlySet<string> = new Set(["22007", "22008", "22P02", "22021", "22P05"]);

/**
 * What passes by itself: the database is starting, stopping, full or away, or chose this transaction to end a deadlock.
 */
const PASSING: ReadonlySet<string> = new Set([
	...["57P01", "57P02", "57P03", "53300", "40001", "40P01"],
	...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "EAI_AGAIN"],
]);
/** The driver's own faults have no code: no connection came free in time, or one was cut, before or between statements. */
const PASSING_WORDS =
	/^(?:timeout exceeded when trying to connect|Connection terminated|Client (?:was closed|has encountered a connection error) and is not queryable)/;
const AGAIN_AFTER_S = 2;

/** An RFC 9457 answer with the coded fault; `headers` for Allow and Retry-After. */
export function problemResponse(
	c: Context<AppEnv>,
	fault: Pick<CourtsideError, "code" | "message" | "errors">,
	headers: Record<string, string> = {},
): Response {
	const status = ERROR_STATUS[fault.code];
	const body: Problem = {
		type: `urn:courtside:problem:${fault.code}`,
		title: TITLES[fault.code],
		status,
		detail: fault.message,
		code: fault.code,
		requestId: c.var.requestId,
		...(fault.errors ? { errors: fault.errors } : {}),
	};
	return c.json(body, status as ContentfulStatusCode, { "content-type": "application/problem+json", ...headers });
}

/** Any thrown thing as a coded fault. What is not known becomes `internal`, whose words give nothing away. */
export function faultOf(error: unknown): CourtsideError {
	if (error instanceof CourtsideError) return error;
	if (error instanceof ZodError) return invalid(error);
	if (error instanceof HTTPException) {
		const code = CODE_OF_STATUS[error.status] ?? "internal";
		return new CourtsideError(code, error.message || TITLES[code], { cause: error });
	}
	const { code = "" } = (error ?? {}) as { code?: string };
	if (code === "23505") {
		return new CourtsideError("already_exists", "Something with these values exists already.", { cause: error });
	}
	if (code === "23503") {
		return new CourtsideError("unprocessable", "Something it points to does not exist.", { cause: error });
	}
	if (WRONG_VALUES.has(code)) {
		return new CourtsideError("invalid_request", "A value in it is of the wrong kind, or has signs that no text has.", {
			cause: error,
		});
	}
	if (isPassing(error)) {
		return new CourtsideError("unavailable", "The server has too much to do, or its database is away. Try again.", {
			cause: error,
		});
	}
	return new CourtsideError("internal", "Something broke on our side. Try again; if it stays, send us the reference.", {
		cause: error,
	});
}

/** `Retry-After` of a fault that passes: when a brake on guessing lets go again, or when the database may be asked again. */
export function whenAgain({ cause }: CourtsideError): Record<string, string> {
	if (cause instanceof RateLimiterRes) return { "retry-after": String(Math.ceil(cause.msBeforeNext / 1000)) };
	return isPassing(cause) ? { "retry-after": String(AGAIN_AFTER_S) } : {};
}

function isPassing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	return PASSING.has((error as { code?: string }).code ?? "") || PASSING_WORDS.test(error.message);
}

/** A validation fault with the path of each wrong input. */
export function invalid(error: Pick<ZodError, "issues">): CourtsideError {
	const errors = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
	const first = errors[0];
	const detail = first ? `${first.path || "The input"}: ${first.message}.` : "The input is not right.";
	return new CourtsideError("invalid_request", detail, { cause: error, errors });
}
