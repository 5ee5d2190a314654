/**
 * What every `benchmarks/<name>/run.ts` exports as `run`. Null: what it measures on is not there, so nothing was
 * measured.
 */
export type RunBenchmark = (context: BenchmarkContext) => Promise<BenchmarkReport | null>;

/** What a benchmark is handed. */
export interface BenchmarkContext {
	/** Folder of measuring data; null when absent. */
	data: string | null;
	/** At most 20 s, to see that it still runs; its numbers are not kept. */
	smoke: boolean;
	/** Says on standard error how far it is. */
	progress(text: string): void;
}

/** What was measured: tables for people (markdown, without a title), numbers for machines. */
export interface BenchmarkReport {
	title: string;
	body: string;
	metrics: Record<string, number>;
}

/** A markdown table: numbers are right-aligned. */
export function table(head: string[], rows: (string | number)[][]): string {
	const isNumber = (column: number): boolean =>
		rows.every((r) => /^[\s−\-+]?[\d.]+( ?%)?$|^–$|^$/.test(String(r[column] ?? "")));
	const line = (cells: (string | number)[]): string => `| ${cells.join(" | ")} |`;
	return [line(head), line(head.map((_, k) => (isNumber(k) ? "--:" : "---"))), ...rows.map(line)].join("\n");
}

/** "12.3 %" from 0.1234; "–" where there is nothing. */
export function percent(share: number | null, digits = 1): string {
	return share === null ? "–" : `${(share * 100).toFixed(digits)} %`;
}
