import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { VendorApp } from "../core/contract/host-accounts.ts";
import type { RequestQuota } from "./policy/request-limits.ts";
import { hostInUrl, type Setting, settings } from "./settings.ts";
import type { S3Settings } from "./storage/s3-client.ts";

const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));
const LOOPBACK = ["127.0.0.1", "::1", "[::1]", "localhost"];

/** What the server runs by. Secrets are in it: never log it whole. */
export interface Config {
	host: string;
	port: number;
	/** Without a slash at the end. With port 0 the server puts the real port in. */
	publicUrl: string;
	/** Absolute path of the data folder. */
	home: string;
	/** Only this machine reaches it: HOST and PUBLIC_URL are both loopback. */
	isLocal: boolean;
	/** Null: the embedded database. */
	databaseUrl: string | null;
	databaseConnections: number;
	/** Null: jobs, events and limits do without. */
	redisUrl: string | null;
	/** 32 bytes; null: the one kept under `home` (see `secrets.ts`). */
	masterKey: Buffer | null;
	/** The master key before, while it is being changed. */
	masterKeyOld: Buffer | null;
	/** Absolute path of the folder for hosts that speak through files. */
	fileDropRoot: string;
	demo: boolean;
	/** Whether anyone who reaches the server may make a workspace. */
	signUp: boolean;
	trustProxy: boolean;
	/** Origins of other sites whose pages may call the API. */
	apiOrigins: string[];
	/** Origins beside Teams' own whose pages may frame the panel. */
	panelFrames: string[];
	/** Points a minute; 0: none. */
	requestQuota: RequestQuota;
	/** Bytes. */
	uploadLimit: number;
	/** Null: files are kept under `home`. */
	s3: S3Settings | null;
	/** Null: no language service is set. */
	llm: { baseUrl: string; apiKey: string | null; model: string; api: "responses" | "chat"; timeoutMs: number } | null;
	/** Null: no mail server. */
	smtpUrl: string | null;
	mailFrom: string;
	/** Null: no provider writes down what is said. */
	speech: { provider: "assemblyai" | "openai"; key: string; url: string | null } | null;
	/** Whether this process answers requests, does the background work, or both. */
	role: "all" | "web" | "worker";
	logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
	metricsToken: string | null;
	/** The server's own apps at vendors, by host: one for all its workspaces. */
	vendorApps: Record<string, VendorApp>;
}

/** All that is wrong with the settings, each line naming one and saying what to do. */
export class ConfigError extends Error {
	readonly faults: string[];

