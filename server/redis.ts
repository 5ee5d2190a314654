import { Redis } from "ioredis";

const MINIMUM = [6, 2] as const;
/** Somebody waits for each count; memory stands in for what takes longer. */
const COUNT_WITHIN_MS = 500;
/** A line that has been silent for so long is given up, so that not every count waits for it. */
const SILENT_MS = 2_000;

/**
 * Opens Redis for counts that this process can keep itself meanwhile (rate limits): a command is answered soon or refused at
 * once, never put by until Redis is back. `onError` hears of every try to connect that failed.
 */
export function openCounts(url: string, onError: (error: Error) => void): Redis {
	const redis = new Redis(url, {
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		commandTimeout: COUNT_WITHIN_MS,
		socketTimeout: SILENT_MS,
	});
	redis.on("error", onError);
	return redis;
}

/** Throws, with what to do, when there is no Redis at the address or it is older than 6.2. Gives its version. */
export async function requireRedis(url: string): Promise<string> {
	const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
	let reason = "";
	redis.on("error", (error) => {
		reason = error.message;
	});
	try {
		await redis.connect();
		const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "";
		const [major = 0, minor = 0] = version.split(".").map(Number);
		if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return version;
		reason = `it is version ${version}, and Courtside needs ${MINIMUM.join(".")}`;
	} catch (error) {
		reason ||= (error as Error).message;
	} finally {
		redis.disconnect();
	}
	throw new Error(`Redis cannot be used: ${reason}. Check REDIS_URL, or leave it unset to do without.`);
}
