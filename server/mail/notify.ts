import type { Transaction } from "kysely";
import type { Vault } from "../auth/vault.ts";
import { type Addressee, findAddressee } from "../db/accounts.ts";
import { putMail } from "../db/mails.ts";
import type { Tables } from "../db/tables.ts";
import type { MailContent, MailKind } from "./mail-kinds.ts";

/**
 * Writes down a mail to a person about their account, in the transaction that changes it. Gives its id for
 * `enqueueMail` after the commit; null when they have no address.
 */
export async function notify(
	trx: Transaction<Tables>,
	vault: Vault,
	whom: { tenantId: number; userId: string },
	kind: MailKind,
	tell: (to: Addressee) => { params?: Record<string, string>; path?: MailContent["path"] } = () => ({}),
): Promise<string | null> {
	const to = await findAddressee(trx, whom.tenantId, whom.userId);
	if (!to) return null;
	const { params = {}, path = null } = tell(to);
	return putMail(trx, vault, {
		tenantId: to.tenantId,
		userId: to.userId,
		kind,
		to: to.email,
		locale: to.locale,
		content: { params: { ...params, workspace: to.workspaceName, name: to.name }, path },
	});
}
