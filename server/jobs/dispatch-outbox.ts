import type { z } from "zod";
import type { Written } from "../../core/contract/host.ts";
import { findInstallation } from "../hosts/installations.ts";
import { claimNext, type DueOutgoing, settleOutgoing } from "../hosts/outbox.ts";
import type { RunningJob } from "../queue/port.ts";
import type { JOBS } from "./catalog.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/** Longer than any vendor's call may take; a crash in between makes it due again after this. */
const CLAIM_MS = 120_000;
const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** A vendor that asks for longer is asked again then. */
const LONGEST_WISH_MS = 86_400_000;

/**
 * Writes what is due of one workspace to one host, one after the other. A try that failed is repeated with growing
 * pauses (5 s doubling to an hour, or the vendor's wish) up to eight times; then it waits for a person. A crash after
 * the vendor took it and before we noted so repeats the write: hosts send `dedupKey` with it.
 */
export async function dispatchOutbox(
	deps: Pick<HostJobDeps, "database" | "hosts" | "now" | "portsOf">,
	{ tenantId, host: hostId }: z.output<(typeof JOBS)["dispatch-outbox"]>,
	job: Pick<RunningJob, "signal">,
): Promise<void> {
	const { database, hosts, now, portsOf } = deps;
	const host = hosts.find(({ id }) => id === hostId);
	if (!host) return;
	while (!job.signal.aborted) {
		const installation = await findInstallation(database.reader(tenantId), tenantId, hostId);
		if (installation?.state !== "on") return;
		const outgoing = await database.inTenant(tenantId, (trx) =>
			claimNext(trx, { tenantId, host: hostId, now: now(), claimUntil: now() + CLAIM_MS }),
		);
		if (!outgoing) return;
		const written = await host.write(outgoing, portsOf(hostId, tenantId)).catch(
			(error: unknown): Written => ({
				ok: false,
				retry: true,
				reason: error instanceof Error ? error.message : String(error),
			}),
		);
		await database.inTenant(tenantId, (trx) =>
			settleOutgoing(trx, { tenantId, id: outgoing.id, now: now() }, outcomeOf(outgoing, written, now())),
		);
	}
}

/** What a try comes to. */
function outcomeOf({ attempts, id }: DueOutgoing, written: Written, now: number) {
	if (written.ok) return { state: "sent" } as const;
	const { reason, retry, retryAfterMs } = written;
	if (!retry || attempts >= MOST_TRIES) return { state: "failed", reason } as const;
	return {
		state: "waiting",
		reason,
		nextAttemptAt: now + Math.min(LONGEST_WISH_MS, retryAfterMs ?? pauseAfter(attempts, id)),
	} as const;
}

/** Doubles from 5 s to an hour, up to a fifth longer by the id, so that what failed together does not come back together. */
function pauseAfter(attempts: number, id: string): number {
	const spread = 1 + (Number.parseInt(id.slice(-2), 16) / 255) * 0.2;
	return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * spread;
}
