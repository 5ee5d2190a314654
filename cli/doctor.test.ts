import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startEmbedded } from "../server/embedded/start.ts";
import { freePort } from "../server/free-port.ts";
import { freshDatabase } from "../server/test-database.ts";
import { startS3 } from "../stand-ins/s3/server.ts";
import { examine } from "./doctor-checks.ts";

const folder = mkdtempSync(join(tmpdir(), "courtside-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { url } = await freshDatabase();
const PORT = String(await freePort());
const KEY = Buffer.alloc(32, 3).toString("base64");

async function examined(env: Record<string, string>) {
	const findings = await examine({ PORT, ...env });
	return Object.fromEntries(findings.map((finding) => [finding.name, finding]));
}

test("before the first start nothing is wrong, and each thing that is off says what turns it on", async () => {
	const found = await examined({ COURTSIDE_HOME: join(folder, "new") });
	expect(Object.values(found).filter((finding) => finding.state === "fault")).toEqual([]);
	expect(found["Server"]).toMatchObject({ state: "off", change: "npm start" });
	expect(found["Embedded database"]).toMatchObject({ state: "off", change: expect.stringContaining("DATABASE_URL") });
	expect(found["Redis"]).toMatchObject({ state: "off", change: "set REDIS_URL" });
	expect(found["Demo company"]).toMatchObject({ state: "on" });
	expect(found["Language service"]).toMatchObject({ state: "off", change: "set LLM_API_KEY" });
	const key = "sk-not-to-be-shown";
	const { "Language service": on } = await examined({ COURTSIDE_HOME: join(folder, "new"), LLM_API_KEY: key });
	expect(on).toMatchObject({ state: "on", says: expect.stringContaining("api.openai.com") });
	expect(JSON.stringify(on)).not.toContain(key);
});

test("a running embedded database is looked at and left running", async () => {
	const home = join(folder, "running");
	const server = await startEmbedded({ home, claim: true });
	const found = await examined({ COURTSIDE_HOME: home });
	expect(found["Embedded database"]).toMatchObject({
		state: "on",
		says: expect.stringMatching(/^PostgreSQL 18.*wait for/),
	});
	expect((await examined({ COURTSIDE_HOME: home }))["Embedded database"]?.state).toBe("on");
	await server.stop();
});

test("a real database tells its version, its tables and its jobs", async () => {
	const found = await examined({ COURTSIDE_HOME: join(folder, "real"), DATABASE_URL: url, MASTER_KEY: KEY });
	expect(found["PostgreSQL server"]).toMatchObject({ state: "on", says: expect.stringMatching(/tables up to date$/) });
	expect(found["Jobs and live pages"]).toMatchObject({
		state: "on",
		says: "on PostgreSQL: 0 wait, 0 run, 0 failed for good",
	});
});

test("what does not answer is a fault, told without passwords", async () => {
	const found = await examined({
		COURTSIDE_HOME: join(folder, "away"),
		DATABASE_URL: "postgres://maria:hunter2@127.0.0.1:1/courtside",
		REDIS_URL: "redis://:hunter2@127.0.0.1:1",
		MASTER_KEY: KEY,
	});
	expect(found["PostgreSQL server"]?.state).toBe("fault");
	expect(found["Redis"]?.state).toBe("fault");
	expect(JSON.stringify(found)).not.toContain("hunter2");
});

test("settings that do not fit are all told", async () => {
	const findings = await examine({ PORT: "many", REDIS_URL: "here" });
	expect(findings.filter((finding) => finding.state === "fault").map((finding) => finding.says)).toEqual([
		expect.stringContaining("PORT"),
		expect.stringContaining("REDIS_URL"),
	]);
});

test("a bucket for files is tried, and its secret not told", async () => {
	const s3 = await startS3();
	const env = {
		COURTSIDE_HOME: join(folder, "bucket"),
		S3_ENDPOINT: s3.url,
		S3_BUCKET: s3.bucket,
		S3_REGION: s3.identity.region,
		S3_ACCESS_KEY_ID: s3.identity.accessKeyId,
		S3_SECRET_ACCESS_KEY: s3.identity.secretAccessKey,
	};
	expect((await examined(env))["Files"]).toMatchObject({
		state: "on",
		says: `in the bucket at ${s3.url}/${s3.bucket}, which takes what we put there`,
	});
	const wrong = (await examined({ ...env, S3_SECRET_ACCESS_KEY: "hunter2hunter2" }))["Files"];
	expect(wrong).toMatchObject({
		state: "fault",
		says: expect.stringContaining("403 SignatureDoesNotMatch"),
		change: expect.stringContaining("S3_SECRET_ACCESS_KEY"),
	});
	expect(JSON.stringify(wrong)).not.toContain("hunter2");
	await s3.stop();
});
