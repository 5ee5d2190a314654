import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** The caller's address: the socket's, or what the nearest proxy says when that is believed. Null without a socket. */
export function addressOf(c: Context<AppEnv>, trustProxy: boolean): string | null {
	if (trustProxy) {
		const last = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
		if (last) return last;
	}
	// `app.request` without a socket has no connection to ask.
	if (!(c.env as { incoming?: unknown } | undefined)?.incoming) return null;
	return getConnInfo(c).remote.address ?? null;
}

/**
 * Whether the request was made by somebody at this machine: the socket is loopback, the browser asked for a loopback
 * name (a page elsewhere that rebinds its own name to 127.0.0.1 does not), and no proxy stands in between.
 */
export function isFromThisMachine(c: Context<AppEnv>): boolean {
	const { address } = c.var;
	return (
		address !== null &&
		LOOPBACK.test(address) &&
		LOCAL_HOST.test(c.req.header("host") ?? "") &&
		FORWARDED.every((header) => c.req.header(header) === undefined)
	);
}
