import type { Logger } from "pino";
import type { Host, Ports } from "../core/contract/host.ts";
import type { VendorApp } from "../core/contract/host-accounts.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Solve } from "../core/solve/program.ts";
import type { ApiKeys } from "./auth/api-keys.ts";
import type { Auth } from "./auth/auth.ts";
import type { Limits } from "./auth/limits.ts";
import type { Sealer } from "./auth/seal.ts";
import type { Vault } from "./auth/vault.ts";
import type { AskBeside } from "./beside/beside.ts";
import type { Database } from "./db/connect.ts";
import type { DemoProgress } from "./demo/prepare-demo.ts";
import type { Jobs } from "./jobs/catalog.ts";
import type { LiveMeetings } from "./live/live-meetings.ts";
import type { Readiness } from "./observe/health.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { RequestLimits } from "./policy/request-limits.ts";
import type { Standings } from "./policy/standing.ts";
import type { LiveHub } from "./realtime/live-hub.ts";
import type { SpeechToText } from "./speech/speech-to-text.ts";
import type { Storage } from "./storage/storage.ts";

/** What the app is told about where it runs. Read from the environment by `config.ts`, handed over by `main.ts`. */
export interface AppSettings {
	version: string;
	/** Where browsers reach it, without a slash at the end; requests with an `Origin` must come from here or from itself. */
	publicUrl: string;
	/** Other origins whose pages may call the API by token, each as a browser spells it; none by default. */
	apiOrigins: readonly string[];
	/** Only this machine reaches the server; then it may call private addresses. */
	isLocal: boolean;
	/** Whether the demo's people may sign in with one click (still only from this machine). */
	demo: boolean;
	/** Whether anyone may make a workspace: on this machine, or where sign-up is switched on. */
	signUp: boolean;
	/** Most bytes of one upload. */
	uploadLimit: number;
	/** What /metrics asks for; null: it answers on loopback only. */
	metricsToken: string | null;
	/** Whether `X-Forwarded-For` of the nearest proxy is believed. */
	trustProxy: boolean;
	/** Where mail goes: a mail server, the mailbox that administrators read here, or nowhere. */
	mail: "smtp" | "mailbox" | "off";
	/** Folder of the built portal. */
	webRoot: string;
	/** Folder of the hosts, beneath which each has its built pages. */
	panelRoot: string;
	/** Origins beside a vendor's own whose pages may frame the panel. */
	panelFrames: string[];
}

/** Everything routes work with. Made once in `main.ts` (or by a test) and passed down. */
export interface Deps {
	settings: AppSettings;
	database: Database;
	/** Hands work to the background. */
	jobs: JobSender;
	auth: Auth;
	apiKeys: ApiKeys;
	limits: Limits;
	requestLimits: RequestLimits;
	/** For secrets of the installation itself. */
	sealer: Sealer;
	/** For secrets of a workspace. */
	vault: Vault;
	standings: Standings;
	hosts: readonly Host[];
	/** The server's own apps at vendors, by host. */
	vendorApps: Readonly<Record<string, VendorApp>>;
	/** What a host may use for a workspace. */
	portsOf(host: string, tenantId: number): Ports;
	/** The open pages of this process. */
	live: LiveHub;
	/** The live meetings of this process. */
	liveMeetings: LiveMeetings;
	/** Answers what takes long to work out; in a thread. */
	beside: AskBeside;
	/** Proves best plans; in a thread, one at a time. */
	solve: Solve;
	storage: Storage;
	/** Writes down what is said in live meetings; null without a provider's key. */
	speech: SpeechToText | null;
	log: Logger;
	metrics: Metrics;
	now(): Instant;
	/** Whether requests can be answered now. */
	readiness(): Promise<Readiness>;
	/** How far the demo company is while it is being made; null otherwise. */
	preparing(): DemoProgress | null;
	/** Tells the relay that events were written, so that it need not wait for its next look. */
	wakeRelay(): void;
}

/** The half of the queues that puts work in and looks at it. */
export type JobSender = Pick<Jobs, "enqueue" | "enqueueCoalesced" | "find" | "list" | "counts" | "replay" | "discard">;
