import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";
import { envExample } from "./env-example.ts";
import { masterKeysOf, replaceKeyFile } from "./secrets.ts";
import { settings } from "./settings.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

test("with nothing set, everything is on this machine and the demo is on", () => {
	const config = readConfig({});
	expect(config).toMatchObject({
		host: "127.0.0.1",
		port: 4100,
		publicUrl: "http://127.0.0.1:4100",
		databaseUrl: null,
		redisUrl: null,
		demo: true,
		logLevel: "info",
	});
	expect(config.home).toMatch(/\.courtside$/);
});

test("every fault is told at once, each by its name and with what to do", () => {
	const read = () =>
		readConfig({
			PORT: "70000",
			DATABASE_URL: "mysql://somewhere",
			REDIS_URL: "somewhere",
			MASTER_KEY: "short",
			LOG_LEVEL: "loud",
			DEMO: "perhaps",
			PUBLIC_URL: "courtside.example.com",
		});
	expect(read).toThrow(ConfigError);
	try {
		read();
	} catch (error) {
		const { faults, message } = error as ConfigError;
		for (const name of ["PORT", "DATABASE_URL", "REDIS_URL", "MASTER_KEY", "LOG_LEVEL", "DEMO", "PUBLIC_URL"]) {
			expect(faults.filter((fault) => fault.startsWith(`${name}: `))).toHaveLength(1);
			expect(message).toContain(name);
		}
		expect(faults).toHaveLength(7);
	}
});

test("a faulty secret is not repeated in the message", () => {
	expect(() => readConfig({ DATABASE_URL: "http://maria:hunter2@db", MASTER_KEY: KEY })).toThrow(
		expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
	);
});

test("a real database needs a master key of one's own, and turns the demo off", () => {
	const url = "postgres://courtside:secret@db.example.com/courtside";
	expect(() => readConfig({ DATABASE_URL: url })).toThrow(/MASTER_KEY: is needed/);
	expect(readConfig({ DATABASE_URL: url, MASTER_KEY: KEY })).toMatchObject({ databaseUrl: url, demo: false });
});

test("the demo is never open to others, not even behind a proxy", () => {
	expect(readConfig({ HOST: "0.0.0.0" }).demo).toBe(false);
	expect(readConfig({ PUBLIC_URL: "https://sales.example.com/" })).toMatchObject({
		demo: false,
		publicUrl: "https://sales.example.com",
	});
	for (const where of [{ HOST: "0.0.0.0" }, { PUBLIC_URL: "https://sales.example.com" }]) {
		expect(() => readConfig({ ...where, DEMO: "on" })).toThrow(/DEMO: .*loopback/);
	}
});

test("IPv6 loopback is this machine too", () => {
	expect(readConfig({ HOST: "::1" })).toMatchObject({ publicUrl: "http://[::1]:4100", demo: true });
	expect(() => readConfig({ HOST: "my host" })).toThrow(/HOST: give a host name/);
});

test("an empty setting is an unset one", () => {
	expect(readConfig({ PORT: " ", REDIS_URL: "" })).toMatchObject({ port: 4100, redisUrl: null });
});

test("no key can be taken over from the examples", () => {
	for (const { name, example } of [settings.masterKey, settings.metricsToken]) {
		expect(() => readConfig({ [name]: example })).toThrow(ConfigError);
	}
});

test(".env.example says what can be set today (node scripts/write-env-example.ts writes it)", () => {
	expect(readFileSync(new URL("../.env.example", import.meta.url), "utf8")).toBe(envExample());
});

test("the generated master key is made once, kept from others, and missed when damaged", () => {
	const home = mkdtempSync(join(tmpdir(), "courtside-key-"));
	onTestFinished(() => rmSync(home, { recursive: true }));
	const config = { home, masterKey: null, masterKeyOld: null };
	const keys = masterKeysOf(config);
	expect(keys.current).toHaveLength(32);
	expect(masterKeysOf(config)).toEqual(keys);
	if (process.platform !== "win32") expect(statSync(join(home, "master-key")).mode & 0o077).toBe(0);
	writeFileSync(join(home, "master-key"), "damaged");
	expect(() => masterKeysOf(config)).toThrow(/damaged/);
});

test("a new key in the file keeps the former beside it until it is taken away, and one change ends before the next begins", () => {
	const home = mkdtempSync(join(tmpdir(), "courtside-key-"));
	onTestFinished(() => rmSync(home, { recursive: true }));
	const config = { home, masterKey: null, masterKeyOld: null };
	const before = masterKeysOf(config);
	replaceKeyFile(config);
	const after = masterKeysOf(config);
	expect(after.current).not.toEqual(before.current);
	expect(after.former).toEqual([before.current]);
	expect(() => replaceKeyFile(config)).toThrow(/still there/);
	expect(() => replaceKeyFile({ ...config, masterKey: before.current })).toThrow(/MASTER_KEY_OLD/);
});

test("a bucket needs its key, and knows AWS by its region", () => {
	const key = { S3_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", S3_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG" };
	expect(readConfig({}).s3).toBeNull();
	expect(readConfig({ S3_BUCKET: "files", S3_REGION: "eu-central-1", ...key }).s3).toEqual({
		endpoint: "https://s3.eu-central-1.amazonaws.com",
		bucket: "files",
		region: "eu-central-1",
		accessKeyId: "AKIAIOSFODNN7EXAMPLE",
		secretAccessKey: "wJalrXUtnFEMI/K7MDENG",
		pathStyle: false,
	});
	expect(readConfig({ S3_BUCKET: "files", S3_ENDPOINT: "https://minio.example.com/", ...key }).s3).toMatchObject({
		endpoint: "https://minio.example.com",
		region: "us-east-1",
		pathStyle: true,
	});
	expect(() => readConfig({ S3_BUCKET: "files" })).toThrow(/S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: needed/);
	expect(() => readConfig({ S3_ENDPOINT: "https://minio.example.com", ...key })).toThrow(/S3_BUCKET: needed/);
	expect(() => readConfig({ S3_BUCKET: "Files/../x", ...key })).toThrow(/S3_BUCKET: give the bucket's name/);
	expect(() =>
		readConfig({ S3_BUCKET: "files", S3_ENDPOINT: "https://maria:hunter2@minio.example.com", ...key }),
	).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
});
