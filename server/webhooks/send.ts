import type { Instant } from "../../core/model/instant.ts";
import type { AttemptRow } from "../db/webhook-deliveries.ts";
import { guardedFetch } from "../hosts/guarded-fetch.ts";
import { newId } from "../intake/new-id.ts";
import { webhookHeaders } from "./sign.ts";

const TIMEOUT_MS = 10_000;
const EXCERPT_BYTES = 1024;
/** A receiver that asks for longer is asked again then. */
const LONGEST_WISH_MS = 86_400_000;

/** How a try ended, with what the receiver wishes for the next. */
export interface Tried extends AttemptRow {
	retryAfterMs: number | null;
}

/** Sends one signed message; redirects are not followed. Never throws: what went wrong is said in the answer. */
export type SendWebhook = (
	target: { url: string; secrets: () => Promise<readonly string[]> },
	message: { id: string; body: string },
) => Promise<Tried>;

/**
 * Makes the sender. It calls public addresses alone, except where the server is on the person's own machine; what a name
 * resolves to is judged at each call.
 */
export function webhookSender({ isLocal, now }: { isLocal: boolean; now: () => Instant }): SendWebhook {
	const call = isLocal ? fetch : guardedFetch();
	return async ({ url, secrets }, message) => {
		const id = newId();
		const at = now();
		const began = performance.now();
		const ended = (rest: Pick<Tried, "ok" | "status" | "reason" | "excerpt" | "retryAfterMs">): Tried => ({
			id,
			at,
			tookMs: Math.round(performance.now() - began),
			...rest,
		});
		try {
			const response = await call(url, {
				method: "POST",
				body: message.body,
				headers: {
					"content-type": "application/json",
					"user-agent": "Courtside-Webhooks/1",
					"x-request-id": id,
					...webhookHeaders(message, await secrets(), at),
				},
				redirect: "manual",
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			const excerpt = await beginning(response);
			const { status, headers } = response;
			return ended({
				ok: response.ok,
				status,
				reason: reasonOf(status),
				excerpt,
				retryAfterMs: retryAfter(headers.get("retry-after"), now()),
			});
		} catch (fault) {
			return ended({ ok: false, status: null, reason: whyNot(fault), excerpt: "", retryAfterMs: null });
		}
	};
}

/** A code that the log words, `webhooks.reason.<code>`; behind a blank what the system called it. */
function reasonOf(status: number): string {
	if (status >= 200 && status < 300) return "";
	if (status >= 300 && status < 400) return "redirect";
	return status === 410 ? "gone" : "status";
}

function whyNot(fault: unknown): string {
	const { name, message, cause, code } = fault as Error & {
		cause?: { code?: string; message?: string };
		code?: string;
	};
	if (name === "TimeoutError") return "timeout";
	return `unreachable ${cause?.code ?? code ?? cause?.message ?? message}`.slice(0, 300);
}

/** The beginning of an answer as text without control characters; the rest is not read. */
async function beginning(response: Response): Promise<string> {
	const reader = response.body?.getReader();
	if (!reader) return "";
	const parts: Uint8Array[] = [];
	let size = 0;
	while (size < EXCERPT_BYTES) {
		const { done, value } = await reader.read();
		if (done) break;
		parts.push(value);
		size += value.length;
	}
	await reader.cancel().catch(() => {});
	const text = new TextDecoder().decode(Buffer.concat(parts).subarray(0, EXCERPT_BYTES));
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
	return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd");
}

/** Seconds or a date (RFC 9110); null when not said. */
function retryAfter(header: string | null, now: Instant): number | null {
	if (!header) return null;
	const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isFinite(ms) ? Math.min(LONGEST_WISH_MS, Math.max(0, ms)) : null;
}
