import { CAST } from "../core/demo/cast.ts";
import { smallCompany } from "../core/demo/small-company.ts";
import type { Instant } from "../core/model/instant.ts";
import { loadCompany } from "./demo/load-demo.ts";
import type { NumberJobDeps } from "./jobs/job-deps.ts";
import { rebuildNumbers } from "./jobs/rebuild-numbers.ts";
import type { TestApp } from "./test-app.ts";

/** The named cast in a workspace of their own, as test calls sign in. */
export type TestCast = Record<keyof typeof CAST, { tenantId: number; userId: string }>;

/** The small company, loaded; its clock stands at `now`. Without a rebuild it has no numbers yet. */
export async function loadSmallCompany(app: TestApp, now: Instant): Promise<{ tenantId: number; cast: TestCast }> {
	const tenantId = await loadCompany(app.database, smallCompany(now));
	if (tenantId === null) throw new Error("the small company is there already");
	const cast = Object.fromEntries(Object.entries(CAST).map(([key, { id }]) => [key, { tenantId, userId: id }]));
	return { tenantId, cast: cast as TestCast };
}

/** What the number jobs need, over a test's app. */
export function numberDeps({ database, jobs, deps }: TestApp): NumberJobDeps {
	return { database, jobs, now: deps.now, wakeRelay: () => {} };
}

/** Runs the whole rebuild as its job would, and gives what it told on the way. */
export async function rebuildNow(app: TestApp, tenantId: number): Promise<object[]> {
	const told: object[] = [];
	const job = {
		signal: new AbortController().signal,
		progress: async (value: number | object) => {
			told.push(Object(value));
		},
	};
	await rebuildNumbers(numberDeps(app), { tenantId }, job);
	return told;
}
