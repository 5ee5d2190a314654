import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { duplicateAccounts } from "../../core/quality/duplicate-accounts.ts";
import { duplicateContacts } from "../../core/quality/duplicate-contacts.ts";
import type { DuplicateProposal, Party } from "../../core/quality/duplicates.ts";
import { type ForecastCost, forecastCost } from "../../core/quality/forecast-cost.ts";
import { qualityScore } from "../../core/quality/quality-score.ts";
import { QUALITY_RULES } from "../../core/quality/rules.ts";
import { recordAudit } from "../audit/record.ts";
import { saveProposals, saveScan } from "../db/quality.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { forecastModelInUse } from "../jobs/forecast-model.ts";
import { loadForecastGround, wideningInUse } from "../jobs/forecasting.ts";
import type { BulkDeps, Progressing } from "../jobs/job-deps.ts";
import { countFaults, faultyIds } from "./count-faults.ts";

/** More records than this are not compared with each other at once: the newest are. */
const MOST_COMPARED = 300_000;

/**
 * Checks a workspace's data: counts what breaks the rules, looks for records that stand twice, and makes the current
 * quarter's forecast again without what is at fault. Stores all of it with its event; twice on the same data is the same.
 */
export async function scanQuality(deps: BulkDeps, { tenantId }: { tenantId: number }, job: Progressing): Promise<void> {
	const tell = (done: number) => {
		job.signal.throwIfAborted();
		return job.progress({ done, total: 3 });
	};
	const { database } = deps;
	await tell(0);
	const workspace = await database.inTenant(tenantId, (trx) => loadWorkspace(trx, deps.now()));
	await database.inTenant(tenantId, async (trx) => {
		const pairs = await findPairs(trx);
		await saveProposals(trx, tenantId, pairs);
	});
	await tell(1);
	const cost = await database.inTenant(tenantId, (trx) => costNow(trx, tenantId, workspace, job.signal));
	await tell(2);
	await database.inTenant(tenantId, (trx) => countAndSave(trx, tenantId, workspace, cost));
	await tell(3);
	deps.wakeRelay();
}

/** Counts anew and stores a scan with what it costs, as it was last reckoned or `cost`. */
export async function countAndSave(
	trx: Transaction<Tables>,
	tenantId: number,
	workspace: Workspace,
	cost: ForecastCost | null,
): Promise<void> {
	const counts = await countFaults(trx, workspace);
	const duplicates = await openDuplicates(trx);
	const score = qualityScore({ ...counts, duplicates }, workspace.now);
	const id = await saveScan(trx, tenantId, { score, counts: { ...counts, duplicates }, cost });
	await appendEvent(trx, { tenantId, type: "quality.scanned", entity: "quality", entityId: id });
	const detail = { score: score.value, rows: score.n, duplicates };
	await recordAudit(trx, {
		tenantId,
		actorId: null,
		actor: "system",
		action: "quality.scanned",
		entity: "quality",
		entityId: id,
		detail,
	});
}

/** Accounts and contacts that stand there once too often. */
async function openDuplicates(trx: Transaction<Tables>): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(distinct (entity, other_id))::int as n
		from duplicate_pairs where state = 'open'`.execute(trx);
	return rows[0]?.n ?? 0;
}

async function findPairs(trx: Transaction<Tables>): Promise<DuplicateProposal[]> {
	const { rows: accounts } =
		await sql<Row>`select id, name, domain, country, region, industry, employees, created_at as "createdAt"
		from accounts order by created_at desc limit ${MOST_COMPARED}`.execute(trx);
	const accountPairs = duplicateAccounts(accounts);
	const twins = new Map(accountPairs.map((pair) => [pair.otherId, pair.keepId]));
	const { rows: contacts } =
		await sql<Row>`select id, name, email, phone, account_id as "accountId", created_at as "createdAt"
		from contacts order by created_at desc limit ${MOST_COMPARED}`.execute(trx);
	return [...accountPairs, ...duplicateContacts(contacts, (id) => twins.get(id) ?? id)];
}

type Row = Party & { createdAt: Instant };

/** What faults cost the current quarter's forecast; null before there is a model, and so a forecast. */
async function costNow(
	trx: Transaction<Tables>,
	tenantId: number,
	workspace: Workspace,
	signal: AbortSignal,
): Promise<ForecastCost | null> {
	const live = await forecastModelInUse(trx);
	if (!live) return null;
	const { fiscal, today, zone, now, currency } = workspace;
	const quarter = periodOf(fiscal, "quarter", today);
	const ground = await loadForecastGround(trx, tenantId, workspace);
	const timelines = await loadDealTimelines(trx, now, {
		around: live.model.lift ? "recent" : "none",
		onChunk: () => signal.throwIfAborted(),
	});
	const faults = [];
	for (const { code, entity, cost } of QUALITY_RULES) {
		if (cost) faults.push({ code, cost, dealIds: new Set(await faultyIds(trx, code, entity, workspace)) });
	}
	return forecastCost(
		{
			timelines,
			model: live.model,
			span: { name: quarter.name, start: startOfDayIn(zone, quarter.start), end: startOfDayIn(zone, quarter.end) },
			now,
			owners: [],
			quotas: [],
			currency,
			rates: ground.rates,
			zone,
			seed: 1,
			widening: await wideningInUse(trx),
		},
		faults,
	);
}
