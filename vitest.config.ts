import { defineConfig } from "vitest/config";

export default defineConfig({
	// As Node itself resolves: with "development" among them a library that tells the two apart would be loaded twice.
	ssr: { resolve: { conditions: ["module-sync", "module", "node"] } },
	test: {
		include: ["{core,server,hosts,cli,migrations,benchmarks,scripts,stand-ins,docs}/**/*.test.{ts,tsx}", "*.test.ts"],
		exclude: [
			"**/node_modules/**",
			".courtside/**",
			"**/*.browser.test.ts",
			"hosts/hubspot/app/**",
			"hosts/salesforce/{render,checks}/**",
		],
		globalSetup: ["./vitest.setup.ts"],
		pool: "forks",
		// The project's machines have two cores, and PostgreSQL needs some of them.
		maxWorkers: 2,
		// Limits against hanging, not measures: the machine may be busy.
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
