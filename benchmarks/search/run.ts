import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { SEARCH_KINDS } from "../../core/contract/search.ts";
import { type Database, openDatabase } from "../../server/db/connect.ts";
import { migrate } from "../../server/db/migrate.ts";
import { startEmbedded } from "../../server/embedded/start.ts";
import type { VisibleOwners } from "../../server/policy/principal.ts";
import { ownersBeneath } from "../../server/policy/scope.ts";
import { search } from "../../server/search/search.ts";
import { type BenchmarkContext, type BenchmarkReport, table } from "../benchmark.ts";
import { generate } from "./generate.ts";

const VIEWER = { locale: "en", zone: "UTC" };
/** What is looked for, and what that shows. */
const QUESTIONS: [text: string, what: string][] = [
	["quarry", "a word of tens of thousands"],
	["muller hosp", "two words, one without its accent"],
	["#12345", "one deal by its number"],
	["c777.buyer", "a part of an e-mail address"],
	["brewery 4", "a word and a digit"],
	["mu", "two letters"],
	["k", "one letter"],
	["zzyzx", "nothing"],
	["kowalksi", "misspelt"],
];
const ROUNDS = 12;

/** One search over half a million deals and all that belongs to them, as people of different sight. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const home = mkdtempSync(join(tmpdir(), "courtside-bench-search-"));
	const server = await startEmbedded({ home });
	const database = openDatabase({ url: server.url, name: "search benchmark", max: 3 });
	try {
		await migrate(database);
		return await measure(database, smoke, progress);
	} finally {
		await database.close();
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	}
}

async function measure(database: Database, smoke: boolean, progress: (text: string) => void): Promise<BenchmarkReport> {
	const deals = smoke ? 5_000 : 500_000;
	const sizes = {
		deals,
		accounts: deals / 8,
		contacts: Math.floor(deals / 3),
		leads: deals / 5,
		people: smoke ? 240 : 6_000,
	};
	progress(`making ${deals} deals and what belongs to them`);
	// One connection throughout: it holds the temporary tables.
	const made = await database.kysely.connection().execute((db) => generate(db, sizes));
	const { rows } = await sql<{
		documents: number;
		whole: string;
		substrings: string;
	}>`select count(*)::int as documents,
		pg_size_pretty(pg_total_relation_size('search_documents')) as whole,
		pg_size_pretty(pg_relation_size('search_by_substring')) as substrings from search_documents`.execute(
		database.kysely,
	);
	const sizesNow = rows[0];
	const reader = database.reader(made.tenantId);
	const sights: [string, VisibleOwners][] = [
		["sees all", "all"],
		["a rep", [made.rep]],
		["a manager", await ownersBeneath(reader, made.tenantId, made.manager)],
		["leads everyone", await ownersBeneath(reader, made.tenantId, made.chief)],
	];
	const metrics: Record<string, number> = { deals, documents: sizesNow?.documents ?? 0 };
	const lines: (string | number)[][] = [];
	let worst = 0;
	for (const [text, what] of QUESTIONS) {
		const cells: string[] = [];
		for (const [who, visibleOwners] of sights) {
			const ask = { tenantId: made.tenantId, text, kinds: SEARCH_KINDS, visibleOwners, limit: 6 };
			const times: number[] = [];
			let found = 0;
			for (let i = 0; i < (smoke ? 3 : ROUNDS); i++) {
				const start = performance.now();
				const { groups } = await search(database, ask, VIEWER);
				times.push(performance.now() - start);
				found = groups.reduce((sum, group) => sum + group.hits.length, 0);
			}
			times.sort((a, b) => a - b);
			const [median = 0, slowest = 0] = [times[Math.floor(times.length / 2)], times.at(-1)];
			worst = Math.max(worst, median);
			metrics[`${text}.${who}.medianMs`] = Math.round(median * 10) / 10;
			cells.push(`${median.toFixed(0)} / ${slowest.toFixed(0)} (${found})`);
		}
		progress(`${text}: ${cells.join(", ")}`);
		lines.push([`\`${text}\``, what, ...cells]);
	}
	metrics["worstMedianMs"] = Math.round(worst * 10) / 10;
	metrics["loadAverage"] = Math.round((loadavg()[0] ?? 0) * 10) / 10;
	return {
		title: "Search: everything with a name, as one types",
		body: [
			`${deals.toLocaleString("en")} deals, ${sizes.accounts.toLocaleString("en")} accounts, ${sizes.contacts.toLocaleString("en")} contacts, ` +
				`${sizes.leads.toLocaleString("en")} leads and ${sizes.people.toLocaleString("en")} people in one workspace, teams twelve deep, ` +
				"names made from eighty words so that each is in thousands of records. Every search looks for all five kinds, in sight of " +
				"the person, under row-level security, one after the other, as the portal's field asks.",
			table(["looked for", "what that is", ...sights.map(([who]) => `${who}: ms`)], lines),
			"Each cell: the median and the slowest of twelve, and in brackets how many hits came. " +
				`The table that is searched takes ${sizesNow?.whole ?? "?"} for ${(sizesNow?.documents ?? 0).toLocaleString("en")} records, ` +
				`${sizesNow?.substrings ?? "?"} of it the index by substring. The machine's load average at the end was ` +
				`${metrics["loadAverage"]}; above its number of cores, other work took part of the time.`,
		].join("\n\n"),
		metrics,
	};
}
