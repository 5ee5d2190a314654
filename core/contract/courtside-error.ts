/** Every error an answer can carry, with its HTTP status. Codes never change meaning. */
export const ERROR_STATUS = {
	invalid_request: 400,
	not_signed_in: 401,
	wrong_credentials: 401,
	token_expired: 401,
	token_reused: 401,
	forbidden: 403,
	not_found: 404,
	method_not_allowed: 405,
	already_exists: 409,
	version_conflict: 409,
	idempotency_conflict: 409,
	wrong_state: 409,
	too_large: 413,
	unsupported_file: 415,
	unprocessable: 422,
	version_required: 428,
	proof_needed: 428,
	too_many_requests: 429,
	internal: 500,
	unavailable: 503,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

/** The one error class of the house: a coded fault whose message says what to do next. */
export class CourtsideError extends Error {
	readonly code: ErrorCode;
	readonly errors: { path: string; message: string }[] | undefined;
	/** Where it came over the wire: what finds it in the server's log. */
	readonly requestId: string | undefined;
	constructor(
		code: ErrorCode,
		message: string,
		options: { cause?: unknown; errors?: { path: string; message: string }[]; requestId?: string } = {},
	) {
		super(message, { cause: options.cause });
		this.name = "CourtsideError";
		this.code = code;
		this.errors = options.errors;
		this.requestId = options.requestId;
	}
}
