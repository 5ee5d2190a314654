import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { findDeal, listDeals } from "../../server/db/deals.ts";
import { migrate } from "../../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../../server/db/partitions.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import type { Principal } from "../../server/policy/principal.ts";
import { MOST_LISTED, maySeeOwner } from "../../server/policy/scope.ts";
import { keepStandings } from "../../server/policy/standing.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { type DeepCompany, LEVELS, makeDeepCompany } from "./company.ts";

/** Levels that are measured, counted from the company's top. */
const MEASURED = [1, 2, 4, 6, 8, 10, 12];

/** Who sees what in a company of 100,000 people in teams twelve levels deep, on a PostgreSQL of its own. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-visibility-"));
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url, name: "visibility benchmark" });
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, Date.now());
		progress("making the company");
		const size = smoke ? { people: 3_000, deals: 5_000 } : { people: 100_000, deals: 500_000 };
		const company = await makeDeepCompany(database, size);
		await sql`vacuum analyze teams, team_ancestors, users, deals`.execute(database.kysely);
		return await measure(database, company, smoke ? 5 : 100, progress);
	} finally {
		await database.close();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

interface Measured {
	level: number;
	beneath: number;
	standing: number[];
	check: number[];
	record: number[];
	page: number[];
}

async function measure(
	database: Database,
	company: DeepCompany,
	times: number,
	progress: (text: string) => void,
): Promise<BenchmarkReport> {
	const { tenantId } = company;
	const deals = await database.reader(tenantId).selectFrom("deals").select(["id", "owner_id"]).limit(times).execute();
	const rows: Measured[] = [];
	for (const level of MEASURED) {
		progress(`leaders of level ${level}`);
		const leaders = company.leaders[level - 1] ?? [];
		const of = (i: number) => leaders[i % leaders.length] ?? "";
		const principals: Principal[] = [];
		const standing = await each(times, async (i) => {
			const principal = await keepStandings(database, Date.now).of(tenantId, of(i));
			if (!principal) throw new Error("a leader may not sign in");
			principals.push(principal);
		});
		const who = (i: number) => principals[i % principals.length] as Principal;
		const db = database.reader(tenantId);
		const deal = (i: number) => deals[i % deals.length] as (typeof deals)[number];
		rows.push({
			level,
			beneath: await countBeneath(database, tenantId, of(0)),
			standing,
			check: await each(times, (i) => maySeeOwner(db, who(i), deal(i).owner_id)),
			record: await each(times, (i) => findDeal(db, deal(i).id, who(i).visibleOwners, Date.now())),
			page: await each(Math.ceil(times / 4), async (i) => {
				const { visibleOwners } = who(i);
				const sort = { key: "closeDate", descending: false } as const;
				const filter = { status: "open", closeFrom: "2026-06-01" } as const;
				const page = await listDeals(db, { filter, visibleOwners, sort, after: null, limit: 50, now: Date.now() });
				if (page.rows.length === 0) throw new Error("a leader sees no deal");
			}),
		});
	}
	return reportOf(company, rows, times);
}

async function each(times: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
	const took: number[] = [];
	for (let i = 0; i < times; i++) {
		const start = performance.now();
		await work(i);
		took.push(performance.now() - start);
	}
	return took.sort((a, b) => a - b);
}

async function countBeneath(database: Database, tenantId: number, leaderId: string): Promise<number> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from teams led
		join team_ancestors a on a.ancestor_id = led.id join users u on u.team_id = a.team_id
		where led.manager_id = ${leaderId}::uuid`.execute(database.reader(tenantId));
	return rows[0]?.n ?? 0;
}

function reportOf(company: DeepCompany, rows: Measured[], times: number): BenchmarkReport {
	const at = (took: number[], share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
	const both = (took: number[]) => `${at(took, 0.5).toFixed(1)} / ${at(took, 0.95).toFixed(1)}`;
	const worst = (pick: (row: Measured) => number[]) => Math.max(...rows.map((row) => at(pick(row), 0.95)));
	const checks = Math.max(
		worst((r) => r.standing),
		worst((r) => r.check),
		worst((r) => r.record),
	);
	return {
		title: "Visibility: who sees what in a deep company",
		body: [
			`${count(company.people)} people in ${count(company.teams)} teams of ${LEVELS} levels with ${count(company.deals)} deals, all in one workspace. Each figure is p50 / p95 in ms of ${times} questions (a quarter as many pages), one after the other, from the server's own functions through row-level security; the standing is read anew each time, as for somebody who has just come. Up to ${count(MOST_LISTED)} people beneath are carried as a list, more are looked up. The slowest p95 of a check is ${checks.toFixed(1)} ms; the bound is 50 ms.`,
			table(
				[
					"leader of level",
					"people beneath",
					"standing from cold",
					"sees this owner?",
					"one deal, if seen",
					"first page of open deals from June, with its count",
				],
				rows.map((r) => [r.level, count(r.beneath), both(r.standing), both(r.check), both(r.record), both(r.page)]),
			),
			`Load average while measuring: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
		].join("\n\n"),
		metrics: {
			people: company.people,
			teams: company.teams,
			deals: company.deals,
			checkP95Ms: round(checks),
			standingP95Ms: round(worst((r) => r.standing)),
			recordP95Ms: round(worst((r) => r.record)),
			pageP95Ms: round(worst((r) => r.page)),
		},
	};
}

function count(n: number): string {
	return n.toLocaleString("en");
}

function round(ms: number): number {
	return Math.round(ms * 10) / 10;
}
