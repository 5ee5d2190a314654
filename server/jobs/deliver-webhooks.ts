import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import type { z } from "zod";
import type { WebhookJson } from "../../core/contract/webhooks.ts";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import {
	claimDeliveries,
	type DeliveryRow,
	failWaiting,
	putAttempt,
	settleDelivery,
} from "../db/webhook-deliveries.ts";
import { changeWebhook, findWebhook, lockWebhook, type WebhookRow } from "../db/webhooks.ts";
import { appendEvent } from "../events/append.ts";
import { notify } from "../mail/notify.ts";
import type { Principal } from "../policy/principal.ts";
import type { Standings } from "../policy/standing.ts";
import type { RunningJob } from "../queue/port.ts";
import { mayHearOf } from "../realtime/live-hub.ts";
import { messageOf, PING } from "../webhooks/message.ts";
import { secretsOf } from "../webhooks/secrets.ts";
import type { SendWebhook, Tried } from "../webhooks/send.ts";
import { enqueueWebhook } from "../webhooks/to-webhooks.ts";
import type { JOBS, Jobs } from "./catalog.ts";
import { enqueueMail } from "./send-mail.ts";

/** What sending to third parties works with. */
export interface WebhookDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	/** For mails. */
	vault: Vault;
	standings: Pick<Standings, "of">;
	send: SendWebhook;
	now(): Instant;
	wakeRelay(): void;
}

const S = 1000;
const MIN = 60 * S;
const HOUR = 60 * MIN;
/** After the first try, the second, …: ten tries in 29 hours. */
const PAUSES_MS = [5 * S, MIN, 5 * MIN, 30 * MIN, 2 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 8 * HOUR];
const FAILS_FOR_MS = 72 * HOUR;
/** Longer than a try may take; a crash in between makes it due again after this. */
const CLAIM_MS = MIN;
/** At most so many in half a second to one address: ten a second. */
const AT_ONCE = 5;
const BEAT_MS = 500;
/** Then others get their turn. */
const RUN_MS = 20 * S;
const LONGEST_HOLD_MS = 5 * MIN;
const MOST_SWEPT = 500;

/**
 * Sends what is due to one address, in no certain order, five at a time and at most ten a second. A try that failed is
 * repeated with growing pauses (or the receiver's wish) for 29 hours; while an address fails, only one at a time knocks,
 * after pauses up to five minutes. It is disabled when it answers 410, when nothing was taken for three days, or when
 * whoever it acts for may not sign in any more. A crash after the receiver took it and before we noted so repeats it,
 * under the same `webhook-id`.
 */
export async function deliverWebhooks(
	deps: WebhookDeps,
	{ tenantId, endpointId }: z.output<(typeof JOBS)["deliver-webhooks"]>,
	job: Pick<RunningJob, "signal">,
): Promise<void> {
	const { database, now } = deps;
	const until = performance.now() + RUN_MS;
	while (!job.signal.aborted && performance.now() < until) {
		const beat = pause(BEAT_MS, undefined, { signal: job.signal }).catch(() => {});
		const endpoint = await findWebhook(database.reader(tenantId), endpointId);
		if (endpoint?.state !== "on" || (endpoint.holdUntil ?? 0) > now()) return;
		const principal = await deps.standings.of(tenantId, endpoint.actsAs);
		if (!principal) return disable(deps, tenantId, endpoint, "maker_left");
		const limit = endpoint.failures > 0 ? 1 : AT_ONCE;
		const due = await database.inTenant(tenantId, (trx) =>
			claimDeliveries(trx, { endpointId, now: now(), claimUntil: now() + CLAIM_MS, limit }),
		);
		if (due.length === 0) return;
		await Promise.all(due.map((delivery) => deliverOne(deps, tenantId, endpoint, principal, delivery)));
		await beat;
	}
}

