import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { API_VERSION, type PortalAccess, readAccess } from "./settings.ts";
import { tokenOf } from "./token.ts";

const MOST_TRIES = 4;
/** How long everybody waits, by the limit that was hit. */
const WAITS: Readonly<Record<string, number>> = { SECONDLY: 1000, TEN_SECONDLY_ROLLING: 10_000, DAILY: 15 * 60_000 };
const LOCKED_MS = 2000;

const problem = z.object({
	message: z.string().default(""),
	category: z.string().default(""),
	policyName: z.string().default(""),
});

/** A portal of a workspace. */
export interface PortalClient {
	/**
	 * One call: waits for its turn, renews the token, waits as long as the portal says where there were too many. Gives the
	 * status and the body. Throws `unavailable` where another try later may do, `unprocessable` with the portal's words else.
	 */
	call(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<{ status: number; body: unknown }>;
}

/** `area("objects", "deals", "search")` → `/crm/objects/2026-09/deals/search`. */
export function area(name: string, ...rest: string[]): string {
	return ["", "crm", name, API_VERSION, ...rest].join("/");
}

/** Opens the portal of the workspace whose ports these are. */
export async function openPortal(ports: Ports): Promise<PortalClient> {
	const access = await readAccess(ports);
	return { call: (method, path, body) => call(ports, access, { method, path, body }) };
}

async function call(
	ports: Ports,
	access: PortalAccess,
	{ method, path, body }: { method: string; path: string; body: object | undefined },
): Promise<{ status: number; body: unknown }> {
	const key = path.split("?")[0]?.endsWith("/search") ? "search" : "api";
	let stale: string | null = null;
	for (let tries = 1; ; tries++) {
		await ports.limiter.take("api");
		if (key === "search") await ports.limiter.take("search");
		const token = await tokenOf(ports, access, stale);
		const response = await ports
			.fetch(`${access.apiUrl}${path}`, {
				method,
				headers: {
					authorization: `Bearer ${token}`,
					accept: "application/json",
					...(body && { "content-type": "application/json" }),
				},
				...(body && { body: JSON.stringify(body) }),
			})
			.catch((cause: unknown) => {
				throw new CourtsideError("unavailable", "HubSpot could not be reached.", { cause });
			});
		const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
		// Taken as done: what is already there, and what is gone already.
		if (response.ok || response.status === 409 || (method === "DELETE" && response.status === 404))
			return { status: response.status, body: answer };
		const { message, category, policyName } = problem.safeParse(answer).data ?? {
			message: "",
			category: "",
			policyName: "",
		};
		const isLast = tries >= MOST_TRIES;
		if (response.status === 401 && !isLast && stale === null) stale = token;
		else if (response.status === 429) {
			const asked = Number(response.headers.get("retry-after")) * 1000;
			const ms = asked > 0 ? asked : (WAITS[policyName] ?? 10_000);
			await ports.limiter.penalize(key, ports.now() + ms);
			if (isLast || policyName === "DAILY")
				throw new CourtsideError(
					"unavailable",
					policyName === "DAILY"
						? "HubSpot's limit of calls for the day is used up."
						: "HubSpot had too many calls. We go on when it lets us.",
				);
		} else if (response.status === 423 && !isLast) await wait(LOCKED_MS);
		else if (response.status >= 500 || response.status === 423 || response.status === 477) {
			if (isLast) throw new CourtsideError("unavailable", `HubSpot answered ${response.status}.`);
			await wait(500 * 2 ** tries);
		} else
			throw new CourtsideError("unprocessable", `HubSpot: ${message || response.status}`, {
				errors: [{ path: category, message }],
			});
	}
}
