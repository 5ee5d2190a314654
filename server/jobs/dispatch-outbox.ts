import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Host, Written } from "../../core/contract/host.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { findInstallation } from "../hosts/installations.ts";
import { claimBatch, type DueOutgoing, isWriteBack, settleOutgoing, WRITE_BACK } from "../hosts/outbox.ts";
import { growingPause, heldBack, holdBack, letGo } from "../hosts/outbox-pace.ts";
import { sendBatch, wishOf } from "../hosts/send-batch.ts";
import type { RunningJob } from "../queue/port.ts";
import { sealPlanned } from "../write-back/seal.ts";
import {
	findWriteBack,
	forEachEntity,
	markPrepared,
	namesInUse,
	type WriteBackSettings,
} from "../write-back/settings.ts";
import { markAttempted, settleWrites } from "../write-back/settle.ts";
import type { JOBS } from "./catalog.ts";
import type { HostJobDeps } from "./host-jobs.ts";

type Deps = Pick<HostJobDeps, "database" | "hosts" | "jobs" | "now" | "portsOf">;

/** Longer than any vendor's call may take; a crash in between makes it due again after this. */
const CLAIM_MS = 120_000;
/** Then somebody else's turn comes: a workspace with much to write must not hold a worker from the others. */
const TURN_MS = 20_000;
const MOST_TRIES = 8;
/** What a vendor as a whole did not take is tried for this long, however often. */
const PATIENCE_MS = DAY_MS;

/**
 * Writes what is due of one workspace to one host, batch after batch, for a turn of 20 s. A thing that failed is repeated
 * with growing pauses up to eight times; when the vendor as a whole refuses or does not answer, everything to it is held
 * back (its own wish, else 5 s doubling to an hour) and tried for a day. Then it waits for a person. A crash after the
 * vendor took it and before we noted so repeats the write: hosts send `dedupKey` with it.
 */
export async function dispatchOutbox(
	deps: Deps,
	{ tenantId, host: hostId }: z.output<(typeof JOBS)["dispatch-outbox"]>,
	job: Pick<RunningJob, "signal">,
): Promise<void> {
	const { database, hosts, jobs, now, portsOf } = deps;
	const host = hosts.find(({ id }) => id === hostId);
	if (!host) return;
	const end = performance.now() + TURN_MS;
	while (!job.signal.aborted) {
		const db = database.reader(tenantId);
		if ((await findInstallation(db, tenantId, hostId))?.state !== "on") return;
		if (await heldBack(db, tenantId, hostId, now())) return;
		const settings = await findWriteBack(db, tenantId, hostId);
		if (!(await isPrepared(deps, host, tenantId, settings))) return;
		const batch = await database.inTenant(tenantId, (trx) => nextBatch(trx, deps, host, tenantId, settings));
		if (batch.length === 0) return;
		const names = host.writeBack ? namesInUse(host.writeBack, settings) : forEachEntity(() => ({}));
		const { outcomes, isOfAll } = await sendBatch(host, batch, { names, ports: portsOf(hostId, tenantId) });
		await database.inTenant(tenantId, (trx) =>
			settle(trx, { tenantId, host: hostId, now: now() }, { batch, outcomes, isOfAll }),
		);
		if (performance.now() > end) {
			// Another mark than the running job's, which would keep it out.
			await jobs.enqueue(
				"dispatch-outbox",
				{ tenantId, host: hostId },
				{ dedupId: `dispatch-on-${tenantId}-${hostId}` },
			);
			return;
		}
	}
}

async function nextBatch(
	trx: Transaction<Tables>,
	{ now }: Deps,
	host: Host,
	tenantId: number,
	settings: WriteBackSettings,
): Promise<DueOutgoing[]> {
	const isOn = settings.state === "on" && settings.confirmedAt !== null;
	const most = host.writeBack?.most ?? 1;
	const claim = () =>
		claimBatch(trx, {
			tenantId,
			host: host.id,
			now: now(),
			claimUntil: now() + CLAIM_MS,
			most,
			without: isOn ? [] : [WRITE_BACK],
		});
	let batch = await claim();
	// Sealed only when the rest is under way: until then the latest values still go into what waits.
	if (batch.length === 0 && host.writeBack) {
		if ((await sealPlanned(trx, { tenantId, host: host.id, most, onlyUndo: !isOn })) > 0) batch = await claim();
	}
	const writes = batch.filter(({ kind }) => isWriteBack(kind)).map(({ id }) => id);
	if (writes.length > 0) await markAttempted(trx, tenantId, writes, now());
	return batch;
}

/** Has the vendor's side made ready for the chosen fields, once for each choice. False when that did not work yet. */
async function isPrepared(
	{ database, now, portsOf }: Deps,
	{ id, writeBack }: Host,
	tenantId: number,
	settings: WriteBackSettings,
): Promise<boolean> {
	if (!writeBack?.prepare || settings.state !== "on" || settings.preparedAt !== null) return true;
	const names = namesInUse(writeBack, settings);
	const fields = forEachEntity((entity) => Object.keys(names[entity]));
	try {
		await writeBack.prepare(fields, portsOf(id, tenantId));
		await database.inTenant(tenantId, (trx) => markPrepared(trx, tenantId, settings, now()));
		return true;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		await database.inTenant(tenantId, (trx) => holdBack(trx, { tenantId, host: id, now: now(), reason, wishMs: null }));
		return false;
	}
}

async function settle(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; now: number },
	{ batch, outcomes, isOfAll }: { batch: DueOutgoing[]; outcomes: Written[]; isOfAll: boolean },
): Promise<void> {
	const { tenantId, host, now } = given;
	const refused = outcomes.find((outcome) => !outcome.ok && outcome.retry);
	const until =
		isOfAll && refused && !refused.ok
			? await holdBack(trx, { tenantId, host, now, reason: refused.reason, wishMs: wishOf(outcomes) })
			: null;
	if (until === null && outcomes.some(({ ok }) => ok)) await letGo(trx, tenantId, host);
	const ended = batch.map((outgoing, k) => {
		const written = outcomes[k] ?? { ok: true };
		const isPatient = isOfAll && now - outgoing.createdAt < PATIENCE_MS;
		const isFinal = !written.ok && (!written.retry || (outgoing.attempts >= MOST_TRIES && !isPatient));
		return { id: outgoing.id, kind: outgoing.kind, attempts: outgoing.attempts, written, isFinal };
	});
	for (const { id, kind, attempts, written, isFinal } of ended) {
		if (isWriteBack(kind) && (written.ok || isFinal)) continue;
		const nextAttemptAt = until ?? now + growingPause(attempts, id);
		await settleOutgoing(trx, { tenantId, id, now }, outcomeOf(written, isFinal, nextAttemptAt));
	}
	await settleWrites(
		trx,
		given,
		ended.filter(({ kind }) => isWriteBack(kind)),
	);
}

function outcomeOf(written: Written, isFinal: boolean, nextAttemptAt: number) {
	if (written.ok) return { state: "sent" } as const;
	const { reason } = written;
	return isFinal ? ({ state: "failed", reason } as const) : ({ state: "waiting", reason, nextAttemptAt } as const);
}
