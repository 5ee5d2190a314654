import { listMails, readMail } from "./db/mails.ts";
import { workOnMail } from "./jobs/mail-jobs.ts";
import type { Letter } from "./mail/compose-mail.ts";
import { composeMail } from "./mail/compose-mail.ts";
import type { MailKind } from "./mail/mail-kinds.ts";
import { type Mailer, openMailer } from "./mail/mailer.ts";
import type { TestApp } from "./test-app.ts";

/** A mail that arrived, and the token behind `#` in its link. */
export type ArrivedMail = Letter & { kind: string; token: string };

/** Starts the sending of mail over a test's app: by `mailer`, else into the mailbox. */
export async function startMail(app: TestApp, mailer?: Mailer): Promise<void> {
	const { database, jobs, deps } = app;
	await workOnMail(jobs, {
		database,
		jobs,
		vault: deps.vault,
		mailer: mailer ?? openMailer({ smtpUrl: null, mailFrom: "Courtside <courtside@harbour.example>", isLocal: true }),
		log: deps.log,
		publicUrl: () => deps.settings.publicUrl,
		now: deps.now,
	});
}

/** Waits until `count` mails (of a kind) to the address lie in the mailbox and gives them, oldest first. */
export async function mailsTo(
	app: TestApp,
	tenantId: number,
	address: string,
	count = 1,
	kind?: MailKind,
): Promise<ArrivedMail[]> {
	for (let i = 0; i < 400; i++) {
		const listed = await listMails(app.database.reader(tenantId), tenantId, 100);
		const kept = listed
			.filter((mail) => mail.to === address && mail.state === "kept" && (kind === undefined || mail.kind === kind))
			.reverse();
		if (kept.length >= count) return Promise.all(kept.map(({ id }) => opened(app, tenantId, id)));
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`no ${count} mails for ${address} came`);
}

async function opened(app: TestApp, tenantId: number, id: string): Promise<ArrivedMail> {
	const mail = await readMail(app.database.reader(tenantId), app.deps.vault, tenantId, id);
	if (!mail) throw new Error("the mail was wiped");
	const letter = composeMail(mail.kind, mail.locale, mail.content, app.deps.settings.publicUrl);
	return { ...letter, kind: mail.kind, token: mail.content.path?.split("#")[1] ?? "" };
}
