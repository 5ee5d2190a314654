import type { BinnedColumn } from "../../stats/boosting/binned-columns.ts";
import { auc } from "../../stats/calibration.ts";
import type { Feature } from "./features.ts";

/**
 * Why a column may tell the ending rather than foretell it. `tells_alone`: by itself it parts the endings better than
 * any honest column does (`value` is its AUC). `missing_tells`: whether it is filled does (AUC). `named_late`: its name
 * speaks of what is known after the end. The command warns and goes on; the product promotes no model while there is one.
 */
export interface LeakWarning {
	code: "tells_alone" | "missing_tells" | "named_late";
	column: string;
	value: number | null;
}

const TOO_GOOD = 0.9;
const TOO_GOOD_MISSING = 0.75;
const PRIOR_ROWS = 10;
const ENOUGH_ROWS = 50;

/** Columns that look as if they were filled in after the ending. `part` 0–4 by row parts what is learnt from what is judged. */
export function probeLeaks(
	features: Feature[],
	columns: BinnedColumn[],
	happened: Uint8Array,
	part: Uint8Array,
): LeakWarning[] {
	const warnings = new Map<string, LeakWarning>();
	for (const feature of features) {
		if (isNamedLate(feature.column)) {
			warnings.set(`late ${feature.column}`, { code: "named_late", column: feature.column, value: null });
		}
	}
	if (happened.length < ENOUGH_ROWS) return [...warnings.values()];
	for (const [f, feature] of features.entries()) {
		const { bins, size } = columns[f] as BinnedColumn;
		const missing = bins.map((bin) => (bin === 0 ? 1 : 0));
		for (const [code, tested, most] of [
			["tells_alone", bins, TOO_GOOD],
			["missing_tells", missing, TOO_GOOD_MISSING],
		] as const) {
			const value = aucAlone(tested, Math.max(2, size), happened, part);
			const known = warnings.get(`${code} ${feature.column}`)?.value ?? 0;
			if (value !== null && value > Math.max(most, known)) {
				warnings.set(`${code} ${feature.column}`, { code, column: feature.column, value });
			}
		}
	}
	return [...warnings.values()];
}

/** AUC of the rate of each bin, learnt from the other parts. */
function aucAlone(bins: Uint8Array, size: number, happened: Uint8Array, part: Uint8Array): number | null {
	const n = Array.from({ length: 5 }, () => new Float64Array(size));
	const yes = Array.from({ length: 5 }, () => new Float64Array(size));
	let all = 0;
	for (let row = 0; row < bins.length; row++) {
		const bin = bins[row] as number;
		const [count, hits] = [n[part[row] as number] as Float64Array, yes[part[row] as number] as Float64Array];
		count[bin] = (count[bin] as number) + 1;
		hits[bin] = (hits[bin] as number) + (happened[row] as number);
		all += happened[row] as number;
	}
	const average = all / bins.length;
	const sum = (of: Float64Array[], bin: number, without: number): number =>
		of.reduce((s, counts, k) => (k === without ? s : s + (counts[bin] as number)), 0);
	const rates = n.map((_, k) =>
		Float64Array.from(
			{ length: size },
			(_, bin) => (sum(yes, bin, k) + PRIOR_ROWS * average) / (sum(n, bin, k) + PRIOR_ROWS),
		),
	);
	const rows = Array.from(bins, (bin, row) => ({
		probability: rates[part[row] as number]?.[bin] ?? average,
		happened: happened[row] === 1,
	}));
	return auc(rows);
}

const LATE =
	/\bclos(?:e|ed|ing)\b|\bwon\b|\blost\b|\b(?:loss|lost|win|won|close) reason\b|\boutcome\b|\bresult\b|\bconverted\b|\bconversion\b|\bforecast category\b|\blast modified\b|\bwin probability\b|\babschluss|\bverloren|\bgewonnen|\bganad[oa]|\bperdid[oa]|\bcierre|\bgagn[ée]e?\b|\bperdue?\b|\bclôture/i;

function isNamedLate(column: string): boolean {
	return LATE.test(column.replaceAll("_", " ").replace(/([a-z])([A-Z])/g, "$1 $2"));
}
