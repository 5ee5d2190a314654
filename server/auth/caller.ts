import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { DAY_MS } from "../../core/model/instant.ts";
import type { AppEnv } from "../app-env.ts";
import { hashToken } from "./secret-token.ts";

/** What is kept of where a sign-in came from. */
export interface Caller {
	/** How the browser calls itself, shortened. */
	userAgent: string | null;
	/** The network, not the address: see {@link coarseNetwork}. */
	network: string | null;
	/** Knows the browser again. Null when nothing tells it from others. */
	browserHash: Buffer | null;
}

const COOKIE = "courtside_browser";
const COOKIE_PATH = "/api/v1/auth";
/** As long as browsers keep a cookie. */
const LIFE_S = (400 * DAY_MS) / 1000;

/** Who calls. A browser gets a random mark of its own, sent only to the sign-in routes, by which it is known again. */
export function callerOf(c: Context<AppEnv>, isSecure: boolean): Caller {
	const userAgent = userAgentOf(c);
	const network = coarseNetwork(c.var.address);
	if (isApiClient(c)) {
		return { userAgent, network, browserHash: userAgent === null ? null : hashToken(`program ${userAgent}`) };
	}
	const kept = getCookie(c, COOKIE);
	const mark = kept && /^[\w-]{20,60}$/.test(kept) ? kept : randomBytes(24).toString("base64url");
	setCookie(c, COOKIE, mark, {
		path: COOKIE_PATH,
		httpOnly: true,
		sameSite: "Strict",
		secure: isSecure,
		maxAge: LIFE_S,
	});
	return { userAgent, network, browserHash: hashToken(mark) };
}

/** How the browser calls itself, shortened; null when it does not say. */
export function userAgentOf(c: Context<AppEnv>): string | null {
	return c.req.header("user-agent")?.slice(0, 300) ?? null;
}

/** Whether a program calls, which keeps its tokens itself. */
export function isApiClient(c: Context<AppEnv>): boolean {
	return c.req.header("x-courtside-client") === "api";
}

/** `203.0.113.*`, `2001:db8:7::*`: enough to tell one's office from elsewhere, too little to follow somebody. */
export function coarseNetwork(address: string | null): string | null {
	if (address === null) return null;
	const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address);
	if (four) return `${four[1]}.*`;
	if (!/^[\da-f:]{2,39}$/i.test(address)) return null;
	const [head = "", tail = ""] = address.toLowerCase().split("::");
	const left = head.split(":").filter(Boolean);
	const right = tail.split(":").filter(Boolean);
	const zeros = address.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
	const all = [...left, ...Array<string>(zeros).fill("0"), ...right];
	return `${all.slice(0, 3).join(":")}::*`;
}
