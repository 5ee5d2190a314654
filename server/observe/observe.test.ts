import { describe, expect, test } from "vitest";
import { readinessOf } from "./health.ts";
import { openLog } from "./log.ts";
import { openMetrics } from "./metrics.ts";

function logged(write: (log: ReturnType<typeof openLog>) => void): Record<string, unknown>[] {
	const lines: string[] = [];
	write(openLog("debug", { write: (line) => lines.push(line) }));
	return lines.map((line) => JSON.parse(line));
}

describe("the log", () => {
	test("writes one object a line, with the time and the level in words", () => {
		const [line] = logged((log) => log.info({ requestId: "r1" }, "deal moved"));
		expect(line).toMatchObject({ level: "info", service: "courtside", requestId: "r1", msg: "deal moved" });
		expect(Date.parse(String(line?.["at"]))).not.toBeNaN();
	});

	test("keeps secrets out, however deep they are and whatever carries them", () => {
		const lines = logged((log) => {
			log.info({
				headers: { authorization: "Bearer s3cret-token", cookie: "session=s3cret", "set-cookie": ["s3cret"] },
			});
			log.info({ req: { headers: { "x-api-key": "s3cret" }, body: { user: { password: "s3cret" } } } });
			log.info({ refreshToken: "s3cret", config: { masterKey: Buffer.from("s3cret"), redisUrl: "redis://:s3cret@r" } });
			log.error(new Error("could not reach postgres://courtside:s3cret@db:5432/courtside"));
			log.warn("called with Authorization: Bearer s3cret-token-s3cret");
			log.child({ token: "s3cret" }).info("hello");
		});
		expect(lines).toHaveLength(6);
		const text = JSON.stringify(lines);
		expect(text).not.toMatch(/s3cret/);
		expect(text).toContain("postgres://courtside:[redacted]@db:5432/courtside");
	});
});

describe("metrics", () => {
	test("tell requests by route, jobs by outcome, and how late the event loop is", async () => {
		const metrics = openMetrics();
		metrics.httpAnswered({ method: "GET", route: "/api/v1/deals/:id", status: 200, seconds: 0.003 });
		metrics.jobFinished("rescore-deal", "dead", 1.5);
		metrics.watchJobs(async () => [{ name: "rescore-deal", state: "failed", count: 3 }]);
		metrics.liveConnections(1);
		metrics.liveConnections(1);
		metrics.liveConnections(-1);
		const text = await metrics.registry.metrics();
		expect(text).toContain(
			'courtside_http_request_seconds_bucket{le="0.005",method="GET",route="/api/v1/deals/:id",status="200"} 1',
		);
		expect(text).toContain('courtside_jobs_total{job="rescore-deal",outcome="dead"} 1');
		expect(text).toContain('courtside_jobs{job="rescore-deal",state="failed"} 3');
		expect(text).toContain("courtside_live_connections 1");
		expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
	});
});

describe("readiness", () => {
	const fine = { name: "database", check: async () => 1 };

	test("is given when everything answers", async () => {
		expect(await readinessOf([fine])).toEqual({ ready: true, checks: { database: "ok" } });
	});

	test("names what failed and what does not answer, and does not wait for it", async () => {
		const broken = { name: "queue", check: async () => Promise.reject(new Error("connection refused")) };
		const silent = { name: "storage", check: () => new Promise(() => {}) };
		expect(await readinessOf([fine, broken, silent], { limitMs: 20 })).toEqual({
			ready: false,
			checks: { database: "ok", queue: "connection refused", storage: "no answer within 20 ms" },
		});
	});

	test("is withdrawn while the server closes", async () => {
		expect(await readinessOf([fine], { isClosing: true })).toMatchObject({ ready: false });
	});
});
