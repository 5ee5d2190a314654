import type { Outgoing, Ports, Written } from "../../core/contract/host.ts";
import { signedHeaders } from "./signature.ts";

/** The name under which the key lives among the workspace's secrets; while it is changed, the older beside it. */
export const KEY_SECRET = "webhookKey";
export const OLD_KEY_SECRET = "webhookKeyPrevious";

const TIMEOUT_MS = 10_000;

/** Sends one change to the workspace's callback address, signed as its own requests are. Says whether to try again. */
export async function writeBack(change: Outgoing, ports: Ports): Promise<Written> {
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
	const body = JSON.stringify({ id: change.id, kind: change.kind, dedupKey: change.dedupKey, payload: change.payload });
	try {
		const response = await ports.fetch(address, {
			method: "POST",
			body,
			headers: { "content-type": "application/json", ...signedHeaders(body, { now: ports.now(), key }) },
			// A redirect could lead to an address that was refused above.
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		await response.body?.cancel();
		return judge(response, ports.now());
	} catch (fault) {
		return { ok: false, retry: true, reason: `the callback address did not answer: ${(fault as Error).message}` };
	}
}

function judge(response: Response, now: number): Written {
	if (response.ok) return { ok: true };
	const reason = `the callback address answered ${response.status}`;
	if (response.status !== 429 && response.status !== 408 && response.status < 500) return no(reason);
	const wish = retryAfter(response.headers.get("retry-after"), now);
	return { ok: false, retry: true, reason, ...(wish === null ? {} : { retryAfterMs: wish }) };
}

/** Seconds or a date (RFC 9110); null when not said. */
function retryAfter(header: string | null, now: number): number | null {
	if (!header) return null;
	const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function no(reason: string): Written {
	return { ok: false, retry: false, reason };
}

/**
 * Why an address may not be called: it must be https and outside private networks, so that nobody reaches the server's
 * own surroundings through a setting. Names are judged as written; what they resolve to is for the `fetch` port.
 */
export function whyRefused(address: URL, allowPrivate: boolean): string | null {
	if (address.protocol !== "https:" && !(allowPrivate && address.protocol === "http:")) {
		return "the callback address must begin with https://";
	}
	if (address.username || address.password) return "the callback address must not carry a password";
	if (allowPrivate || !isPrivate(address.hostname)) return null;
	return "the callback address lies in a private network; an administrator can allow that in the connection's settings";
}

const PRIVATE_V4 =
	/^(0|10|127|169\.254|192\.168|192\.0\.0|198\.1[89]|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|2(2[4-9]|[34]\d|5[0-5]))\./;

function isPrivate(host: string): boolean {
	// URL has already turned 0x7f.1, 2130706433 and their like into dotted form.
	if (/^[\d.]+$/.test(host)) return PRIVATE_V4.test(host);
	if (host.startsWith("[")) {
		const v6 = host.slice(1, -1);
		return !/^[23]/.test(v6) || v6.startsWith("2002:") || v6.startsWith("2001:0:") || v6.startsWith("2001::");
	}
	const name = host.replace(/\.$/, "");
	return !name.includes(".") || /(^|\.)(localhost|local|internal|lan|home|home\.arpa|intranet|corp)$/.test(name);
}
