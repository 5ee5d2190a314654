import { expect, test } from "vitest";
import type { CoverageJson, PerformanceJson } from "../../core/contract/monitoring.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany } from "../test-company.ts";

const NOW = Date.UTC(2026, 9, 20);
const app = await testApp();
const { cast } = await loadSmallCompany(app, NOW);
app.passTime(NOW - Date.now());

async function ask<T>(
	method: string,
	path: string,
	body?: unknown,
	as = cast.david,
): Promise<{ status: number; body: T }> {
	const response = await app.call(method, path, { as, ...(body !== undefined && { body }) });
	return { status: response.status, body: (await response.json()) as T };
}

test("people, teams and territories are watched; a handful of deals is called too little", async () => {
	for (const by of ["person", "team", "territory"]) {
		const { status, body } = await ask<PerformanceJson>("GET", `/performance?by=${by}`);
		expect(status).toBe(200);
		expect(body.rows.length).toBeGreaterThan(0);
		expect(body.text).not.toBe("");
		for (const row of body.rows) {
			for (const of of [row.againstQuota, row.againstOthers, row.againstPast, row.againstSeason]) {
				if (!of) continue;
				expect(Number(of.low)).toBeLessThanOrEqual(Number(of.expected));
				expect(Number(of.high)).toBeGreaterThanOrEqual(Number(of.expected));
			}
		}
	}
	const { body: mine } = await ask<PerformanceJson>("GET", "/performance", undefined, cast.maria);
	expect(mine.rows.map((row) => row.id)).toEqual([cast.maria.userId]);
	const file = await app.call("GET", "/performance/download?by=team&format=csv", { as: cast.david });
	expect(await file.text()).toContain(",");
});

test("hours stand beside the work that accounts ask for, and the norms are changed with their version", async () => {
	const { body } = await ask<CoverageJson>("GET", "/coverage");
	const maria = body.reps.find((rep) => rep.user.id === cast.maria.userId);
	expect(maria?.isUsual).toBe(true);
	expect(maria?.capacity).toBe(body.norms.usualHours * body.norms.weeksPerYear);
	const hours = [{ userId: cast.maria.userId, hoursPerWeek: 2, startedOn: "2026-08-01" }];
	const { body: less } = await ask<CoverageJson>("PUT", "/coverage/hours", { hours });
	expect(less.reps.find((rep) => rep.user.id === cast.maria.userId)).toMatchObject({
		hoursPerWeek: 2,
		startedOn: "2026-08-01",
	});
	const { version, ...norms } = body.norms;
	const large = { visits: 300, visitHours: 8, calls: 0, callHours: 0 };
	const changed = {
		...norms,
		version,
		costMinor: "9000000",
		classes: { ...norms.classes, unknown: large, large, middle: large, small: large },
	};
	const { status, body: more } = await ask<CoverageJson>("PUT", "/coverage/norms", changed);
	expect(status).toBe(200);
	expect(more.reps.find((rep) => rep.user.id === cast.maria.userId)?.verdict).toBe("too-much");
	expect(more.teams.some((team) => team.hire > 0)).toBe(true);
	expect((await ask("PUT", "/coverage/norms", changed)).status).toBe(409);
	expect((await ask("PUT", "/coverage/norms", changed, cast.maria)).status).toBe(403);
	const { body: own } = await ask<CoverageJson>("GET", "/coverage", undefined, cast.maria);
	expect(own.reps.map((rep) => rep.user.id)).toEqual([cast.maria.userId]);
	await ask("PUT", "/coverage/hours", { hours: [{ userId: cast.maria.userId, hoursPerWeek: null }] });
	expect(
		(await ask<CoverageJson>("GET", "/coverage")).body.reps.find((r) => r.user.id === cast.maria.userId)?.isUsual,
	).toBe(true);
});
