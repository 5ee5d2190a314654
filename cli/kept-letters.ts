import { createSealer } from "../server/auth/seal.ts";
import { createVault } from "../server/auth/vault.ts";
import type { Config } from "../server/config.ts";
import type { Database } from "../server/db/connect.ts";
import { listMails, readMail } from "../server/db/mails.ts";
import { composeMail } from "../server/mail/compose-mail.ts";
import { masterKeysOf } from "../server/secrets.ts";

const NEWEST = 5;

/** The newest mails kept in any workspace, the newest last, each as it is read. */
export async function keptLetters(
	database: Database,
	config: Pick<Config, "masterKey" | "masterKeyOld" | "home" | "publicUrl">,
): Promise<string[]> {
	const { current, former } = masterKeysOf(config);
	const vault = createVault(createSealer(current, former));
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select(["tenant_id", "name"]).execute());
	const letters: { at: number; text: string }[] = [];
	for (const { tenant_id: tenantId } of tenants) {
		const db = database.reader(tenantId);
		for (const { id, to, createdAt } of await listMails(db, tenantId, NEWEST, { state: "kept" })) {
			const mail = await readMail(db, vault, tenantId, id);
			if (!mail) continue;
			const { subject, text } = composeMail(mail.kind, mail.locale, mail.content, config.publicUrl);
			const head = `${new Date(createdAt).toISOString()}  to ${to}\n${subject}`;
			letters.push({ at: createdAt, text: `${"─".repeat(60)}\n${head}\n\n${text}` });
		}
	}
	letters.sort((a, b) => a.at - b.at);
	return letters.slice(-NEWEST).map(({ text }) => text);
}
