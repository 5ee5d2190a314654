import type { z } from "zod";
import { CourtsideError, ERROR_STATUS, type ErrorCode } from "../courtside-error.ts";
import type { Problem } from "../problem.ts";

/** What may be asked of a list: any part of its query, as it is before parsing. */
export type Query<T extends z.ZodType> = Partial<z.input<T>>;

/** How calls are made: remote hosts hand in the platform's `fetch`, tests `app.request`. */
export interface ClientOptions {
	fetch: (url: string, init?: RequestInit) => Response | Promise<Response>;
	/** Without a slash at the end; "" for the same origin. */
	baseUrl: string;
	/** The access token, fresh for each call; null before sign-in. */
	token: () => string | null | Promise<string | null>;
	locale?: () => string;
}

interface Sent {
	query?: object;
	body?: unknown;
	key?: string;
	form?: FormData;
	accept?: string;
	signal?: AbortSignal;
}

/** What the calls of each subject are made with. Both throw a CourtsideError with the server's code and words. */
export interface Wire {
	/** The answer as it comes, for files. */
	send(method: string, path: string, given?: Sent): Promise<Response>;
	/** The answer's JSON; undefined where it has no word. */
	call<T>(method: string, path: string, given?: Sent): Promise<T>;
}

/** The one way to `/api/v1`. */
export function createWire(options: ClientOptions): Wire {
	async function send(method: string, path: string, given: Sent = {}): Promise<Response> {
		const token = await options.token();
		const headers: Record<string, string> = { accept: given.accept ?? "application/json" };
		if (token) headers["authorization"] = `Bearer ${token}`;
		if (options.locale) headers["accept-language"] = options.locale();
		if (given.key) headers["idempotency-key"] = given.key;
		if (given.body !== undefined) headers["content-type"] = "application/json";
		const response = await options.fetch(`${options.baseUrl}/api/v1${path}${search(given.query)}`, {
			method,
			headers,
			credentials: "same-origin",
			...(given.signal ? { signal: given.signal } : {}),
			...(given.form ? { body: given.form } : given.body !== undefined ? { body: JSON.stringify(given.body) } : {}),
		});
		if (response.ok) return response;
		throw await faultOf(response);
	}
	async function call<T>(method: string, path: string, given: Sent = {}): Promise<T> {
		const response = await send(method, path, given);
		// "It is being done" (202) may come without a word, as "done" (204) always does.
		const text = await response.text();
		return (text === "" ? undefined : JSON.parse(text)) as T;
	}
	return { send, call };
}

function search(query: object | undefined): string {
	const pairs = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== "");
	return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}

async function faultOf(response: Response): Promise<CourtsideError> {
	const problem = asProblem(await response.json().catch(() => null));
	if (!problem) {
		return new CourtsideError(
			"unavailable",
			`The server answered ${response.status} without saying why. Try again in a moment.`,
		);
	}
	const { code, detail, errors, requestId } = problem;
	return new CourtsideError(code, detail, { ...(errors ? { errors } : {}), ...(requestId ? { requestId } : {}) });
}

/** Read by hand: the client runs in browsers, and the schemas would weigh more than the rest of the page. */
function asProblem(body: unknown): Problem | null {
	const { code, detail } = (body ?? {}) as Partial<Problem>;
	if (typeof code !== "string" || !(code in ERROR_STATUS) || typeof detail !== "string") return null;
	return { ...(body as Problem), code: code as ErrorCode };
}
