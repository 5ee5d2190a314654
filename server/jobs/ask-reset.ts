import type { z } from "zod";
import { findResettable } from "../db/accounts.ts";
import { hasMail, putMail } from "../db/mails.ts";
import { makeOneTimeToken } from "../db/one-time-tokens.ts";
import type { RunningJob } from "../queue/port.ts";
import type { JOBS } from "./catalog.ts";
import { enqueueMail, type MailJobDeps } from "./send-mail.ts";

/** How long the link to a new password holds. */
const RESET_LIFE_MS = 30 * 60_000;

/**
 * Mails everyone with this e-mail a link to a new password, one for each workspace. It is a job so that whoever asks
 * gets the same answer after the same time, whether there is an account or not.
 */
export async function askReset(
	deps: MailJobDeps,
	{ email, workspace }: z.output<(typeof JOBS)["ask-reset"]>,
	job: Pick<RunningJob, "id">,
): Promise<void> {
	const { database, vault, jobs, now } = deps;
	const accounts = await database.asSystem((trx) => findResettable(trx, email, workspace));
	for (const { tenantId, userId, email: to, locale, workspaceName, name } of accounts) {
		const dedupKey = `reset-${job.id}-${userId}`;
		const mailId = await database.inTenant(tenantId, async (trx) => {
			// A second run of this job must not make the link void that the first has mailed.
			if (await hasMail(trx, tenantId, dedupKey)) return null;
			const expiresAt = now() + RESET_LIFE_MS;
			const token = await makeOneTimeToken(trx, { tenantId, userId, purpose: "reset-password", expiresAt });
			return putMail(trx, vault, {
				tenantId,
				userId,
				kind: "reset-password",
				to,
				locale,
				dedupKey,
				content: { params: { workspace: workspaceName, name }, path: `/start/reset#${token}` },
			});
		});
		if (mailId) await enqueueMail(jobs, tenantId, mailId);
	}
}
