import type pg from "pg";
import type { CompanyRecords } from "../../core/demo/company.ts";
import { APP_ROLE, type Database, SYSTEM_ROLE } from "../db/connect.ts";
import { copyRows } from "../db/copy-rows.ts";
import type { PartitionedTable } from "../db/partitions.ts";
import { companyTables, type LoadedCompany } from "./company-tables.ts";

/** Any number, the same in every process. */
const LOCK = 7_431_005;

/**
 * Stores a company as a new workspace in one transaction: a kill in the middle leaves nothing, and the next start begins
 * again. Gives the new workspace's id, or null when there is one with its slug already (another process was first).
 * `onProgress` hears the share that is done, 0–1.
 */
export async function loadCompany(
	database: Pick<Database, "pool">,
	company: LoadedCompany,
	onProgress: (share: number) => void = () => {},
): Promise<number | null> {
	const client = await database.pool.connect();
	let broken = false;
	try {
		await client.query("begin");
		await client.query("select set_config('role', $1, true), pg_advisory_xact_lock($2)", [SYSTEM_ROLE, LOCK]);
		const tenantId = await addTenant(client, company.tenant);
		if (tenantId !== null) await fill(client, company, tenantId, onProgress);
		// Without it the first pages are planned as if the tables were empty, and take half a minute.
		if (tenantId !== null) {
			await client.query("set local role none; analyze accounts, activities, deals, field_changes, leads");
		}
		await client.query("commit");
		return tenantId;
	} catch (error) {
		await client.query("rollback").catch(() => {
			broken = true;
		});
		throw error;
	} finally {
		client.release(broken);
	}
}

async function addTenant(client: pg.PoolClient, tenant: CompanyRecords["tenant"]): Promise<number | null> {
	const { rows } = await client.query(
		`insert into tenants (slug, name, zone, reporting_currency, fiscal, locale, is_demo, clock_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (slug) do nothing returning tenant_id`,
		[
			tenant.slug,
			tenant.name,
			tenant.zone,
			tenant.reportingCurrency,
			JSON.stringify(tenant.fiscal),
			tenant.locale,
			tenant.isDemo,
			tenant.clockAt === null ? null : new Date(tenant.clockAt),
		],
	);
	return rows[0]?.tenant_id ?? null;
}

async function fill(
	client: pg.PoolClient,
	company: LoadedCompany,
	tenantId: number,
	onProgress: (share: number) => void,
): Promise<void> {
	await client.query("select set_config('role', $1, true), set_config('app.tenant', $2, true)", [
		APP_ROLE,
		String(tenantId),
	]);
	await ensureQuarters(
		client,
		"activities",
		company.activities.map((activity) => activity.occurredAt),
	);
	await ensureQuarters(
		client,
		"field_changes",
		company.changes.map((change) => change.recordedAt),
	);
	const loads = companyTables(company, tenantId);
	const total = loads.reduce((sum, load) => sum + load.count, 0);
	let done = 0;
	for (const { table, columns, rows } of loads) {
		await copyRows(client, table, columns, rows, (count) => {
			done += count;
			onProgress(done / total);
		});
	}
}

async function ensureQuarters(client: pg.PoolClient, table: PartitionedTable, moments: number[]): Promise<void> {
	if (moments.length === 0) return;
	const [first, last] = moments.reduce(
		([low, high], at) => [Math.min(low, at), Math.max(high, at)],
		[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
	);
	await client.query("select courtside_ensure_partitions($1, $2, $3)", [
		table,
		new Date(first ?? 0),
		new Date(last ?? 0),
	]);
}
