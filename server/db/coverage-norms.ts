import { sql, type Transaction } from "kysely";
import type { SizeClass } from "../../core/territory/account-potential.ts";
import type { Db } from "./connect.ts";
import { requireVersion } from "./own-write.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** What an account of a class takes in a year. */
export interface ClassNorm {
	visits: number;
	visitHours: number;
	calls: number;
	callHours: number;
}

/** What covering customers takes, and what a new seller costs. Money in minor units of the workspace's currency, as text. */
export interface CoverageNorms {
	fullWeekHours: number;
	weeksPerYear: number;
	/** Hours a week for people whose own were not said. */
	usualHours: number;
	rampMonths: number;
	/** What a seller costs in a year; null: nobody said, and pay-back is not reckoned. */
	costMinor: string | null;
	/** Share of won revenue that is left after what was sold is paid for. */
	margin: number;
	classes: Record<SizeClass, ClassNorm>;
}

/** What holds until somebody says otherwise. */
const USUAL: CoverageNorms = {
	fullWeekHours: 40,
	weeksPerYear: 44,
	usualHours: 24,
	rampMonths: 6,
	costMinor: null,
	margin: 0.5,
	classes: {
		large: { visits: 6, visitHours: 3, calls: 18, callHours: 0.5 },
		middle: { visits: 2, visitHours: 2.5, calls: 8, callHours: 0.5 },
		small: { visits: 0, visitHours: 2, calls: 4, callHours: 0.4 },
		unknown: { visits: 0, visitHours: 2, calls: 4, callHours: 0.4 },
	},
};

/** The norms in use with their version, 0 where nobody has set any. */
export async function coverageNorms(db: Db): Promise<CoverageNorms & { version: number }> {
	const row = await db.selectFrom("coverage_norms").select(["body", "version"]).executeTakeFirst();
	// Parsed when it was given.
	return row ? { ...USUAL, ...(row.body as unknown as CoverageNorms), version: row.version } : { ...USUAL, version: 0 };
}

/** Sets them. Throws version_required, version_conflict. */
export async function saveCoverageNorms(
	trx: Transaction<Tables>,
	given: { tenantId: number; norms: CoverageNorms; read: number | null; by: string },
): Promise<void> {
	const { version } = await coverageNorms(trx);
	requireVersion(given.read, version, "norms");
	const values = { body: jsonb(given.norms), version: version + 1, updated_by: given.by };
	await trx
		.insertInto("coverage_norms")
		.values({ tenant_id: given.tenantId, ...values })
		.onConflict((conflict) => conflict.column("tenant_id").doUpdateSet({ ...values, updated_at: sql<Date>`now()` }))
		.execute();
}
