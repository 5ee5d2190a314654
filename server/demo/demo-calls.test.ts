import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CallScoresJson } from "../../core/contract/forecast-answers.ts";
import type { CallDeskJson } from "../../core/contract/forecast-calls.ts";
import { measureAccuracy } from "../jobs/measure-accuracy.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow } from "../test-company.ts";
import { addDemoCalls, lacksDemoCalls } from "./demo-calls.ts";

const NOW = Date.UTC(2026, 8, 15, 9, 30);

test("people of the demo have called, beside what the model would have said; done twice it changes nothing", async () => {
	const app = await testApp();
	const { tenantId, cast } = await loadSmallCompany(app, NOW);
	const given = { database: app.database, now: () => NOW };
	const job = { signal: new AbortController().signal, progress: async () => {} };
	// Without a forecast there is nothing to stand beside, and it is tried again.
	await expect(addDemoCalls(given, tenantId)).rejects.toMatchObject({ code: "unavailable" });
	await rebuildNow(app, tenantId);
	await measureAccuracy(numberDeps(app), { tenantId }, job);
	expect(await lacksDemoCalls(given, tenantId)).toBe(true);
	const made = await addDemoCalls(given, tenantId);
	expect(made).toBeGreaterThan(5);
	expect(await addDemoCalls(given, tenantId)).toBe(0);
	expect(await lacksDemoCalls(given, tenantId)).toBe(false);

	const { rows } = await app.database.inTenant(tenantId, (trx) =>
		sql<{ n: number; wrong: number; late: number }>`select count(*)::int as n,
			count(*) filter (where closed_minor > commit_minor or commit_minor > best_case_minor
				or best_case_minor > pipeline_minor)::int as wrong,
			count(*) filter (where submitted_at < model_as_of - interval '1 second' or submitted_at > to_timestamp(${NOW / 1000}))::int as late
			from forecast_calls`.execute(trx),
	);
	expect(rows[0]).toEqual({ n: made, wrong: 0, late: 0 });
	const get = async <T>(path: string) => (await (await app.call("GET", path, { as: cast.jennifer })).json()) as T;
	const desk = await get<CallDeskJson>("/forecasts/calls");
	expect(desk.round).not.toBeNull();
	expect(new Set(desk.standings.map(({ state }) => state === "in"))).toEqual(new Set([true, false]));
	const scores = await get<CallScoresJson>("/forecasts/scores");
	expect(scores.verdicts.length).toBeGreaterThan(0);
});
