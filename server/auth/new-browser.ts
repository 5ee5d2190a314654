import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { Tables } from "../db/tables.ts";
import { notify } from "../mail/notify.ts";
import { browserName } from "./browser-name.ts";
import type { Caller } from "./caller.ts";
import type { Vault } from "./vault.ts";

type Whom = { tenantId: number; userId: string };

/** Whether a person who has signed in before never did so with this browser. */
export async function isNewBrowser(
	trx: Transaction<Tables>,
	{ tenantId, userId }: Whom,
	browserHash: Buffer | null,
): Promise<boolean> {
	const signIns = () =>
		trx.selectFrom("sign_ins").select("id").where("tenant_id", "=", tenantId).where("user_id", "=", userId).limit(1);
	const known = browserHash && (await signIns().where("browser_hash", "=", browserHash).executeTakeFirst());
	if (known) return false;
	// Before browsers were known again there is nothing to compare with.
	return (await signIns().where("browser_hash", "is not", null).executeTakeFirst()) !== undefined;
}

/** Mails a person that a browser never seen before has signed in to their account. */
export function tellOfNewBrowser(
	trx: Transaction<Tables>,
	vault: Vault,
	whom: Whom,
	caller: Caller,
	now: Instant,
): Promise<string | null> {
	return notify(trx, vault, whom, "new-sign-in", ({ locale, zone }) => ({
		params: {
			browser: browserName(caller.userAgent) ?? "?",
			where: caller.network ?? "?",
			when: formatInstant(now, locale, zone),
		},
		path: "/settings/security",
	}));
}
