import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { DuplicateProposal, Sign } from "../../core/quality/duplicates.ts";
import type { ForecastCost } from "../../core/quality/forecast-cost.ts";
import type { QualityCounts } from "../../core/quality/quality-score.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Completeness } from "../quality/count-faults.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** A check of the data as it is kept. */
export interface StoredScan {
	id: string;
	asOf: Instant;
	counts: QualityCounts;
	completeness: Completeness[];
	cost: ForecastCost | null;
	modelVersion: string;
	createdAt: Instant;
}

/** Stores a scan and gives its id. */
export async function saveScan(
	trx: Transaction<Tables>,
	tenantId: number,
	{
		score,
		counts: { completeness, ...counts },
		cost,
	}: { score: Estimate; counts: QualityCounts & { completeness: Completeness[] }; cost: ForecastCost | null },
): Promise<string> {
	const row = await trx
		.insertInto("quality_scans")
		.values({
			tenant_id: tenantId,
			as_of: timestamp(score.asOf),
			score: score.value,
			counts: jsonb(counts),
			completeness: jsonb(completeness),
			cost: cost && JSON.stringify(cost, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
			model_version: score.modelVersion,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return row.id;
}

/** The newest scan; null before the first. */
export async function latestScan(db: Db): Promise<StoredScan | null> {
	const row = await db
		.selectFrom("quality_scans")
		.select(["id", "as_of", "counts", "completeness", "cost", "model_version", "created_at"])
		.orderBy("created_at", "desc")
		.limit(1)
		.executeTakeFirst();
	if (!row) return null;
	return {
		id: row.id,
		asOf: row.as_of,
		counts: row.counts as unknown as QualityCounts,
		completeness: row.completeness as unknown as Completeness[],
		cost: readCost(row.cost),
		modelVersion: row.model_version,
		createdAt: row.created_at,
	};
}

/** Score over time, oldest first. */
export async function scoreTrend(db: Db, most: number): Promise<{ at: Instant; value: number }[]> {
	const rows = await db
		.selectFrom("quality_scans")
		.select(["as_of", "score"])
		.where("score", "is not", null)
		.orderBy("created_at", "desc")
		.limit(most)
		.execute();
	return rows.reverse().map((row) => ({ at: row.as_of, value: row.score ?? 0 }));
}

/** Money is kept as text with an n, since JSON knows no whole numbers of that size. */
function readCost(stored: unknown): ForecastCost | null {
	const revive = (_: string, value: unknown) =>
		typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
	return stored === null ? null : (JSON.parse(JSON.stringify(stored), revive) as ForecastCost);
}

/** Stores what a comparison proposed: new pairs are open, known ones keep what was decided, pairs no longer proposed go. */
export async function saveProposals(
	trx: Transaction<Tables>,
	tenantId: number,
	pairs: readonly DuplicateProposal[],
): Promise<void> {
	const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
	const found = rows[0]?.now ?? new Date();
	for (let from = 0; from < pairs.length; from += 1000) {
		await trx
			.insertInto("duplicate_pairs")
			.values(
				pairs.slice(from, from + 1000).map((pair) => ({
					tenant_id: tenantId,
					entity: pair.entity,
					keep_id: pair.keepId,
					other_id: pair.otherId,
					probability: pair.probability,
					signs: jsonb(pair.signs),
					found_at: new Date(found),
				})),
			)
			.onConflict((conflict) =>
				conflict.columns(["tenant_id", "entity", "keep_id", "other_id"]).doUpdateSet((eb) => ({
					probability: eb.ref("excluded.probability"),
					signs: eb.ref("excluded.signs"),
					found_at: eb.ref("excluded.found_at"),
				})),
			)
			.execute();
	}
	await sql`delete from duplicate_pairs where tenant_id = ${tenantId} and state = 'open'
		and found_at < ${new Date(found)}`.execute(trx);
}

/** A pair as a list shows it. */
export interface PairRow {
	id: string;
	entity: "account" | "contact";
	probability: number;
	signs: Sign[];
	keep: PairSide;
	other: PairSide;
}

/** One record of a pair, with what hangs on it. */
export interface PairSide {
	id: string;
	name: string;
	/** Domain and country of an account, address and account of a contact. */
	facts: string[];
	deals: number;
	contacts: number;
}

/** Open pairs, surest first, and one more where there are more. */
export async function openPairs(
	db: Db,
	given: { entity: PairRow["entity"]; visibleOwners: VisibleOwners; offset: number; limit: number },
): Promise<PairRow[]> {
	const { rows } = await sql<PairRow>`
		select p.id, p.entity, p.probability, p.signs, ${sideOf(given.entity, "keep_id")} as keep,
			${sideOf(given.entity, "other_id")} as other
		from duplicate_pairs p where p.state = 'open' and p.entity = ${given.entity} and ${pairInSight(given.entity, given.visibleOwners)}
		order by p.probability desc, p.id offset ${given.offset} limit ${given.limit + 1}`.execute(db);
	return rows;
}

/** That both records of a pair `p` are seen: an account by its owner, a contact by that of its account. */
export function pairInSight(entity: PairRow["entity"], visibleOwners: VisibleOwners): RawBuilder<unknown> {
	if (visibleOwners === "all") return sql`true`;
	const seen = (id: RawBuilder<unknown>) =>
		entity === "account"
			? sql`exists (select from accounts a where a.id = ${id} and ${ownedInSight(sql`a.owner_id`, visibleOwners)})`
			: sql`exists (select from contacts c join accounts a on a.id = c.account_id
				where c.id = ${id} and ${ownedInSight(sql`a.owner_id`, visibleOwners)})`;
	return sql`${seen(sql`p.keep_id`)} and ${seen(sql`p.other_id`)}`;
}

function sideOf(entity: PairRow["entity"], column: "keep_id" | "other_id") {
	const id = sql.ref(`p.${column}`);
	if (entity === "account") {
		return sql`(select jsonb_build_object('id', a.id, 'name', a.name,
			'facts', to_jsonb(array_remove(array[a.domain, a.region, a.country, a.industry], null)),
			'deals', (select count(*)::int from deals d where d.account_id = a.id),
			'contacts', (select count(*)::int from contacts c where c.account_id = a.id)) from accounts a where a.id = ${id})`;
	}
	return sql`(select jsonb_build_object('id', c.id, 'name', c.name,
		'facts', to_jsonb(array_remove(array[c.email, c.phone, c.title, a.name], null)),
		'deals', 0, 'contacts', 0) from contacts c left join accounts a on a.id = c.account_id where c.id = ${id})`;
}

/** How many open pairs there are of each kind, and how many of them are sure enough to be merged in bulk. */
export async function countPairs(
	db: Db,
	sure: number,
): Promise<Record<PairRow["entity"], { open: number; sure: number }>> {
	const { rows } = await sql<{ entity: PairRow["entity"]; open: number; sure: number }>`select entity,
		count(*)::int as open, (count(*) filter (where probability >= ${sure}))::int as sure
		from duplicate_pairs where state = 'open' group by entity`.execute(db);
	const of = (entity: string) => {
		const row = rows.find((r) => r.entity === entity);
		return { open: row?.open ?? 0, sure: row?.sure ?? 0 };
	};
	return { account: of("account"), contact: of("contact") };
}

/** Open pairs sure enough to be merged without a look at each. */
export async function surePairs(
	db: Db,
	{ entity, sure, most }: { entity: PairRow["entity"]; sure: number; most: number },
): Promise<{ pairId: string }[]> {
	const rows = await db
		.selectFrom("duplicate_pairs")
		.select("id as pairId")
		.where("state", "=", "open")
		.where("entity", "=", entity)
		.where("probability", ">=", sure)
		.orderBy("probability", "desc")
		.limit(most)
		.execute();
	return rows;
}

/** A fix as the list of them has it. */
export interface FixListed {
	id: string;
	kind: string;
	rule: string | null;
	given: Record<string, unknown>;
	rows: number;
	by: string | null;
	at: string;
	undoneAt: string | null;
	undoneRows: number | null;
}

/** The last fifty fixes, newest first. */
export async function listFixes(db: Db): Promise<FixListed[]> {
	const rows = await db
		.selectFrom("quality_fixes as f")
		.leftJoin("users as u", "u.id", "f.created_by")
		.select([
			"f.id",
			"f.kind",
			"f.rule",
			"f.given",
			"f.rows",
			"u.name as by",
			"f.created_at",
			"f.undone_at",
			"f.undone_rows",
		])
		.orderBy("f.created_at", "desc")
		.limit(50)
		.execute();
	return rows.map(({ created_at, undone_at, undone_rows, given, ...row }) => ({
		...row,
		given: given as unknown as Record<string, unknown>,
		at: new Date(created_at).toISOString(),
		undoneAt: undone_at === null ? null : new Date(undone_at).toISOString(),
		undoneRows: undone_rows,
	}));
}
