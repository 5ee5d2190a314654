import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, ConfigError, readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db/connect.ts";
import { pendingMigrations } from "../server/db/migrate.ts";
import { findBinaries } from "../server/embedded/binaries.ts";
import { findFooting } from "../server/embedded/footing.ts";
import { joinEmbedded } from "../server/embedded/start.ts";
import { JOBS } from "../server/jobs/catalog.ts";
import { openMailer } from "../server/mail/mailer.ts";
import { withoutSecrets } from "../server/observe/log.ts";
import { openQueues } from "../server/queue/queues.ts";
import { requireRedis } from "../server/redis.ts";
import { type Setting, settings } from "../server/settings.ts";
import { examineChat } from "./doctor-chat.ts";
import { examineConnections } from "./doctor-connections.ts";
import { examineFiles } from "./doctor-files.ts";
import { examineKeys } from "./doctor-keys.ts";
import { examineSalesforce } from "./doctor-salesforce.ts";

/** What was found out about one thing. */
export interface Finding {
	name: string;
	/** `fault`: something that is meant to work does not. */
	state: "on" | "off" | "fault";
	/** How it is, in a sentence. */
	says: string;
	/** The setting or command that would change it. */
	change?: string;
}

const NODE_MINIMUM = [24, 7] as const;

/** Looks at everything; starts nothing and changes no data. Findings stand in the order a person would ask. */
export async function examine(env?: NodeJS.ProcessEnv): Promise<Finding[]> {
	const findings = [nodeVersion()];
	let config: Config;
	try {
		config = readConfig(env);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return [...findings, ...error.faults.map((says): Finding => ({ name: "Settings", state: "fault", says }))];
	}
	findings.push(await server(config));
	findings.push(...(await withDatabase(config)));
	findings.push(await redis(config));
	findings.push(await examineFiles(config));
	findings.push(await mail(config));
	findings.push(speech(config));
	findings.push(...switches(config));
	return findings;
}

function nodeVersion(): Finding {
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	const fits = major > NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor >= NODE_MINIMUM[1]);
	const says = `version ${process.versions.node}`;
	return fits
		? { name: "Node", state: "on", says }
		: { name: "Node", state: "fault", says, change: "run through npm (npm run doctor): it brings Node 24" };
}

async function server({ publicUrl }: Config): Promise<Finding> {
	try {
		const answer = await fetch(`${publicUrl}/health`, { signal: AbortSignal.timeout(3_000) });
		const { version } = (await answer.json()) as { version?: string };
		if (version) return { name: "Server", state: "on", says: `version ${version} answers at ${publicUrl}` };
		return {
			name: "Server",
			state: "fault",
			says: `something else answers at ${publicUrl}`,
			change: on(settings.port),
		};
	} catch {
		return { name: "Server", state: "off", says: `nothing answers at ${publicUrl}`, change: "npm start" };
	}
}

/** The database, and what can only be told through it. */
async function withDatabase(config: Config): Promise<Finding[]> {
	if (config.databaseUrl) return examineDatabase("PostgreSQL server", config.databaseUrl, config);
	const name = "Embedded database";
	const change = `npm start, or ${on(settings.databaseUrl)}`;
	try {
		const footing = await findFooting(await findBinaries(), config.home);
		const embedded = await joinEmbedded(config.home);
		if (embedded) {
			try {
				return await examineDatabase(name, embedded.url, config);
			} finally {
				await embedded.stop();
			}
		}
		const exists = existsSync(join(footing.dataDir, "PG_VERSION"));
		const says = exists
			? `PostgreSQL is not running; its data is in ${footing.dataDir}`
			: `will be made in ${footing.dataDir} and run ${footing.description}`;
		return [{ name, state: "off", says, change }];
	} catch (error) {
		return [{ name, state: "fault", says: (error as Error).message, change: on(settings.databaseUrl) }];
	}
}

async function examineDatabase(name: string, url: string, config: Config): Promise<Finding[]> {
	const database = openDatabase({ url, max: 2, name: "courtside doctor" });
	try {
		const { rows } = await database.pool.query("show server_version");
		const pending = await pendingMigrations(database);
		const version = `PostgreSQL ${rows[0].server_version} at ${new URL(url).host}`;
		if (pending.length > 0) {
			return [{ name, state: "on", says: `${version}; ${pending.length} migrations wait for npm start` }];
		}
		return [
			{ name, state: "on", says: `${version}, tables up to date` },
			await search(database),
			await examineKeys(database, config),
			await jobs(url, config),
			...(await examineConnections(database)),
			...(await examineChat(database)),
			...(await examineSalesforce(database, Date.now())),
		];
	} catch (error) {
		const says = withoutSecrets((error as Error).message || String((error as { code?: string }).code));
		return [{ name, state: "fault", says, change: `check ${settings.databaseUrl.name}` }];
	} finally {
		await closeQuietly(database);
	}
}

/** Whether search has its index; without it only beginnings of names and the newest records are looked through. */
async function search(database: Database): Promise<Finding> {
	const { rows } = await database.pool.query("select to_regclass('search_by_substring') is not null as there");
	const name = "Search by any part of a word";
	if (rows[0].there) return { name, state: "on", says: "indexed" };
	const change =
		"an administrator of the server runs: create extension pg_trgm; create extension btree_gin; then restart Courtside";
	return { name, state: "off", says: "slower, and finds only beginnings of names and newer records", change };
}

