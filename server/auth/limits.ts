import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { CourtsideError } from "../../core/contract/problem.ts";

/** Brakes on guessing. Each throws too_many_requests. */
export interface Limits {
	/** Before a password is looked at. Give the returned function what came of it: success frees the account again. */
	signIn(account: string, address: string | null): Promise<{ succeeded(): Promise<void> }>;
	/** Before a new password is asked for: by the account as it was typed, whether there is one or not. */
	forgot(account: string, address: string | null): Promise<void>;
	/** Before a token from a mail, or of a second step, is looked at. */
	token(address: string | null): Promise<void>;
	/** Before somebody goes to their identity provider or comes back from it. */
	singleSignOn(address: string | null): Promise<void>;
	/** Before what a page of a company's site tells is looked at. */
	tracked(address: string | null): Promise<void>;
	/** Before a workspace is made. */
	signUp(address: string | null): Promise<void>;
}

const QUARTER_HOUR_S = 900;

/** Counts in memory, or in Redis for all processes together (with memory while Redis is away). */
export function createLimits(redis: Redis | null): Limits {
	const limiter = (name: string, points: number, duration: number) => {
		const options = { keyPrefix: `courtside-limit-${name}`, points, duration };
		const memory = new RateLimiterMemory(options);
		return redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
	};
	// Ten guesses at one account, fifty from one address (an office shares one) in a quarter of an hour.
	const account = limiter("account", 10, QUARTER_HOUR_S);
	const address = limiter("address", 50, QUARTER_HOUR_S);
	// Each asking sends a mail: four in an hour are enough to find one that got lost.
	const forgotten = limiter("forgotten", 4, 3600);
	const forgetful = limiter("forgetful", 30, 3600);
	// Nobody guesses 256 bits; this keeps one address from making us work. An office signs in by passkey through one.
	const tokens = limiter("tokens", 300, QUARTER_HOUR_S);
	// A whole office comes through one address on Monday morning, each there and back.
	const signOns = limiter("single-sign-on", 2000, QUARTER_HOUR_S);
	const workspaces = limiter("workspaces", 20, 3600);
	// A whole office reads the same site through one address.
	const visits = limiter("visits", 600, 60);
	return {
		async signIn(who, from) {
			const key = who.toLowerCase();
			await take(account, key);
			if (from) await take(address, from);
			return {
				async succeeded() {
					await account.delete(key);
					if (from) await address.reward(from);
				},
			};
		},
		async forgot(who, from) {
			if (from) await take(forgetful, from);
			await take(forgotten, who.toLowerCase());
		},
		async token(from) {
			if (from) await take(tokens, from);
		},
		async tracked(from) {
			if (from) await take(visits, from);
		},
		async singleSignOn(from) {
			if (from) await take(signOns, from);
		},
		async signUp(from) {
			await take(workspaces, from ?? "here");
		},
	};
}

async function take(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<void> {
	try {
		await limiter.consume(key);
	} catch (refusal) {
		if (!(refusal instanceof RateLimiterRes)) throw refusal;
		const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
		throw new CourtsideError("too_many_requests", `Too many tries. Wait ${minutes} min, then try again.`, {
			cause: refusal,
		});
	}
}
