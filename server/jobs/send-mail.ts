import { sql } from "kysely";
import type { Logger } from "pino";
import type { z } from "zod";
import type { Instant } from "../../core/model/instant.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database } from "../db/connect.ts";
import { claimMail, settleMail } from "../db/mails.ts";
import { timestamp } from "../db/values.ts";
import { composeMail } from "../mail/compose-mail.ts";
import type { Mailer, Posted } from "../mail/mailer.ts";
import type { JOBS, Jobs } from "./catalog.ts";

/** What sending mail works with. */
export interface MailJobDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	vault: Vault;
	mailer: Mailer;
	log: Pick<Logger, "error">;
	/** Where links in mails lead. */
	publicUrl(): string;
	now(): Instant;
}

/** Longer than a mail server may be silent; a crash in between makes the mail due again after this. */
const CLAIM_MS = 120_000;
const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 3_600_000;
const MOST_SWEPT = 500;

/**
 * Sends one mail. A try that failed is repeated with growing pauses (15 s doubling to an hour) up to eight times; then,
 * or at once when the mail server refused address or letter, it waits for a person. A crash after the server took it
 * and before we noted so repeats it, with the same Message-ID.
 */
export async function sendMail(
	{ database, vault, mailer, publicUrl, now }: MailJobDeps,
	{ tenantId, mailId: id }: z.output<(typeof JOBS)["send-mail"]>,
): Promise<void> {
	const mail = await database.inTenant(tenantId, (trx) =>
		claimMail(trx, vault, { tenantId, id, now: now(), claimUntil: now() + CLAIM_MS }),
	);
	if (!mail) return;
	const posted: Posted = mail.content
		? await mailer.post({ ...composeMail(mail.kind, mail.locale, mail.content, publicUrl()), id, to: mail.to })
		: {
				ok: false,
				reason: "The key that sealed it is not here: it was destroyed, or MASTER_KEY is another one.",
				again: false,
			};
	await database.inTenant(tenantId, (trx) => {
		const which = { tenantId, id, now: now() };
		if (posted.ok) return settleMail(trx, which, { state: mailer.kind === "mailbox" ? "kept" : "sent" });
		const { reason, again } = posted;
		if (!again || mail.attempts >= MOST_TRIES) return settleMail(trx, which, { state: "failed", reason });
		const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (mail.attempts - 1));
		return settleMail(trx, which, { state: "waiting", reason, nextAttemptAt: now() + pause });
	});
}

/** Puts the sending of a mail in; call it after the commit. What a crash keeps from being put in, the sweep does. */
export async function enqueueMail(jobs: Pick<Jobs, "enqueue">, tenantId: number, mailId: string): Promise<void> {
	await jobs.enqueue("send-mail", { tenantId, mailId }, { dedupId: `mail-${mailId}` });
}

/** Puts in what is due and has no job. Run it every few seconds. */
export async function sweepMails({
	database,
	jobs,
	now,
}: Pick<MailJobDeps, "database" | "jobs" | "now">): Promise<void> {
	const due = await database.asSystem((trx) =>
		trx
			.selectFrom("mails")
			.select(["tenant_id", "id"])
			.where("state", "=", "waiting")
			.where("next_attempt_at", "<=", sql<number>`${timestamp(now())}::timestamptz`)
			.orderBy("next_attempt_at")
			.limit(MOST_SWEPT)
			.execute(),
	);
	for (const { tenant_id, id } of due) await enqueueMail(jobs, tenant_id, id);
}
