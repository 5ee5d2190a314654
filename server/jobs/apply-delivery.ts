import type { z } from "zod";
import type { Host } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { markApplied, markFailed, takeDelivery } from "../hosts/inbox.ts";
import type { RunningJob } from "../queue/port.ts";
import { toldReason } from "../queue/told-reason.ts";
import type { JOBS } from "./catalog.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/**
 * Maps one stored delivery and applies it, all in one transaction with the mark that it is applied. What can never work
 * is kept as failed at once; anything else is tried again by the queue and kept as failed after the last try.
 */
export async function applyDelivery(
	deps: Pick<HostJobDeps, "database" | "hosts" | "now" | "wakeRelay" | "log">,
	{ tenantId, inboxId }: z.output<(typeof JOBS)["apply-delivery"]>,
	job: Pick<RunningJob, "isLastAttempt">,
): Promise<void> {
	const { database, hosts, now } = deps;
	try {
		await database.inTenant(tenantId, async (trx) => {
			const delivery = await takeDelivery(trx, tenantId, inboxId);
			if (!delivery) return;
			const host = hosts.find(({ id }) => id === delivery.source);
			if (!host) throw new CourtsideError("unprocessable", `There is no host called ${delivery.source} here.`);
			const changes = mapped(host, delivery.body);
			await applyChanges({ trx, tenantId, source: host.id, causeId: inboxId }, changes);
			await markApplied(trx, tenantId, inboxId, now());
		});
		deps.wakeRelay();
	} catch (error) {
		const isFinal = isHopeless(error) || job.isLastAttempt;
		const reason = toldReason(error, inboxId);
		deps.log.warn({ err: error, tenantId, inboxId, isFinal }, "a delivery was not applied");
		await database.inTenant(tenantId, (trx) => markFailed(trx, { tenantId, id: inboxId, reason, isFinal }));
		if (!isHopeless(error)) throw error;
	}
}

/** Whether no later try could apply it: we or the database (classes 22 and 23 of SQLSTATE) refuse what is in it. */
function isHopeless(error: unknown): boolean {
	if (error instanceof CourtsideError) return error.code === "unprocessable";
	return error instanceof Error && "code" in error && /^2[23]...$/.test(String(error.code));
}

function mapped(host: Host, body: string) {
	try {
		return host.map(JSON.parse(body));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new CourtsideError("unprocessable", `${host.id} sent what cannot be read: ${why}`, { cause });
	}
}
