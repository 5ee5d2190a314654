import type { Context } from "hono";
import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { changePasswordRequest } from "../../core/contract/security.ts";
import type { AppEnv } from "../app-env.ts";
import { hasPassword, setPassword } from "../db/accounts.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { noteOnSelf, refuseDemo } from "./own-account.ts";
import { hashPassword } from "./passwords.ts";
import { familyOf, noteProof, requireOwnPassword, requireProof } from "./proof.ts";
import { endSignIns } from "./refresh-tokens.ts";

/**
 * Changes the signed-in person's password: asks for the old one where there is one, else for a fresh proof. Ends their
 * other sign-ins and mails them. Throws unprocessable, proof_needed, too_many_requests.
 */
export async function changePassword(
	c: Context<AppEnv>,
	deps: Deps,
	given: z.output<typeof changePasswordRequest>,
): Promise<void> {
	const { database, vault, auth, jobs, now } = deps;
	const { tenantId, userId } = c.var.principal;
	const whom = { tenantId, userId };
	await database.inTenant(tenantId, (trx) => refuseDemo(trx, tenantId));
	if (await hasPassword(database.reader(tenantId), whom)) {
		if (given.current === undefined) {
			throw new CourtsideError("invalid_request", "current: give the password that you have now.", {
				errors: [{ path: "current", message: "the password that you have now" }],
			});
		}
		await requireOwnPassword(c, deps, given.current);
	} else await requireProof(c, deps);
	const passwordHash = await hashPassword(given.password);
	const { ended, mailId } = await database.inTenant(tenantId, async (trx) => {
		await setPassword(trx, whom, passwordHash);
		const families = await endSignIns(trx, { ...whom, except: familyOf(c) }, now());
		const mail = await notify(trx, vault, whom, "password-changed");
		await noteOnSelf(c, trx, "password.changed", { endedSignIns: families.length });
		return { ended: families, mailId: mail };
	});
	await noteProof(c, deps);
	for (const familyId of ended) auth.forgetFamily(familyId);
	if (mailId) await enqueueMail(jobs, tenantId, mailId);
}
