import { expect, test } from "vitest";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps } from "../test-company.ts";
import { runInThread } from "./in-thread.ts";
import { isLong, paced, reforecastWindow } from "./reforecast-pace.ts";
import { refreshOldNumbers } from "./refresh-old-numbers.ts";

const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30));

function watched(signal = new AbortController().signal) {
	const told: object[] = [];
	return { told, job: { signal, progress: async (value: number | object) => void told.push(Object(value)) } };
}

test("a rebuild in a thread of its own stores the numbers, tells how far it is and wakes the relay", async () => {
	let woken = 0;
	const deps = { ...numberDeps(app), wakeRelay: () => void woken++ };
	const { told, job } = watched();
	const done = await runInThread(deps, "rebuild-numbers", tenantId, job);
	expect(done).toMatchObject({ forecasts: 4 });
	expect(told).toContainEqual(expect.objectContaining({ step: "deals" }));
	expect(woken).toBeGreaterThan(0);
	const forecast = await app.call("GET", "/forecasts", { as: cast.jennifer });
	expect(((await forecast.json()) as ForecastJson).nodes[0]?.view.state).not.toBe("empty");
	await runInThread(deps, "reforecast", tenantId, watched().job);
});

test("what goes wrong in the thread goes wrong here, and a stopping server starts none", async () => {
	await expect(runInThread(numberDeps(app), "rebuild-numbers", 999_999, watched().job)).rejects.toThrow();
	const stopped = watched(AbortSignal.abort(new Error("stopping")));
	await expect(runInThread(numberDeps(app), "reforecast", tenantId, stopped.job)).rejects.toThrow("stopping");
});

test("numbers of yesterday are computed again, where the clock runs", async () => {
	const asked: number[] = [];
	const enqueue = async (_: string, { tenantId: id }: { tenantId: number }) => String(asked.push(id));
	const deps = { ...numberDeps(app), jobs: { ...app.jobs, enqueue: enqueue as typeof app.jobs.enqueue } };
	expect(await refreshOldNumbers(deps)).toBe(0);
	await app.database.asSystem((trx) =>
		trx.updateTable("tenants").set({ clock_at: null }).where("tenant_id", "=", tenantId).execute(),
	);
	expect(await refreshOldNumbers(deps)).toBe(1);
	expect(asked).toEqual([tenantId]);
	await runInThread(deps, "rebuild-numbers", tenantId, watched().job);
	expect(await refreshOldNumbers(deps)).toBe(0);
});

test("changes wait for one another the longer, the longer forecasting takes", async () => {
	expect(reforecastWindow(41)).toBe(5000);
	expect(isLong(41)).toBe(true);
	await paced(41, async () => {});
	expect(isLong(41)).toBe(false);
	await paced(42, () => new Promise((resolve) => setTimeout(resolve, 700)));
	expect(reforecastWindow(42)).toBeGreaterThan(6500);
	expect(isLong(42)).toBe(true);
});
