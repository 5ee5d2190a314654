const LEAST_WINDOW_MS = 5_000;
const MOST_WINDOW_MS = 600_000;
/** A workspace's forecasting may take a tenth of the time at most, however often its deals change. */
const SHARE = 10;
/** What takes longer is not done on the thread that answers requests. */
const LONG_MS = 300;

const tookMs = new Map<number, number>();

/** Does a workspace's forecasting and remembers how long it took. */
export async function paced(tenantId: number, work: () => Promise<unknown>): Promise<void> {
	const began = performance.now();
	await work();
	tookMs.set(tenantId, performance.now() - began);
}

/** For how long changes of a workspace's deals wait for one another before forecasts are computed again. */
export function reforecastWindow(tenantId: number): number {
	return Math.round(Math.min(MOST_WINDOW_MS, Math.max(LEAST_WINDOW_MS, SHARE * (tookMs.get(tenantId) ?? 0))));
}

/** Whether forecasting takes long here; unknown counts as long. */
export function isLong(tenantId: number): boolean {
	return (tookMs.get(tenantId) ?? Number.POSITIVE_INFINITY) > LONG_MS;
}
