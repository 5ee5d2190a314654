import { Redis } from "ioredis";

const MINIMUM = [6, 2] as const;

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
