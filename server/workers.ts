import type { Logger } from "pino";
import type { Host, Ports } from "../core/contract/host.ts";
import { DAY_MS, type Instant } from "../core/model/instant.ts";
import { checkAudit } from "./audit/check.ts";
import { sealAudits } from "./audit/seals.ts";
import type { Sealer } from "./auth/seal.ts";
import type { Vault } from "./auth/vault.ts";
import { remindCalls } from "./calls/remind-calls.ts";
import {
	type ChatJobDeps,
	sweepAlerts,
	sweepChat,
	sweepChatPeople,
	sweepDigests,
	workOnChat,
} from "./chat/chat-jobs.ts";
import { keepListening } from "./chat/keep-listening.ts";
import { sweepOut } from "./chores.ts";
import type { Database } from "./db/connect.ts";
import { ensureCurrentPartitions } from "./db/partitions.ts";
import { type Relay, startRelay } from "./events/relay.ts";
import { toJobs, toLivePages } from "./events/sinks.ts";
import type { Fanout } from "./fanout/fanout.ts";
import type { Jobs } from "./jobs/catalog.ts";
import { deliverWebhooks, sweepWebhooks } from "./jobs/deliver-webhooks.ts";
import { sweepHosts, workOnHosts } from "./jobs/host-jobs.ts";
import { resumeImports, workOnImports } from "./jobs/import-jobs.ts";
import { workOnMail } from "./jobs/mail-jobs.ts";
import { workOnMeetings } from "./jobs/meeting-jobs.ts";
import { workOnNumbers } from "./jobs/number-jobs.ts";
import { refreshOldNumbers } from "./jobs/refresh-old-numbers.ts";
import { sweepMails } from "./jobs/send-mail.ts";
import { writeDownAudio } from "./jobs/write-down-audio.ts";
import { sweepRecordings, writeDownRecording } from "./jobs/write-down-recording.ts";
import type { LiveMeetings } from "./live/live-meetings.ts";
import type { Mailer } from "./mail/mailer.ts";
import { endSilentMeetings } from "./meetings/end-silent.ts";
import { sweepOldMeetings } from "./meetings/retention.ts";
import { sweepNurture } from "./nurture/run-nurture.ts";
import { workOnPanels } from "./panel/panel-jobs.ts";
import { keepStandings } from "./policy/standing.ts";
import { repeat } from "./repeat.ts";
import type { SpeechToText } from "./speech/speech-to-text.ts";
import type { Storage } from "./storage/storage.ts";
import { sweepTerritories } from "./territory/apply-due.ts";
import { webhookSender } from "./webhooks/send.ts";
import { toWebhooks } from "./webhooks/to-webhooks.ts";
import type { Writer } from "./writer/writer.ts";

const SWEEP_MS = 10_000;
const REMIND_MS = 300_000;
const MINUTE_MS = 60_000;
const ALERTS_MS = 600_000;
const HOUR_MS = 3_600_000;

/** What the background of a process works with; `database` is the one for heavy work. */
export interface WorkerDeps {
	database: Database;
	jobs: Jobs;
	fanout: Fanout;
	storage: Storage;
	hosts: readonly Host[];
	sealer: Sealer;
	vault: Vault;
	/** Only this machine reaches the server; then webhooks may go to private addresses. */
	isLocal: boolean;
	/** What a host may use for a workspace. */
	portsOf(host: string, tenantId: number): Ports;
	log: Logger;
	now(): Instant;
	mailer: Mailer;
	/** Null: no language service is set. */
	writer: Writer | null;
	/** The live meetings of this process. */
	liveMeetings: LiveMeetings;
	/** Null without a provider's key. */
	speech: SpeechToText | null;
	/** Where links in mails lead. */
	publicUrl(): string;
}

/** The background of a process while it runs. */
export interface Workers {
	wakeRelay(): void;
	/** Ends relay and chores; the jobs themselves end with the queues. */
	stop(): Promise<void>;
}

