import { z } from "zod";
import type { JobJson } from "../../core/contract/imports.ts";
import type { Db } from "../db/connect.ts";
import type { JobSender } from "../deps.ts";
import { type FailedRecord, listFailures } from "../hosts/failed-records.ts";
import { listFailedDeliveries } from "../hosts/inbox.ts";
import { listFailedOutgoing } from "../hosts/outbox.ts";
import type { JobReport } from "../queue/port.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { JOBS, type JobName } from "./catalog.ts";

/** A piece of work with the host or import it is about, where it is about one. */
export type Work = JobJson & { host?: string; importId?: string | undefined };

const MOST_OF_A_KIND = 30;
const payloadSchema = z.object({ tenantId: z.number(), host: z.string().optional(), importId: z.string().optional() });
const progressSchema = z.object({ done: z.number(), total: z.number().nullable() });
/** Their failures are told by the rows of inbox, outbox and webhooks, which outlive the job. */
const TOLD_BY_ROWS = new Set<JobName>([
	"apply-delivery",
	"dispatch-outbox",
	"replay-records",
	"sync-host",
	"deliver-webhooks",
]);
type Listed = keyof typeof STATES;
const STATES = {
	waiting: "waiting",
	delayed: "waiting",
	active: "running",
	completed: "done",
	failed: "failed",
} as const;

/** The workspace's work as the jobs page shows it: newest first, finished work of the last day too. */
export async function listWork(db: Db, jobs: JobSender, tenantId: number, viewer: Viewer): Promise<JobJson[]> {
	const names = Object.keys(JOBS) as JobName[];
	// All workspaces share the queues: one that is busy must not hide what failed for another.
	const isOurs = (payload: unknown) => payloadSchema.safeParse(payload).data?.tenantId === tenantId;
	const reports = await Promise.all(
		names.map((name) => {
			const states: Listed[] = ["active", "waiting", "delayed"];
			if (!TOLD_BY_ROWS.has(name)) states.push("failed", "completed");
			return jobs.list(name, states, MOST_OF_A_KIND, isOurs);
		}),
	);
	const work = reports.flat().flatMap((report) => workOf(report, tenantId, viewer) ?? []);
	work.push(...(await failedDeliveries(db, tenantId, viewer)), ...(await failedWrites(db, tenantId, viewer)));
	work.push(...(await failedRecords(db, tenantId, viewer)));
	work.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
	return work.map(({ host: _, importId: __, ...shown }) => shown);
}

/** One piece of the workspace's work by its id on the page; null when there is none, or it is another workspace's. */
export async function findWork(
	db: Db,
	jobs: JobSender,
	tenantId: number,
	id: string,
	viewer: Viewer,
): Promise<Work | null> {
	if (id.startsWith("inbox:")) return (await failedDeliveries(db, tenantId, viewer)).find((w) => w.id === id) ?? null;
	if (id.startsWith("outbox:")) return (await failedWrites(db, tenantId, viewer)).find((w) => w.id === id) ?? null;
	if (id.startsWith("record:")) return (await failedRecords(db, tenantId, viewer)).find((w) => w.id === id) ?? null;
	const [, name = "", ...own] = id.split(":");
	if (!id.startsWith("queue:") || !Object.hasOwn(JOBS, name)) return null;
	const report = await jobs.find(name as JobName, own.join(":"));
	return report && workOf(report, tenantId, viewer);
}

function workOf(report: JobReport, tenantId: number, viewer: Viewer): Work | null {
	const payload = payloadSchema.safeParse(report.payload);
	if (!payload.success || payload.data.tenantId !== tenantId || report.state === "unknown") return null;
	const isImport = report.name === "run-import" && payload.data.importId !== undefined;
	const { host } = payload.data;
	const progress = progressSchema.safeParse(report.progress);
	const state = STATES[report.state];
	const isFailed = state === "failed";
	return {
		id: `queue:${report.name}:${report.id}`,
		name: report.name,
		text: say(viewer, `job.${report.name}`, { host: host ?? "" }),
		state,
		progress: progress.success && state !== "done" ? progress.data : null,
		attempts: report.attempts,
		error: isFailed ? report.reason : null,
		createdAt: iso(report.createdAt),
		finishedAt: report.finishedAt === null ? null : iso(report.finishedAt),
		canRetry: isFailed,
		canCancel: isFailed || (isImport && (state === "running" || state === "waiting")),
		...(host !== undefined && { host }),
		...(isImport && { importId: payload.data.importId }),
	};
}

async function failedDeliveries(db: Db, tenantId: number, viewer: Viewer): Promise<Work[]> {
	const rows = await listFailedDeliveries(db, tenantId, 200);
	return rows.map((row) => ({
		id: `inbox:${row.id}`,
		name: "apply-delivery",
		text: say(viewer, "job.apply-delivery", { host: row.source }),
		...failed(row.reason, row.attempts, row.receivedAt),
		host: row.source,
	}));
}

async function failedWrites(db: Db, tenantId: number, viewer: Viewer): Promise<Work[]> {
	const rows = await listFailedOutgoing(db, tenantId, 200);
	return rows.map((row) => ({
		id: `outbox:${row.id}`,
		name: "dispatch-outbox",
		text: say(viewer, "job.dispatch-outbox", { host: row.host }),
		...failed(row.reason, row.attempts, row.createdAt),
		host: row.host,
	}));
}

/** The newest of them: the page of their connection has all. */
async function failedRecords(db: Db, tenantId: number, viewer: Viewer): Promise<Work[]> {
	const rows = await listFailures(db, { tenantId, limit: MOST_OF_A_KIND });
	return rows.map(({ id, source, reason, attempts, state, firstFailedAt, object, externalId }: FailedRecord) => {
		const isWaiting = state === "replaying";
		return {
			id: `record:${id}`,
			name: "replay-records",
			text: say(viewer, "job.record", { host: source, record: [object, externalId].filter(Boolean).join(" ") }),
			...failed(reason, attempts, firstFailedAt),
			...(isWaiting && { state: "waiting" as const, error: null, canRetry: false }),
			canCancel: !isWaiting,
			host: source,
		};
	});
}

function failed(error: string, attempts: number, createdAt: number) {
	return {
		state: "failed" as const,
		progress: null,
		attempts,
		error,
		createdAt: iso(createdAt),
		finishedAt: null,
		canRetry: true,
		canCancel: false,
	};
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
