/** What the tests may be told by the environment. */
export function readTestSettings(env: NodeJS.ProcessEnv = process.env): {
	databaseUrl: string | null;
	redisUrl: string | null;
} {
	return { databaseUrl: env["TEST_DATABASE_URL"] || null, redisUrl: env["TEST_REDIS_URL"] || null };
}
