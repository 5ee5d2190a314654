import { z } from "zod";

/** One thing a person can set from outside, as doctor, `.env.example` and the docs list it. */
export interface Setting<T = unknown> {
	/** The environment variable. */
	name: string;
	/** What it is for, or turns on, in a sentence. */
	what: string;
	/** In words, as it is when unset. */
	byDefault: string;
	/** A value as somebody would write it. */
	example: string;
	/** True when its value must not be shown. */
	secret: boolean;
	/** What makes a given value right; the message says what to do. Not called when it is unset or empty. */
	schema: z.ZodType<T, unknown>;
}

const port = z.coerce
	.number("give a port number, as in 4100")
	.int("give a whole number")
	.min(0, "a port is 0 or more; 0 lets the system choose")
	.max(65_535, "a port is at most 65535");

const points = z.coerce.number("give a number").int("give a whole number").min(0, "0 or more; 0 is no limit");

const onOff = z
	.enum(["on", "off", "true", "false", "1", "0"], "write on or off")
	.transform((text) => ["on", "true", "1"].includes(text));

const origins = z.string().transform((text, context) => {
	const all = text.split(",").map((origin) => origin.trim());
	const wrong = all.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
	if (wrong === undefined) return all;
	context.addIssue({ code: "custom", message: `write "${wrong}" as https://app.example.com, without a path` });
	return z.NEVER;
});

function url(schemes: string[], example: string) {
	return z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
		message: `write it as ${example}`,
	});
}

