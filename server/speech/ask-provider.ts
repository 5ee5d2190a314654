import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import { readMessage } from "./provider-socket.ts";

/** A large file on a slow line. */
const ASK_WITHIN_MS = 15 * 60_000;
const MOST_REASON = 200;
/** Of these the file is the cause: another try brings the same. */
const REFUSES_FILE = [400, 413, 415, 422];

/**
 * What a provider of speech answers, read by a schema. Throws CourtsideError `unsupported_file`, with the provider's reason,
 * where it will not have the file; `unavailable` where it is away, refuses us, or says what we cannot read.
 */
export async function askProvider<T>(
	url: string,
	init: RequestInit & { duplex?: "half" },
	schema: z.ZodType<T>,
): Promise<T> {
	let answer: Response;
	let text: string;
	try {
		answer = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(ASK_WITHIN_MS) });
		text = await answer.text();
	} catch (cause) {
		const { message, cause: behind } = cause as { message: string; cause?: { code?: string } };
		throw away(behind?.code ?? message, cause);
	}
	if (REFUSES_FILE.includes(answer.status)) throw refused(reasonIn(text) ?? `It answered ${answer.status}.`);
	if (!answer.ok) throw away(`it answered ${answer.status}`);
	const read = schema.safeParse(readMessage(text));
	if (!read.success) throw away("its answer cannot be read", read.error);
	return read.data;
}

/** A provider that would not have a file, for the reason it gave. */
export function refused(reason: string): CourtsideError {
	return new CourtsideError("unsupported_file", reason.slice(0, MOST_REASON));
}

/** A provider that is not there. */
export function away(why: string, cause?: unknown): CourtsideError {
	return new CourtsideError("unavailable", `The speech provider is not there: ${why}.`, { cause });
}

/** The reason in a refusal: `{error: "…"}` or `{error: {message: "…"}}`. */
function reasonIn(text: string): string | null {
	const { error } = (readMessage(text) ?? {}) as { error?: unknown };
	const message = error && typeof error === "object" ? (error as { message?: unknown }).message : error;
	return typeof message === "string" && message !== "" ? message : null;
}
