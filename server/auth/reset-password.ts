import { CourtsideError } from "../../core/contract/problem.ts";
import { recordAudit } from "../audit/record.ts";
import { findAddressee, setPassword } from "../db/accounts.ts";
import { findTokenOwner, useUpToken } from "../db/one-time-tokens.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { hashPassword } from "./passwords.ts";
import { endSignIns } from "./refresh-tokens.ts";

/**
 * Sets the password that a mailed token allows to set, ends every sign-in of that person and mails them that it was
 * done. Throws not_found when the token was never given, has run out or was used: the same for all three.
 */
export async function resetPassword(
	deps: Deps,
	given: { token: string; password: string; requestId: string },
): Promise<void> {
	const { database, vault, auth, jobs, now } = deps;
	const owner = await database.asSystem((trx) => findTokenOwner(trx, given.token, "reset-password"));
	if (!owner) throw spent();
	const passwordHash = await hashPassword(given.password);
	const { tenantId, userId } = owner;
	const done = await database.inTenant(tenantId, async (trx) => {
		if (!(await useUpToken(trx, owner, now()))) throw spent();
		const person = await findAddressee(trx, tenantId, userId);
		await setPassword(trx, owner, passwordHash);
		const ended = await endSignIns(trx, owner, now());
		const mailId = await notify(trx, vault, owner, "password-changed");
		await recordAudit(trx, {
			tenantId,
			actorId: userId,
			actor: person?.name ?? "",
			action: "password.reset",
			entity: "user",
			entityId: userId,
			detail: { endedSignIns: ended.length },
			requestId: given.requestId,
		});
		return { ended, mailId };
	});
	for (const familyId of done.ended) auth.forgetFamily(familyId);
	if (done.mailId) await enqueueMail(jobs, tenantId, done.mailId);
}

function spent(): CourtsideError {
	return new CourtsideError(
		"not_found",
		"This link does not hold any more: it is good once, for 30 minutes. Ask for a new one.",
	);
}