/** Everything that can be set. Nothing must be: without any, Courtside runs by itself with the demo company. */
export const settings = {
	port: setting("PORT", {
		what: "Port the server listens on.",
		byDefault: "4100",
		example: "4100",
		schema: port,
	}),
	host: setting("HOST", {
		what: "Address the server listens on. Anything but loopback is open to others: set MASTER_KEY and PUBLIC_URL with it.",
		byDefault: "127.0.0.1",
		example: "0.0.0.0",
		schema: z
			.string()
			.refine((host) => URL.canParse(`http://${hostInUrl(host)}`), "give a host name or address, as in 0.0.0.0"),
	}),
	publicUrl: setting("PUBLIC_URL", {
		what: "Where browsers and hosts reach this server; links and sign-in come back here.",
		byDefault: "http://HOST:PORT",
		example: "https://courtside.example.com",
		schema: url(["http", "https"], "https://courtside.example.com").transform((text) => text.replace(/\/+$/, "")),
	}),
	home: setting("COURTSIDE_HOME", {
		what: "Folder for the embedded database, uploaded files and generated keys.",
		byDefault: ".courtside in the repository",
		example: "/var/lib/courtside",
		schema: z.string(),
	}),
	databaseUrl: setting("DATABASE_URL", {
		what: "Uses this PostgreSQL (15 or newer) instead of the embedded one.",
		byDefault: "an embedded PostgreSQL 18 under COURTSIDE_HOME",
		example: "postgres://courtside:secret@db.example.com:5432/courtside",
		secret: true,
		schema: url(["postgres", "postgresql"], "postgres://user:password@host:5432/database"),
	}),
	databaseConnections: setting("DATABASE_CONNECTIONS", {
		what: "Most database connections for requests, in each process; jobs have their own.",
		byDefault: "20",
		example: "20",
		schema: z.coerce.number("give a number").int("give a whole number").min(2, "at least 2").max(500, "at most 500"),
	}),
	redisUrl: setting("REDIS_URL", {
		what: "Uses Redis (6.2 or newer) for jobs, live events and rate limits. Needed for more than one server process.",
		byDefault: "jobs and events in PostgreSQL, rate limits in memory",
		example: "redis://:secret@cache.example.com:6379",
		secret: true,
		schema: url(["redis", "rediss"], "redis://:password@host:6379"),
	}),
	masterKey: setting("MASTER_KEY", {
		what: "Encrypts stored secrets and signs tokens: 32 random bytes in base64 (openssl rand -base64 32). Required with DATABASE_URL.",
		byDefault: "a key generated once under COURTSIDE_HOME",
		example: "<what openssl prints>",
		secret: true,
		schema: z
			.string()
			.transform((text) => Buffer.from(text, "base64"))
			.refine((key) => key.length === 32, "make one with: openssl rand -base64 32"),
	}),
	masterKeyOld: setting("MASTER_KEY_OLD", {
		what: "The MASTER_KEY before, while it is being changed: what it sealed still opens. Then run npm run keys -- rewrap.",
		byDefault: "none",
		example: "<the key before>",
		secret: true,
		schema: z
			.string()
			.transform((text) => Buffer.from(text, "base64"))
			.refine((key) => key.length === 32, "give the former MASTER_KEY as it was: 32 bytes in base64"),
	}),
	fileDropRoot: setting("FILE_DROP_ROOT", {
		what: "Folder for CRMs that are folders of JSON files (the file-drop host); each workspace has one of its own in it.",
		byDefault: "file-drop under COURTSIDE_HOME",
		example: "/srv/courtside/file-drop",
		schema: z.string(),
	}),
	demo: setting("DEMO", {
		what: "Loads the demo company and lets anyone on this machine sign in as its people.",
		byDefault:
			"on when everything is on this machine (no DATABASE_URL, HOST and PUBLIC_URL on loopback), otherwise off",
		example: "off",
		schema: onOff,
	}),
	signUp: setting("SIGN_UP", {
		what: "Lets anyone who reaches the server make a workspace and become its first admin.",
		byDefault: "on when everything is on this machine, otherwise off",
		example: "on",
		schema: onOff,
	}),
	trustProxy: setting("TRUST_PROXY", {
		what: "Believes the nearest proxy's X-Forwarded-For. Only behind a proxy that sets it, or callers choose their address.",
		byDefault: "off",
		example: "on",
		schema: onOff,
	}),
	apiOrigins: setting("API_ORIGINS", {
		what: "Other sites whose pages may call the API with a token of their own, separated by commas.",
		byDefault: "none: only Courtside's own pages, and programs",
		example: "https://app.example.com,https://crm.example.com",
		schema: origins,
	}),
	panelFrames: setting("PANEL_FRAMES", {
		what: "Sites whose pages may show the meeting panel in a frame, beside Teams' own: Teams of a government cloud.",
		byDefault: "Teams' own alone",
		example: "https://gov.teams.microsoft.us",
		schema: origins,
	}),
	personQuota: setting("RATE_LIMIT_PERSON", {
		what: "Points a minute that one person may use; most requests cost 1, the dearest 20. 0: no limit.",
		byDefault: "1200",
		example: "600",
		schema: points,
	}),
	keyQuota: setting("RATE_LIMIT_KEY", {
		what: "Points a minute that one API key may use. 0: no limit.",
		byDefault: "3000",
		example: "6000",
		schema: points,
	}),
	workspaceQuota: setting("RATE_LIMIT_WORKSPACE", {
		what: "Points a minute that all people and keys of a workspace may use together. 0: no limit.",
		byDefault: "60000",
		example: "120000",
		schema: points,
	}),
	uploadLimit: setting("UPLOAD_LIMIT_MB", {
		what: "Largest file that may be uploaded, in MB.",
		byDefault: "1024",
		example: "1024",
		schema: z.coerce
			.number("give a number of MB")
			.min(1, "at least 1")
			.transform((megabytes) => Math.round(megabytes * 1_000_000)),
	}),
	s3Bucket: setting("S3_BUCKET", {
		what: "Keeps files (recordings, documents, imports, seals of the audit) in this bucket of a server that speaks S3: AWS, MinIO, R2.",
		byDefault: "files under COURTSIDE_HOME",
		example: "courtside-files",
		schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "give the bucket's name, as in courtside-files"),
	}),
	s3Endpoint: setting("S3_ENDPOINT", {
		what: "Where that server is, without the bucket.",
		byDefault: "AWS, in S3_REGION",
		example: "https://minio.example.com",
		schema: url(["http", "https"], "https://minio.example.com")
			.refine(
				(text) => !/[?#@]/.test(text),
				"write it as https://minio.example.com; the keys go into S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY",
			)
			.transform((text) => text.replace(/\/+$/, "")),
	}),
	s3Region: setting("S3_REGION", {
		what: "The bucket's region; auto for R2.",
		byDefault: "us-east-1",
		example: "eu-central-1",
		schema: z.string().regex(/^[a-z0-9-]{2,40}$/, "write it as eu-central-1"),
	}),
	s3AccessKeyId: setting("S3_ACCESS_KEY_ID", {
		what: "Id of a key that may get, put, delete and list in that bucket, and nothing else.",
		byDefault: "none; needed with S3_BUCKET",
		example: "AKIAIOSFODNN7EXAMPLE",
		schema: z.string().regex(/^[^\s/]{3,128}$/, "copy the key's id"),
	}),
	s3SecretAccessKey: setting("S3_SECRET_ACCESS_KEY", {
		what: "Its secret.",
		byDefault: "none; needed with S3_BUCKET",
		example: "<the key's secret>",
		secret: true,
		schema: z.string().regex(/^[^<>\s]{8,256}$/, "copy the key's secret, without spaces"),
	}),
	s3PathStyle: setting("S3_PATH_STYLE", {
		what: "Puts the bucket into the path of addresses, not into the host's name.",
		byDefault: "on with S3_ENDPOINT, otherwise off",
		example: "off",
		schema: onOff,
	}),
	smtpUrl: setting("SMTP_URL", {
		what: "Sends mail (invitations, new passwords, notices) through this server: smtp:// with STARTTLS, or smtps://.",
		byDefault: "on this machine mails are kept and shown to administrators at /mailbox; elsewhere none is sent",
		example: "smtp://courtside:secret@mail.example.com:587",
		secret: true,
		schema: url(["smtp", "smtps"], "smtp://user:password@host:587"),
	}),
	speechProvider: setting("SPEECH_PROVIDER", {
		what: "Who writes down what is said in live meetings and uploaded recordings: assemblyai (words with times) or openai. Audio of meetings goes there.",
		byDefault: "assemblyai, where SPEECH_KEY is set",
		example: "assemblyai",
		schema: z.enum(["assemblyai", "openai"], "write assemblyai or openai"),
	}),
	speechKey: setting("SPEECH_KEY", {
		what: "Key of the speech provider. Without it live words come from captions and transcripts only.",
		byDefault: "none: no audio leaves this server",
		example: "<the provider's API key>",
		secret: true,
		schema: z.string(),
	}),
	speechUrl: setting("SPEECH_URL", {
		what: "Another address of the speech provider, such as its European one. Uploaded recordings go to the same place over https; of AssemblyAI to api. where this is streaming.",
		byDefault: "the provider's own",
		example: "wss://streaming.eu.assemblyai.com/v3/ws",
		schema: url(["ws", "wss"], "wss://streaming.eu.assemblyai.com/v3/ws"),
	}),
	mailFrom: setting("MAIL_FROM", {
		what: "Whom mails come from.",
		byDefault: "Courtside <courtside@the host of PUBLIC_URL>",
		example: "Courtside <courtside@example.com>",
		schema: z
			.string()
			.regex(
				/^([^<>@\r\n]+<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/,
				"write it as Courtside <courtside@example.com>",
			),
	}),
	llmKey: setting("LLM_API_KEY", {
		what: "Key of a language service that puts meetings, and answers in Slack, into words. Numbers never come from it, and words go out redacted.",
		byDefault: "none: summaries and drafts are made here, by rules",
		example: "sk-…",
		secret: true,
		schema: z.string().min(1),
	}),
	llmUrl: setting("LLM_BASE_URL", {
		what: "Where that service is: OpenAI's, or any server that speaks its API. With the version, without a slash at the end.",
		byDefault: "https://api.openai.com/v1",
		example: "http://127.0.0.1:11434/v1",
		schema: url(["http", "https"], "https://api.openai.com/v1"),
	}),
	llmModel: setting("LLM_MODEL", {
		what: "Model of the language service.",
		byDefault: "gpt-5-mini",
		example: "llama3.1",
		schema: z.string().min(1).max(120),
	}),
	llmApi: setting("LLM_API", {
		what: "How it is spoken to: responses (OpenAI), or chat for servers that have chat completions only.",
		byDefault: "responses",
		example: "chat",
		schema: z.enum(["responses", "chat"], "choose responses or chat"),
	}),
	llmTimeout: setting("LLM_TIMEOUT_SECONDS", {
		what: "So long is waited for its answer; then the rules' words stand.",
		byDefault: "60",
		example: "20",
		schema: z.coerce.number("give a number of seconds").min(1, "at least 1").max(600, "at most 600"),
	}),
	role: setting("COURTSIDE_ROLE", {
		what: "What this process does: web answers requests, worker does the background work, all does both.",
		byDefault: "all",
		example: "worker",
		schema: z.enum(["all", "web", "worker"], "choose all, web or worker"),
	}),
	logLevel: setting("LOG_LEVEL", {
		what: "How much is logged: fatal, error, warn, info, debug, trace or silent.",
		byDefault: "info",
		example: "debug",
		schema: z.enum(
			["fatal", "error", "warn", "info", "debug", "trace", "silent"],
			"choose fatal, error, warn, info, debug, trace or silent",
		),
	}),
	metricsToken: setting("METRICS_TOKEN", {
		what: "Bearer token that /metrics asks for.",
		byDefault: "/metrics answers on loopback only",
		example: "<a long random word>",
		secret: true,
		schema: z.string().regex(/^[^<>\s]{16,}$/, "make it at least 16 characters long, without spaces"),
	}),
	hubspotClientId: setting("HUBSPOT_CLIENT_ID", {
		what: "Client id of this server's HubSpot app, which workspaces connect their portals to. Goes with HUBSPOT_CLIENT_SECRET.",
		byDefault: "each workspace pastes a token of its own",
		example: "<from the app's Auth tab>",
		schema: z.string().regex(/^[\w-]{8,100}$/, "copy it from the app's Auth tab"),
	}),
	hubspotClientSecret: setting("HUBSPOT_CLIENT_SECRET", {
		what: "Its client secret; proves that webhooks and cards' calls come from HubSpot.",
		byDefault: "none",
		example: "<from the app's Auth tab>",
		secret: true,
		schema: z.string().regex(/^[\w-]{8,200}$/, "copy it from the app's Auth tab"),
	}),
};

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function hostInUrl(host: string): string {
	return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

function setting<T>(name: string, rest: Omit<Setting<T>, "name" | "secret"> & { secret?: boolean }): Setting<T> {
	return { name, secret: false, ...rest };
}
