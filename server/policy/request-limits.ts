import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Principal } from "./principal.ts";

/** Points a minute; most requests cost one. 0: as many as they like. */
export interface RequestQuota {
	person: number;
	key: number;
	workspace: number;
}

/** How the caller's own quota stands after a request. */
export interface Allowance {
	limit: number;
	remaining: number;
	/** Seconds until the minute is over and all points are there again. */
	resetS: number;
	/** Set when this request is one too many: whose quota was used up. */
	refusedBy: "person" | "key" | "workspace" | null;
}

/** Counts the requests of people, keys and whole workspaces. */
export interface RequestLimits {
	/** Takes points for one request. Null where nothing is limited. */
	spend(principal: Pick<Principal, "tenantId" | "userId" | "apiKeyId">, cost: number): Promise<Allowance | null>;
}

const MINUTE_S = 60;

/** Counts in memory, or in Redis for all processes together (with memory while Redis is away). */
export function createRequestLimits(redis: Redis | null, quota: RequestQuota): RequestLimits {
	const limiter = (name: keyof RequestQuota) => {
		const points = quota[name];
		if (points === 0) return null;
		const options = { keyPrefix: `courtside-requests-${name}`, points, duration: MINUTE_S };
		const insuranceLimiter = new RateLimiterMemory(options);
		// Refusals need not ask Redis again: this process remembers until when.
		const blocking = { inMemoryBlockOnConsumed: points + 1 };
		return redis
			? new RateLimiterRedis({ ...options, ...blocking, storeClient: redis, insuranceLimiter })
			: insuranceLimiter;
	};
	const limiters = { person: limiter("person"), key: limiter("key"), workspace: limiter("workspace") };

	async function take(who: keyof RequestQuota, key: string, cost: number): Promise<Allowance | null> {
		const [counter, limit] = [limiters[who], quota[who]];
		if (!counter) return null;
		const { spent, isRefused } = await counter.consume(key, cost).then(
			(result) => ({ spent: result, isRefused: false }),
			(refusal: unknown) => {
				if (!(refusal instanceof RateLimiterRes)) throw refusal;
				return { spent: refusal, isRefused: true };
			},
		);
		const resetS = Math.max(1, Math.ceil(spent.msBeforeNext / 1000));
		return { limit, remaining: Math.max(0, spent.remainingPoints), resetS, refusedBy: isRefused ? who : null };
	}

	return {
		async spend({ tenantId, userId, apiKeyId }, cost) {
			// A person and their keys have quotas of their own, so that a program does not lock its owner out.
			const own =
				apiKeyId === null ? await take("person", `${tenantId}:${userId}`, cost) : await take("key", apiKeyId, cost);
			// Only what was let through counts for all, or one caller could use up everybody's.
			if (own?.refusedBy) return own;
			const all = await take("workspace", String(tenantId), cost);
			return all?.refusedBy ? all : (own ?? all);
		},
	};
}
