import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { PaceLimit } from "../../core/contract/host-about.ts";

/** Lets calls to vendors through no faster than their limits say. */
export interface Pace {
	/** Resolves when `cost` calls may be made under `key` of this connection; those who wait go in order. */
	take(connection: string, limits: readonly PaceLimit[], key: string, cost: number): Promise<void>;
	/** Nobody gets through under the key before `until` (ms since 1970). */
	penalize(connection: string, limits: readonly PaceLimit[], key: string, until: number): Promise<void>;
}

type Limiter = RateLimiterMemory | RateLimiterRedis;

/** Where a host has said nothing. */
const BY_DEFAULT = { calls: 10, perMs: 1000 };
const LONGEST_SLEEP_MS = 30_000;

/** Counts in Redis for all processes together (in memory while Redis is away), or in memory for this one. */
export function createPace(redis: Redis | null, now: () => number = Date.now): Pace {
	const limiters = new Map<string, { limiter: Limiter; points: number }>();
	const queues = new Map<string, Promise<void>>();

	function limiterFor(limits: readonly PaceLimit[], key: string) {
		const { points, duration } = windowOf(limits.find((limit) => limit.key === key.split(":")[0]) ?? BY_DEFAULT);
		const name = `${points}-${duration}`;
		let known = limiters.get(name);
		if (!known) {
			const options = { keyPrefix: `courtside-pace-${name}`, points, duration };
			const memory = new RateLimiterMemory(options);
			const limiter = redis
				? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory })
				: memory;
			known = { limiter, points };
			limiters.set(name, known);
		}
		return known;
	}

	async function wait(limiter: Limiter, place: string, points: number): Promise<void> {
		for (;;) {
			try {
				await limiter.consume(place, points);
				return;
			} catch (refusal) {
				if (!(refusal instanceof RateLimiterRes)) throw refusal;
				await sleep(Math.min(LONGEST_SLEEP_MS, Math.max(1, refusal.msBeforeNext)));
			}
		}
	}

	return {
		async take(connection, limits, key, cost) {
			const { limiter, points } = limiterFor(limits, key);
			const place = `${connection}:${key}`;
			const turn = (queues.get(place) ?? Promise.resolve()).then(async () => {
				for (let left = cost; left > 0; left -= points) await wait(limiter, place, Math.min(points, left));
			});
			const settled = turn.catch(() => undefined);
			queues.set(place, settled);
			void settled.then(() => {
				if (queues.get(place) === settled) queues.delete(place);
			});
			return turn;
		},
		async penalize(connection, limits, key, until) {
			const seconds = (until - now()) / 1000;
			if (seconds > 0) await limiterFor(limits, key).limiter.block(`${connection}:${key}`, Math.ceil(seconds));
		},
	};
}

/** A limit as calls in short windows of whole seconds (Redis keeps no others), so that not all of them go out at once. */
function windowOf({ calls, perMs }: Pick<PaceLimit, "calls" | "perMs">): { points: number; duration: number } {
	const perSecond = (calls * 1000) / perMs;
	return perSecond >= 1
		? { points: Math.floor(perSecond), duration: 1 }
		: { points: 1, duration: Math.ceil(1 / perSecond) };
}

function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
