import { defineConfig } from "vitest/config";

/** The tests in a real browser: `npm run test:hosts`. */
export default defineConfig({
	test: {
		include: ["hosts/**/*.browser.test.ts"],
		exclude: ["**/node_modules/**", "hosts/hubspot/app/**"],
		globalSetup: ["./hosts/web/test-portal.ts"],
		pool: "forks",
		maxWorkers: 1,
		testTimeout: 120_000,
		hookTimeout: 240_000,
		// A busy machine may miss one beat, and the report says so; a second miss is a fault.
		retry: 1,
	},
});
