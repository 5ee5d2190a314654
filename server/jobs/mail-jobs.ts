import { askReset } from "./ask-reset.ts";
import type { Jobs } from "./catalog.ts";
import { type MailJobDeps, sendMail } from "./send-mail.ts";

/** Starts sending mail. */
export async function workOnMail(jobs: Jobs, deps: MailJobDeps): Promise<void> {
	await jobs.work("send-mail", (payload) => sendMail(deps, payload), { concurrency: 4 });
	await jobs.work("ask-reset", (payload, job) => askReset(deps, payload, job), { concurrency: 2 });
}