/** Starts the relay, every kind of job and the daily chores. */
export async function startWorkers(deps: WorkerDeps): Promise<Workers> {
	const { database, jobs, fanout, storage, hosts, log, now } = deps;
	const relay: Relay = startRelay(database, [toJobs(jobs), toLivePages(fanout), toWebhooks({ database, jobs })], log);
	const wakeRelay = () => relay.wake();
	await workOnNumbers(jobs, { database, jobs, now, wakeRelay });
	await workOnImports(jobs, { database, storage, jobs, now, wakeRelay });
	await resumeImports({ database, jobs });
	const standings = keepStandings(database, now);
	await workOnHosts(jobs, { ...deps, standings, wakeRelay });
	await workOnMail(jobs, deps);
	await workOnMeetings(jobs, { ...deps, standings, wakeRelay });
	const chat: ChatJobDeps = { database, jobs, hosts, portsOf: deps.portsOf, standings, now };
	await workOnChat(jobs, chat);
	const listening = keepListening({ ...deps, database });
	await workOnPanels(jobs, { ...deps, wakeRelay });
	const webhookDeps = { ...deps, standings, send: webhookSender(deps), wakeRelay };
	await jobs.work("deliver-webhooks", (payload, job) => deliverWebhooks(webhookDeps, payload, job), { concurrency: 8 });
	await jobs.work("write-down-audio", (payload) => writeDownAudio(deps, payload));
	await jobs.work("write-down-recording", (payload) => writeDownRecording(deps, payload));
	await jobs.work("check-audit", async ({ tenantId }, job) => {
		await checkAudit({ database, storage, sealer: deps.sealer }, tenantId, (done) =>
			job.progress({ done, total: null }),
		);
	});
	const every = (ms: number, chore: () => Promise<unknown>, failure: string) =>
		repeat(ms, chore, (err) => log.error({ err }, failure));
	const refresh = () => refreshOldNumbers({ database, jobs, now });
	await refresh().catch((err: unknown) => log.error({ err }, "old numbers were not refreshed"));
	const seal = () => sealAudits({ database, storage, sealer: deps.sealer, now });
	await seal().catch((err: unknown) => log.error({ err }, "audit chains were not sealed"));
	const chores = [
		every(HOUR_MS, refresh, "old numbers were not refreshed"),
		every(REMIND_MS, () => sweepTerritories(deps), "territory plans were not put into force"),
		every(HOUR_MS, () => sweepNurture(deps), "sequences were not looked at"),
		every(DAY_MS, () => ensureCurrentPartitions(database, now()), "partitions were not made"),
		every(HOUR_MS, () => sweepOut(database, now()), "old keys were not swept out"),
		every(HOUR_MS, () => sweepOldMeetings(deps), "old meetings were not taken away"),
		every(REMIND_MS, () => endSilentMeetings(deps), "silent meetings were not ended"),
		every(HOUR_MS, () => sweepRecordings(deps), "recordings without words were not looked for"),
		every(HOUR_MS, seal, "audit chains were not sealed"),
		every(REMIND_MS, () => remindCalls(deps), "calls were not reminded of"),
		every(SWEEP_MS, () => sweepMails({ database, jobs, now }), "mails were not swept"),
		every(SWEEP_MS, () => sweepHosts({ database, jobs, hosts, now }), "inbox and outbox were not swept"),
		every(MINUTE_MS, () => sweepDigests(chat), "digests were not asked for"),
		every(ALERTS_MS, () => sweepAlerts(chat), "alerts were not looked for"),
		every(SWEEP_MS, () => sweepChat(chat), "messages to persons were not swept"),
		every(SWEEP_MS, () => listening.sweep(), "connections to vendors were not begun"),
		every(DAY_MS, () => sweepChatPeople(chat), "people of conversations were not asked for"),
		every(SWEEP_MS, () => sweepWebhooks({ database, jobs, now }), "webhooks were not swept"),
	];
	return {
		wakeRelay,
		async stop() {
			for (const stop of chores) stop();
			await listening.stop();
			await relay.stop();
		},
	};
}
