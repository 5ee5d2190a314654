import type { z } from "zod";
import type { Host } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { markApplied, markFailed, takeDelivery } from "../hosts/inbox.ts";
import type { RunningJob } from "../queue/port.ts";
import type { JOBS } from "./catalog.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/**
 * Maps one stored delivery and applies it, all in one transaction with the mark that it is applied. What can never work
 * is kept as failed at once; anything else is tried again by the queue and kept as failed after the last try.
 */
export async function applyDelivery(
	deps: Pick<HostJobDeps, "database" | "hosts" | "now" | "wakeRelay">,
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
		const isHopeless = error instanceof CourtsideError && error.code === "unprocessable";
		const isFinal = isHopeless || job.isLastAttempt;
		const reason = error instanceof Error ? error.message : String(error);
		await database.inTenant(tenantId, (trx) => markFailed(trx, { tenantId, id: inboxId, reason, isFinal }));
		if (!isHopeless) throw error;
	}
}

function mapped(host: Host, body: string) {
	try {
		return host.map(JSON.parse(body));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new CourtsideError("unprocessable", `${host.id} sent what cannot be read: ${why}`, { cause });
	}
}
