import { simulateCompany } from "../../core/demo/simulate.ts";
import { duplicateAccounts } from "../../core/quality/duplicate-accounts.ts";
import { duplicateContacts } from "../../core/quality/duplicate-contacts.ts";
import { type DuplicateProposal, SURE_PROBABILITY } from "../../core/quality/duplicates.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { percent, table } from "../benchmark.ts";

/** Companies whose twins nobody looked at while the weights were set. */
const SEEDS = [21, 22, 23, 24, 25];
const NOW = Date.UTC(2026, 8, 15);

interface Judged {
	what: string;
	records: number;
	planted: number;
	found: number;
	right: number;
	sure: number;
	sureRight: number;
	ms: number;
}

/** Duplicates proposed in made-up companies against the pairs that were planted in them. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const all: Judged[] = [];
	for (const seed of smoke ? SEEDS.slice(0, 1) : SEEDS) {
		progress(`company of seed ${seed}`);
		all.push(...judgeCompany(seed, smoke ? 0.1 : 1));
	}
	const kinds = ["account", "contact"].map((what) =>
		sumOf(
			what,
			all.filter((one) => one.what === what),
		),
	);
	return {
		title: "Data quality: records that stand twice",
		body: [
			`${SEEDS.length} made-up companies of full size, none of them looked at while the weights were set. Each has accounts and contacts planted a second time as the next person would type them: without legal form or accents, in capitals, with swapped letters, with initials. Sure are proposals of ${percent(SURE_PROBABILITY, 0)} or more, which may be merged in bulk. Real records hold slips that nobody planned here, so expect less of it there.`,
			table(
				[
					"",
					"records",
					"planted",
					"proposed",
					"of them right",
					"of the planted found",
					"sure",
					"of the sure right",
					"ms a company",
				],
				kinds.map((k) => [
					`${k.what}s`,
					k.records,
					k.planted,
					k.found,
					percent(k.right / k.found),
					percent(k.right / k.planted),
					k.sure,
					percent(k.sureRight / k.sure),
					Math.round(k.ms / (all.length / 2)),
				]),
			),
		].join("\n\n"),
		metrics: Object.fromEntries(
			kinds.flatMap((k) => [
				[`${k.what}Precision`, k.right / k.found],
				[`${k.what}Recall`, k.right / k.planted],
				[`${k.what}SurePrecision`, k.sureRight / k.sure],
			]),
		),
	};
}

function judgeCompany(seed: number, size: number): Judged[] {
	const company = simulateCompany({ seed, now: NOW, size });
	const began = performance.now();
	const accounts = duplicateAccounts(company.accounts);
	const between = performance.now();
	const twins = new Map(accounts.map((pair) => [pair.otherId, pair.keepId]));
	const contacts = duplicateContacts(company.contacts, (id) => twins.get(id) ?? id);
	const ended = performance.now();
	const judge = (what: "account" | "contact", records: number, found: DuplicateProposal[], ms: number): Judged => {
		const truth = new Set(
			company.truth.duplicates.filter((d) => d.entity === what).map((d) => keyOf(d.originalId, d.duplicateId)),
		);
		const isRight = (pair: DuplicateProposal) => truth.has(keyOf(pair.keepId, pair.otherId));
		const sure = found.filter((pair) => pair.probability >= SURE_PROBABILITY);
		return {
			what,
			records,
			planted: truth.size,
			found: found.length,
			right: found.filter(isRight).length,
			sure: sure.length,
			sureRight: sure.filter(isRight).length,
			ms,
		};
	};
	return [
		judge("account", company.accounts.length, accounts, between - began),
		judge("contact", company.contacts.length, contacts, ended - between),
	];
}

function keyOf(a: string, b: string): string {
	return [a, b].sort().join("/");
}

function sumOf(what: string, rows: Judged[]): Judged {
	const sum = (pick: (row: Judged) => number) => rows.reduce((total, row) => total + pick(row), 0);
	return {
		what,
		records: sum((r) => r.records),
		planted: sum((r) => r.planted),
		found: sum((r) => r.found),
		right: sum((r) => r.right),
		sure: sum((r) => r.sure),
		sureRight: sum((r) => r.sureRight),
		ms: sum((r) => r.ms),
	};
}
