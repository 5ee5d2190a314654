import type { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host } from "../../core/contract/host.ts";
import type { BotDeps } from "../bots/apply-bot-event.ts";
import { botOf } from "../bots/bots.ts";
import { applyBotDelivery } from "../bots/take-bot-delivery.ts";
import { applyRecords, ensureQuarters, mapRecords } from "../hosts/apply-records.ts";
import { markApplied, markFailed, peekDelivery, takeDelivery } from "../hosts/inbox.ts";
import { findInstallation } from "../hosts/installations.ts";
import type { RunningJob } from "../queue/port.ts";
import { toldReason } from "../queue/told-reason.ts";
import type { JOBS } from "./catalog.ts";
import type { HostJobDeps } from "./host-jobs.ts";

/**
 * Maps one stored delivery and applies its records, all in one transaction with the mark that it is applied. A record that
 * cannot be stored is kept as failed by itself. A delivery that cannot be read at all is kept as failed at once; anything
 * else is tried again by the queue and kept as failed after the last try.
 */
export async function applyDelivery(
	deps: Pick<HostJobDeps, "hosts" | "wakeRelay" | "log"> & BotDeps,
	{ tenantId, inboxId }: z.output<(typeof JOBS)["apply-delivery"]>,
	job: Pick<RunningJob, "isLastAttempt">,
): Promise<void> {
	const { database, hosts, now } = deps;
	try {
		const arrived = await peekDelivery(database.reader(tenantId), tenantId, inboxId);
		if (!arrived) return;
		const bot = botOf(arrived.source);
		if (bot) {
			await applyBotDelivery(deps, tenantId, bot, { inboxId, body: arrived.body });
			return deps.wakeRelay();
		}
		const host = hosts.find(({ id }) => id === arrived.source);
		if (!host) throw new CourtsideError("unprocessable", `There is no host called ${arrived.source} here.`);
		const settings = (await findInstallation(database.reader(tenantId), tenantId, host.id))?.settings ?? {};
		const records = mapRecords(host, recordsOf(host, arrived.body), settings);
		await ensureQuarters(database, tenantId, records);
		await database.inTenant(tenantId, async (trx) => {
			if (!(await takeDelivery(trx, tenantId, inboxId))) return;
			await markApplied(trx, tenantId, inboxId, now());
			await applyRecords({ trx, tenantId, source: host.id, causeId: inboxId }, records);
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

function recordsOf(host: Host, body: string): unknown[] {
	try {
		const parsed: unknown = JSON.parse(body);
		return host.split ? host.split(parsed) : [parsed];
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new CourtsideError("unprocessable", `${host.id} sent what cannot be read: ${why}`, { cause });
	}
}
