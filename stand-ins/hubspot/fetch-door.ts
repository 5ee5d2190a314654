import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { z } from "zod";
import type { Portal } from "./portal.ts";
import { calledUrl, signedHeaders } from "./sign.ts";

/** Where a card's calls go, and where the built preview of the cards lies. */
export interface Cards {
	/** The one origin that the app's `permittedUrls.fetch` names. */
	serverUrl: string;
	/** Folder of the built bundles and the page that runs them. */
	folder: string;
}

const MOST_BYTES = 1_000_000;
const MOST_AT_ONCE = 20;
const MOST_MS = 120_000;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;
const TYPES: Readonly<Record<string, string>> = {
	html: "text/html; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	css: "text/css; charset=utf-8",
	json: "application/json",
};
const call = z.object({
	url: z.string(),
	userEmail: z.string(),
	options: z
		.object({
			method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
			timeout: z.number().int().positive().max(MOST_MS).default(15_000),
			headers: z.record(z.string(), z.string()).default({}),
			body: z.record(z.string(), z.unknown()).optional(),
		})
		.prefault({}),
});

/** An answer of the preview: bytes of a page, or what our server said. */
export interface Previewed {
	status: number;
	type: string;
	body: string | Buffer;
}

/**
 * HubSpot's part of `hubspot.fetch`, with its rules: only https (and a loopback server), only the permitted origin, no
 * header but Authorization, 1 MB each way, so many at once, no redirects, once more after a broken connection or a 5xx.
 */
export function openFetchDoor(portal: Portal, { serverUrl }: Cards): (body: string) => Promise<Previewed> {
	let running = 0;
	return async (text) => {
		const parsed = call.safeParse(JSON.parse(text));
		if (!parsed.success) return refused(400, parsed.error.issues[0]?.message ?? "invalid");
		const { url, userEmail, options } = parsed.data;
		const target = URL.canParse(url) ? new URL(url) : null;
		if (!target || target.origin !== new URL(serverUrl).origin) return refused(400, `${url} is no permitted URL`);
		if (target.protocol !== "https:" && !LOOPBACK.test(target.hostname)) return refused(400, "only https");
		if (Object.keys(options.headers).some((name) => name.toLowerCase() !== "authorization"))
			return refused(400, "only the header Authorization is allowed");
		const body = options.body ? JSON.stringify(options.body) : "";
		if (body.length > MOST_BYTES) return refused(413, "the body is larger than 1 MB");
		if (running >= MOST_AT_ONCE) return refused(429, "too many calls at once");
		running++;
		try {
			const called = calledUrl(url, { portalId: portal.id, userEmail });
			for (let tries = 1; ; tries++) {
				const answer = await send(called, { ...options, body }, portal.app.clientSecret, portal.now()).catch(
					() => null,
				);
				if ((answer === null || answer.status >= 500) && tries === 1) continue;
				if (answer === null) return refused(504, "the app's server could not be reached");
				const said = await answer.text();
				if (said.length > MOST_BYTES) return refused(502, "the answer is larger than 1 MB");
				return { status: answer.status, type: "application/json", body: said };
			}
		} finally {
			running--;
		}
	};
}

function send(
	url: string,
	{
		method,
		timeout,
		headers,
		body,
	}: { method: string; timeout: number; headers: Record<string, string>; body: string },
	secret: string,
	now: number,
): Promise<Response> {
	return fetch(url, {
		method,
		headers: {
			...headers,
			...signedHeaders({ method, url, body }, secret, now),
			...(body && { "content-type": "application/json" }),
		},
		...(body && { body }),
		redirect: "error",
		signal: AbortSignal.timeout(timeout),
	});
}

/** A file of the preview; what is not there is said. */
export async function previewFile({ folder, serverUrl }: Cards, path: string): Promise<Previewed> {
	if (path === "server.json") return { status: 200, type: "application/json", body: JSON.stringify({ serverUrl }) };
	const name = normalize(path || "index.html");
	const type = TYPES[name.split(".").at(-1) ?? ""];
	if (!type || name.startsWith("..")) return { status: 404, type: "text/plain", body: "there is no such file" };
	try {
		return { status: 200, type, body: await readFile(join(folder, name)) };
	} catch {
		return { status: 404, type: "text/plain", body: "the cards are not built yet" };
	}
}

function refused(status: number, message: string): Previewed {
	return { status, type: "application/json", body: JSON.stringify({ status: "error", message }) };
}