async function closeQuietly(database: Database): Promise<void> {
	await database.close().catch(() => {});
}

async function jobs(databaseUrl: string, { redisUrl }: Config): Promise<Finding> {
	const where = redisUrl ? "Redis" : "PostgreSQL";
	const change = redisUrl
		? `unset ${settings.redisUrl.name} to use PostgreSQL`
		: `${on(settings.redisUrl)} to use Redis`;
	const store = redisUrl ? { redisUrl } : { databaseUrl };
	try {
		// A Redis that is not there is asked for ever; its own finding says so.
		if (redisUrl) await requireRedis(redisUrl);
		const queues = openQueues({ store, catalog: JOBS, onError: () => {} });
		const counts = await Promise.all(Object.keys(JOBS).map((name) => queues.counts(name as keyof typeof JOBS)));
		await queues.close();
		const sum = (pick: (count: (typeof counts)[number]) => number) => counts.reduce((n, count) => n + pick(count), 0);
		const says = `on ${where}: ${sum((c) => c.waiting + c.delayed)} wait, ${sum((c) => c.active)} run, ${sum((c) => c.failed)} failed for good`;
		return { name: "Jobs and live pages", state: "on", says, change };
	} catch (error) {
		return { name: "Jobs and live pages", state: "fault", says: (error as Error).message, change };
	}
}

async function redis({ redisUrl }: Config): Promise<Finding> {
	const name = "Redis";
	if (!redisUrl)
		return { name, state: "off", says: "not needed for one server process", change: on(settings.redisUrl) };
	try {
		return { name, state: "on", says: `version ${await requireRedis(redisUrl)} at ${new URL(redisUrl).host}` };
	} catch (error) {
		return { name, state: "fault", says: (error as Error).message };
	}
}

async function mail(config: Config): Promise<Finding> {
	const name = "Mail";
	const mailer = openMailer(config);
	if (mailer.kind !== "smtp") {
		const says =
			mailer.kind === "mailbox"
				? "kept, and read by administrators at /mailbox"
				: "none is sent; invitations can be handed over as links";
		return { name, state: mailer.kind === "mailbox" ? "on" : "off", says, change: on(settings.smtpUrl) };
	}
	try {
		await mailer.check();
		return { name, state: "on", says: `${new URL(config.smtpUrl ?? "").host} takes our mail, from ${config.mailFrom}` };
	} catch (error) {
		return {
			name,
			state: "fault",
			says: withoutSecrets((error as Error).message),
			change: `check ${settings.smtpUrl.name}`,
		};
	}
}

/** Not tried: a session of the provider costs money. */
function speech(config: Config): Finding {
	const name = "Live words";
	if (!config.speech)
		return {
			name,
			state: "off",
			says: "live meetings take their words from captions and transcripts",
			change: on(settings.speechKey),
		};
	const { provider, url } = config.speech;
	const where = url === null ? "" : ` at ${new URL(url).host}`;
	return { name, state: "on", says: `${provider}${where} writes down what is said; audio of meetings goes there` };
}

/** Not tried: an answer of the service may cost money. */
function languageService({ llm }: Config): Finding {
	const name = "Language service";
	if (!llm)
		return {
			name,
			state: "off",
			says: "summaries, drafts and answers are worded here, by rules",
			change: on(settings.llmKey),
		};
	return {
		name,
		state: "on",
		says: `${llm.model} at ${new URL(llm.baseUrl).host} words them; redacted words go there`,
	};
}

/** What is simply set or not. */
function switches(config: Config): Finding[] {
	const keyFile = join(config.home, "master-key");
	const key = config.masterKey
		? `from ${settings.masterKey.name}`
		: `in ${keyFile}${existsSync(keyFile) ? "" : ", made at the first start"}`;
	return [
		{ name: "Master key", state: "on", says: key, ...(!config.masterKey && { change: on(settings.masterKey) }) },
		onOrOff("Demo company", config.demo, "its people sign in with one click, from this machine only", settings.demo),
		onOrOff("Sign-up", config.signUp, "anyone who reaches the server can make a workspace", settings.signUp),
		onOrOff("Proxy", config.trustProxy, "addresses are taken from X-Forwarded-For", settings.trustProxy),
		config.metricsToken
			? { name: "Metrics", state: "on", says: "/metrics asks for the token" }
			: {
					name: "Metrics",
					state: "on",
					says: "/metrics answers on this machine only",
					change: on(settings.metricsToken),
				},
		config.publicUrl.startsWith("https:")
			? {
					name: "Panel in Teams",
					state: "on",
					says: "meetings may frame /teams/; Settings, Microsoft Teams says what is left",
				}
			: {
					name: "Panel in Teams",
					state: "off",
					says: "Teams shows pages over https only",
					change: `${on(settings.publicUrl)} to https`,
				},
		languageService(config),
		...Object.entries({ hubspot: settings.hubspotClientId }).map(
			([host, setting]): Finding =>
				config.vendorApps[host]
					? { name: `Our app at ${host}`, state: "on", says: `workspaces connect by consent; news to /hooks/${host}` }
					: { name: `Our app at ${host}`, state: "off", says: "each workspace brings a token", change: on(setting) },
		),
	];
}

function onOrOff(name: string, isOn: boolean, says: string, setting: Setting): Finding {
	return isOn ? { name, state: "on", says } : { name, state: "off", says: "", change: `${on(setting)}=on` };
}

function on({ name }: Setting): string {
	return `set ${name}`;
}
