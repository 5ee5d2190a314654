import { CourtsideError } from "../../core/contract/problem.ts";
import { type Account, findAccounts } from "../db/people.ts";
import type { Deps } from "../deps.ts";
import { passwordMatches } from "./passwords.ts";

/**
 * Finds whose e-mail and password these are. Takes as long for a stranger as for somebody with a wrong password.
 * Throws wrong_credentials, too_many_requests, and wrong_state when they fit in several workspaces and none is named.
 */
export async function checkPassword(
	deps: Pick<Deps, "database" | "limits">,
	given: { email: string; password: string; workspace?: string | undefined; address: string | null },
): Promise<Account> {
	const brake = await deps.limits.signIn(`${given.workspace ?? ""}:${given.email}`, given.address);
	const accounts = await deps.database.asSystem((trx) => findAccounts(trx, given.email, given.workspace));
	const fitting: Account[] = [];
	for (const account of accounts) {
		if (await passwordMatches(given.password, account.passwordHash)) fitting.push(account);
	}
	if (accounts.length === 0) await passwordMatches(given.password, null);
	const [account] = fitting;
	if (!account) {
		throw new CourtsideError("wrong_credentials", "E-mail and password do not fit. Check both, then try again.");
	}
	if (fitting.length > 1) {
		const names = fitting.map(({ workspace }) => workspace).join(", ");
		throw new CourtsideError("wrong_state", `You have several workspaces (${names}). Say which one.`);
	}
	await brake.succeeded();
	return account;
}
