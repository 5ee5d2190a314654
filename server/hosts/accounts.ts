import { sql, type Transaction } from "kysely";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";

/**
 * Gives a vendor's account to a workspace, in place of the one it had. False where another workspace has it: it must be
 * disconnected there first.
 */
export async function claimAccount(
	trx: Transaction<Tables>,
	{ tenantId, host, account }: { tenantId: number; host: string; account: string },
): Promise<boolean> {
	// Row-level security hides another workspace's row; the unique index still sees it, so a savepoint is what tells.
	await sql`savepoint claim`.execute(trx);
	try {
		await trx
			.insertInto("host_accounts")
			.values({ tenant_id: tenantId, host, account })
			.onConflict((conflict) => conflict.columns(["tenant_id", "host"]).doUpdateSet({ account }))
			.execute();
		return true;
	} catch (fault) {
		if ((fault as { code?: string }).code !== "23505") throw fault;
		await sql`rollback to savepoint claim`.execute(trx);
		return false;
	}
}

/** Lets go of the account that a workspace reaches. */
export async function releaseAccount(trx: Transaction<Tables>, tenantId: number, host: string): Promise<void> {
	await trx.deleteFrom("host_accounts").where("tenant_id", "=", tenantId).where("host", "=", host).execute();
}

/** The workspaces of these accounts of a vendor's that are switched on or paused: account → tenant. */
export async function tenantsOf(
	database: Pick<Database, "asSystem">,
	host: string,
	accounts: readonly string[],
): Promise<Map<string, number>> {
	if (accounts.length === 0) return new Map();
	const rows = await database.asSystem((trx) => accountsOf(trx, host, accounts));
	return new Map(rows.map(({ account, tenant_id }) => [account, tenant_id]));
}

function accountsOf(db: Db, host: string, accounts: readonly string[]) {
	return db
		.selectFrom("host_accounts as a")
		.innerJoin("installations as i", (on) => on.onRef("i.tenant_id", "=", "a.tenant_id").onRef("i.host", "=", "a.host"))
		.select(["a.account", "a.tenant_id"])
		.where("a.host", "=", host)
		.where("a.account", "in", accounts)
		.where("i.state", "<>", "off")
		.execute();
}
