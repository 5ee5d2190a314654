import { hubspot } from "@hubspot/ui-extensions";
import type { Host } from "./hooks.ts";

/** How our server answered: what it said, or in which of the ways it did not. */
export type Answer<T> =
	| { state: "ok"; data: T }
	| { state: "forbidden" | "off" | "conflict" | "broken"; message: string };

const TIMEOUT_MS = 12_000;

/**
 * Asks our server through HubSpot, which adds who asks and signs it. It may be sent twice after a broken connection, so
 * whatever changes something carries a key of its own in `body`. Never throws.
 */
export async function ask<T>(
	{ serverUrl, language }: Pick<Host, "serverUrl" | "language">,
	path: string,
	given: { method?: "GET" | "POST" | "PUT"; query?: Record<string, string>; body?: Record<string, unknown> } = {},
): Promise<Answer<T>> {
	const { method = "GET", query = {}, body } = given;
	const pairs = Object.entries({ ...query, locale: language }).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	try {
		const response = await hubspot.fetch(`${serverUrl}/cards/hubspot/${path}?${pairs.join("&")}`, {
			method,
			timeout: TIMEOUT_MS,
			...(body && { body }),
		});
		const data = await response.json();
		if (response.ok) return { state: "ok", data: data as T };
		const message = typeof data?.detail === "string" ? data.detail : "";
		if (response.status === 403) return { state: "forbidden", message };
		if (response.status === 401) return { state: "off", message };
		if (response.status === 409) return { state: data?.code === "wrong_state" ? "off" : "conflict", message };
		return { state: "broken", message };
	} catch {
		return { state: "broken", message: "" };
	}
}

/** A key that stays the same however often HubSpot sends a click. */
export function newRequestId(): string {
	return Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join("-");
}
