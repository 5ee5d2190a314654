import { randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";

/** How the snippet of a workspace is set; version 0 before it was ever. */
export interface TrackingSettings {
	/** The workspace as addresses name it. */
	workspace: string;
	isOn: boolean;
	/** Public: it stands in the pages of the company's site. */
	writeKey: string | null;
	origins: string[];
	version: number;
}

/** The settings of a workspace. */
export async function readTracking(database: Database, tenantId: number): Promise<TrackingSettings> {
	const row = await database
		.reader(tenantId)
		.selectFrom("tenants")
		.leftJoin("tracking", "tracking.tenant_id", "tenants.tenant_id")
		.select(["tenants.slug", "tracking.is_on", "tracking.write_key", "tracking.origins", "tracking.version"])
		.where("tenants.tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	return {
		workspace: row.slug,
		isOn: row.is_on ?? false,
		writeKey: row.write_key,
		origins: row.origins ?? [],
		version: row.version ?? 0,
	};
}

/** Sets them; the key is made with the first, and anew when asked. */
export async function saveTracking(
	trx: Transaction<Tables>,
	tenantId: number,
	given: { isOn: boolean; origins: string[]; newKey: boolean; version: number },
): Promise<void> {
	const key = `pub_${randomBytes(18).toString("base64url")}`;
	const values = { is_on: given.isOn, origins: given.origins, version: given.version + 1 };
	await trx
		.insertInto("tracking")
		.values({ tenant_id: tenantId, write_key: key, ...values })
		.onConflict((conflict) =>
			conflict.column("tenant_id").doUpdateSet({ ...values, ...(given.newKey && { write_key: key }) }),
		)
		.execute();
}

/** What came from the site in the last 30 days, and of how much one knows whose it was. */
export async function trackingCounts(
	database: Database,
	tenantId: number,
	now: Instant,
): Promise<{ events: number; matched: number }> {
	return database.inTenant(tenantId, async (trx) => {
		const { rows } = await sql<{ events: number; matched: number }>`select count(*)::int as events,
				count(e.lead_id)::int as matched
			from lead_events e where e.source = 'site' and e.received_at >= ${timestamp(now - 30 * DAY_MS)}`.execute(trx);
		return rows[0] ?? { events: 0, matched: 0 };
	});
}