/** One try of one delivery, noted; what a test button does, too. Null when it was withheld. */
export async function deliverOne(
	deps: WebhookDeps,
	tenantId: number,
	endpoint: WebhookRow,
	principal: Principal,
	delivery: DeliveryRow,
): Promise<Tried | null> {
	const { database, vault, now } = deps;
	if (delivery.type !== PING && !(await mayHearOf(database, principal, delivery))) {
		await database.inTenant(tenantId, (trx) => settleDelivery(trx, delivery.id, now(), { state: "withheld" }));
		return null;
	}
	const given = { principal, withView: endpoint.withView, now: now() };
	const message = await messageOf(database.reader(tenantId), delivery, given);
	const secrets = () => secretsOf(database.reader(tenantId), vault, tenantId, endpoint, now());
	const tried = await deps.send({ url: endpoint.url, secrets }, message);
	const { retryAfterMs: _, ...attempt } = tried;
	await database.inTenant(tenantId, async (trx) => {
		// The address before its deliveries, as whoever disables it does: the other way round two would wait for each other.
		const locked = await lockWebhook(trx, endpoint.id);
		await putAttempt(trx, tenantId, delivery.id, attempt);
		await settleDelivery(trx, delivery.id, now(), outcomeOf(delivery, tried, now()));
		// A test says nothing of how it stands with an address, unless it is good news.
		if (!tried.ok && delivery.type === PING) return;
		if (locked) await changeWebhook(trx, endpoint.id, standingOf(locked, tried, now()));
	});
	const after = await findWebhook(database.reader(tenantId), endpoint.id);
	if (after?.state === "on" && !tried.ok && delivery.type !== PING) {
		if (tried.status === 410) await disable(deps, tenantId, after, "gone");
		else if (after.failingSince !== null && now() - after.failingSince >= FAILS_FOR_MS) {
			await disable(deps, tenantId, after, "failing");
		}
	}
	return tried;
}

/** Puts in what is due and has no job. Run it every few seconds. */
export async function sweepWebhooks({
	database,
	jobs,
	now,
}: Pick<WebhookDeps, "database" | "jobs" | "now">): Promise<void> {
	const due = await database.asSystem((trx) =>
		trx
			.selectFrom("webhook_endpoints as w")
			.select(["w.tenant_id", "w.id"])
			.where("w.state", "=", "on")
			.where(sql<boolean>`coalesce(w.hold_until, '-infinity') <= ${timestamp(now())}::timestamptz`)
			.where(
				sql<boolean>`exists (select from webhook_deliveries d where d.tenant_id = w.tenant_id and d.endpoint_id = w.id
					and d.state = 'waiting' and d.next_attempt_at <= ${timestamp(now())}::timestamptz)`,
			)
			.limit(MOST_SWEPT)
			.execute(),
	);
	for (const { tenant_id, id } of due) await enqueueWebhook(jobs, tenant_id, id);
}

function outcomeOf({ attempts, type, id }: DeliveryRow, tried: Tried, now: Instant) {
	if (tried.ok) return { state: "sent" } as const;
	const next = PAUSES_MS[attempts - 1];
	if (next === undefined || type === PING) return { state: "failed" } as const;
	// Up to a tenth longer by the id, so that what failed together does not come back together.
	const spread = 1 + (Number.parseInt(id.slice(-2), 16) / 255) * 0.1;
	return { state: "waiting", nextAttemptAt: now + Math.max(tried.retryAfterMs ?? 0, next * spread) } as const;
}

function standingOf(endpoint: WebhookRow, tried: Tried, now: Instant) {
	if (tried.ok) return { failures: 0, failingSince: null, holdUntil: null, deliveredAt: now };
	const failures = endpoint.failures + 1;
	const hold = Math.min(LONGEST_HOLD_MS, S * 2 ** Math.min(failures, 12));
	return { failures, failingSince: endpoint.failingSince ?? now, holdUntil: now + hold };
}

async function disable(
	{ database, vault, jobs, now, wakeRelay }: WebhookDeps,
	tenantId: number,
	{ id, url, actsAs }: WebhookRow,
	reason: NonNullable<WebhookJson["disabledReason"]>,
): Promise<void> {
	const mails = await database.inTenant(tenantId, async (trx) => {
		const locked = await lockWebhook(trx, id);
		if (locked?.state !== "on") return [];
		await changeWebhook(trx, id, { state: "disabled", disabledReason: reason }, { now: now() });
		await failWaiting(trx, id, now());
		await appendEvent(trx, { tenantId, type: "webhook.changed", entity: "webhook", entityId: id });
		const told = reason === "maker_left" ? await administrators(trx, tenantId) : [actsAs];
		const sent: (string | null)[] = [];
		for (const userId of told) {
			const tell = () => ({ params: { url }, path: `/settings/webhooks?webhook=${id}` });
			sent.push(await notify(trx, vault, { tenantId, userId }, "webhook-disabled", tell));
		}
		const note = { tenantId, actorId: null, actor: "system", entity: "webhook", entityId: id };
		await recordAudit(trx, { ...note, action: "webhook.disabled", detail: { reason } });
		return sent;
	});
	for (const mail of mails) if (mail) await enqueueMail(jobs, tenantId, mail);
	wakeRelay();
}

async function administrators(trx: Parameters<typeof lockWebhook>[0], tenantId: number): Promise<string[]> {
	const rows = await trx
		.selectFrom("users")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("role", "=", "admin")
		.where("is_active", "=", true)
		.limit(5)
		.execute();
	return rows.map((row) => row.id);
}