	constructor(faults: string[]) {
		super(`Courtside cannot start with these settings:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
		this.name = "ConfigError";
		this.faults = faults;
	}
}

/** Reads the settings from the environment. Throws ConfigError with every fault at once. */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Config {
	const faults: string[] = [];
	const given = (setting: { name: string }) => Boolean(env[setting.name]?.trim());
	function read<T>(setting: Setting<T>): T | null {
		const text = env[setting.name]?.trim();
		if (!text) return null;
		const result = setting.schema.safeParse(text);
		if (result.success) return result.data;
		faults.push(`${setting.name}: ${result.error.issues.map((issue) => issue.message).join("; ")}`);
		return null;
	}

	function readS3(): S3Settings | null {
		const bucket = read(settings.s3Bucket);
		const endpoint = read(settings.s3Endpoint);
		const region = read(settings.s3Region) ?? "us-east-1";
		const accessKeyId = read(settings.s3AccessKeyId);
		const secretAccessKey = read(settings.s3SecretAccessKey);
		const pathStyle = read(settings.s3PathStyle) ?? endpoint !== null;
		const needed = [settings.s3Bucket, settings.s3AccessKeyId, settings.s3SecretAccessKey];
		const absent = needed.filter((setting) => !given(setting)).map(({ name }) => name);
		const isMeant = [...needed, settings.s3Endpoint].some(given);
		if (isMeant && absent.length > 0) {
			faults.push(
				`${absent.join(", ")}: needed to keep files in a bucket. Set it, or take the other S3 settings away.`,
			);
		}
		if (bucket === null || accessKeyId === null || secretAccessKey === null) return null;
		const where = endpoint ?? `https://s3.${region}.amazonaws.com`;
		return { endpoint: where, bucket, region, accessKeyId, secretAccessKey, pathStyle };
	}

	const host = read(settings.host) ?? "127.0.0.1";
	const port = read(settings.port) ?? 4100;
	const databaseUrl = read(settings.databaseUrl);
	const publicUrl = read(settings.publicUrl) ?? `http://${hostInUrl(host)}:${port}`;
	// A proxy in front of loopback makes it public too.
	const isLocal = [host, new URL(publicUrl).hostname].every((name) => LOOPBACK.includes(name));
	const isAllHere = isLocal && !given(settings.databaseUrl);
	const home = resolve(REPOSITORY, read(settings.home) ?? ".courtside");
	const speechKey = read(settings.speechKey);
	const speechProvider = read(settings.speechProvider);
	const speechUrl = read(settings.speechUrl);
	const config: Config = {
		host,
		port,
		publicUrl,
		isLocal,
		home,
		databaseUrl,
		databaseConnections: read(settings.databaseConnections) ?? 20,
		redisUrl: read(settings.redisUrl),
		masterKey: read(settings.masterKey),
		masterKeyOld: read(settings.masterKeyOld),
		fileDropRoot: resolve(home, read(settings.fileDropRoot) ?? "file-drop"),
		demo: read(settings.demo) ?? isAllHere,
		signUp: read(settings.signUp) ?? isAllHere,
		trustProxy: read(settings.trustProxy) ?? false,
		apiOrigins: read(settings.apiOrigins) ?? [],
		panelFrames: read(settings.panelFrames) ?? [],
		requestQuota: {
			person: read(settings.personQuota) ?? 1200,
			key: read(settings.keyQuota) ?? 3000,
			workspace: read(settings.workspaceQuota) ?? 60_000,
		},
		uploadLimit: read(settings.uploadLimit) ?? 1_024_000_000,
		s3: readS3(),
		llm:
			given(settings.llmKey) || given(settings.llmUrl)
				? {
						baseUrl: (read(settings.llmUrl) ?? "https://api.openai.com/v1").replace(/\/+$/, ""),
						apiKey: read(settings.llmKey),
						model: read(settings.llmModel) ?? "gpt-5-mini",
						api: read(settings.llmApi) ?? "responses",
						timeoutMs: (read(settings.llmTimeout) ?? 60) * 1000,
					}
				: null,
		smtpUrl: read(settings.smtpUrl),
		mailFrom: read(settings.mailFrom) ?? `Courtside <courtside@${new URL(publicUrl).hostname}>`,
		speech: speechKey === null ? null : { provider: speechProvider ?? "assemblyai", key: speechKey, url: speechUrl },
		role: read(settings.role) ?? "all",
		logLevel: read(settings.logLevel) ?? "info",
		metricsToken: read(settings.metricsToken),
		vendorApps: {},
	};
	const hubspot = { clientId: read(settings.hubspotClientId), clientSecret: read(settings.hubspotClientSecret) };
	if (hubspot.clientId !== null && hubspot.clientSecret !== null) {
		config.vendorApps["hubspot"] = { clientId: hubspot.clientId, clientSecret: hubspot.clientSecret };
	} else if (hubspot.clientId !== null || hubspot.clientSecret !== null) {
		faults.push(
			`${settings.hubspotClientId.name} and ${settings.hubspotClientSecret.name}: set both, as the app's Auth tab shows them.`,
		);
	}

	if (given(settings.databaseUrl) && !given(settings.masterKey)) {
		faults.push("MASTER_KEY: is needed with DATABASE_URL. Make one with openssl rand -base64 32 and keep it safe.");
	}
	if (config.demo && !isLocal) {
		faults.push(
			"DEMO: its people sign in without a password, so HOST and PUBLIC_URL must be on loopback. Set DEMO=off.",
		);
	}
	if (speechKey === null && (speechProvider !== null || speechUrl !== null)) {
		faults.push(
			"SPEECH_KEY: is needed with SPEECH_PROVIDER and SPEECH_URL. Set the provider's key, or take them away.",
		);
	}
	if (faults.length > 0) throw new ConfigError(faults);
	return config;
}

/** The process's environment, filled up from `.env` beside package.json where there is one; what is set already wins. */
function environment(): NodeJS.ProcessEnv {
	const file = join(REPOSITORY, ".env");
	if (existsSync(file)) process.loadEnvFile(file);
	return process.env;
}

/** What the tests may be told by the environment. */
export function readTestSettings(env: NodeJS.ProcessEnv = process.env): {
	databaseUrl: string | null;
	redisUrl: string | null;
} {
	return { databaseUrl: env["TEST_DATABASE_URL"] || null, redisUrl: env["TEST_REDIS_URL"] || null };
}
