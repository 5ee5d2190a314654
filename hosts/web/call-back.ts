import type { Ports } from "../../core/contract/host.ts";
import { KEY_SECRET } from "../../core/contract/web-connection.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { isPrivateHost } from "../../core/model/private-address.ts";
import { signedHeaders } from "./signature.ts";

const TIMEOUT_MS = 10_000;
/** Longer answers are not read: two hundred records with their fields are well below. */
const LONGEST_ANSWER = 2_000_000;

/** How a call of the workspace's callback address ended; `answer` is what its body says, null when it is no JSON. */
export type Called =
	| { ok: true; answer: unknown }
	| { ok: false; retry: boolean; reason: string; retryAfterMs?: number };

/** Calls the workspace's callback address with a body that is signed as its own requests are. */
export async function callBack(message: JsonValue, ports: Ports): Promise<Called> {
	const installation = await ports.installations.current();
	if (installation?.state !== "on") return no("the connection is not switched on");
	const { callbackUrl, allowPrivateAddresses } = installation.settings;
	const address = typeof callbackUrl === "string" ? URL.parse(callbackUrl) : null;
	if (!address) return no("no callback address is set");
	const refused = whyRefused(address, allowPrivateAddresses === true);
	if (refused) return no(refused);
	const key = await ports.secrets.get(KEY_SECRET);
	if (!key) return no("no signing key is set");

	await ports.limiter.take(`web:${address.host}`);
	const body = JSON.stringify(message);
	try {
		const response = await ports.fetch(address, {
			method: "POST",
			body,
			headers: { "content-type": "application/json", ...signedHeaders(body, { now: ports.now(), key }) },
			// A redirect could lead to an address that was refused above.
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		if (response.ok) return { ok: true, answer: await readAnswer(response) };
		await response.body?.cancel();
		return judge(response, ports.now());
	} catch (fault) {
		return { ok: false, retry: true, reason: `the callback address did not answer: ${(fault as Error).message}` };
	}
}

function judge(response: Response, now: number): Called {
	const reason = `the callback address answered ${response.status}`;
	if (response.status !== 429 && response.status !== 408 && response.status < 500) return no(reason);
	const wish = retryAfter(response.headers.get("retry-after"), now);
	return { ok: false, retry: true, reason, ...(wish === null ? {} : { retryAfterMs: wish }) };
}

async function readAnswer(response: Response): Promise<unknown> {
	let text = "";
	const decoder = new TextDecoder();
	for await (const bytes of response.body ?? []) {
		text += decoder.decode(bytes, { stream: true });
		if (text.length > LONGEST_ANSWER) return null;
	}
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** Seconds or a date (RFC 9110); null when not said. */
function retryAfter(header: string | null, now: number): number | null {
	if (!header) return null;
	const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function no(reason: string): Called {
	return { ok: false, retry: false, reason };
}

/**
 * Why an address may not be called: it must be https and outside private networks, so that nobody reaches the server's
 * own surroundings through a setting. Names are judged as written; the `fetch` port judges what they resolve to.
 */
export function whyRefused(address: URL, allowPrivate: boolean): string | null {
	if (address.protocol !== "https:" && !(allowPrivate && address.protocol === "http:")) {
		return "the callback address must begin with https://";
	}
	if (address.username || address.password) return "the callback address must not carry a password";
	if (allowPrivate || !isPrivateHost(address.hostname)) return null;
	return "the callback address lies in a private network";
}
