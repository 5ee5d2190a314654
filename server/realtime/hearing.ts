import type { Context } from "hono";
import type { EventJson } from "../../core/contract/events.ts";
import type { AppEnv } from "../app-env.ts";
import { isFamilyRevoked } from "../auth/refresh-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Principal } from "../policy/principal.ts";

const HEARTBEAT_MS = 25_000;
/** Who is so many events behind is let go; they connect again and look at everything anew. */
const MOST_BEHIND = 500;

/** Someone who listens to what happens in their workspace, by their sign-in. */
export interface Hearing {
	/** The next event they may hear of, "quiet" after a while without one; null when it is over. */
	next(): Promise<EventJson | "quiet" | null>;
	/** Who they are by now. */
	principal(): Principal;
	/** Ends it; safe to call again. */
	close(): void;
}

/**
 * Starts listening. Every 25 s it is asked anew who calls and whether their sign-in or key still holds: a changed role
 * holds from then on, a sign-in that has ended ends it. `cut` is called when they do not read and must be let go.
 */
export function startHearing(deps: Deps, c: Context<AppEnv>, cut: () => void = () => {}): Hearing {
	let { principal } = c.var;
	const waiting: EventJson[] = [];
	let isOver = false;
	let wake = () => {};
	const end = () => {
		isOver = true;
		wake();
	};
	const leave = deps.live.join(principal.tenantId, {
		principal: () => principal,
		hear(event) {
			if (waiting.push(event) > MOST_BEHIND) {
				end();
				cut();
			}
			wake();
		},
		end,
	});
	deps.metrics.liveConnections(1);
	let checkedAt = deps.now();
	let isCounted = true;

	/** True when nothing came in that time. */
	function quietFor(ms: number): Promise<boolean> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(true), ms);
			wake = () => {
				clearTimeout(timer);
				resolve(false);
			};
		});
	}

	function close(): void {
		end();
		leave();
		if (isCounted) deps.metrics.liveConnections(-1);
		isCounted = false;
	}

	return {
		principal: () => principal,
		close,
		async next() {
			while (!isOver) {
				// By the clock, not by silence: in a busy workspace it is never silent.
				if (deps.now() - checkedAt >= HEARTBEAT_MS) {
					const still = await stillWelcome(deps, c, principal);
					if (!still) break;
					principal = still;
					checkedAt = deps.now();
				}
				const event = waiting.shift();
				if (event) return event;
				if (await quietFor(HEARTBEAT_MS)) return "quiet";
			}
			close();
			return null;
		},
	};
}

/** Who they are now; null when they may not sign in any more, have signed out, or their key was revoked. */
async function stillWelcome(
	deps: Deps,
	c: Context<AppEnv>,
	{ tenantId, userId, apiKeyId }: Principal,
): Promise<Principal | null> {
	if (apiKeyId !== null) return c.var.identify().catch(() => null);
	// Not by the token, which a stream outlives.
	if (await isFamilyRevoked(deps.database, tenantId, c.var.signIn.familyId)) return null;
	return deps.standings.of(tenantId, userId);
}
