/** One forecast and what became of it. */
export interface Scored {
	probability: number;
	happened: boolean;
}

/** Mean of −ln(probability given to what happened); probabilities are cut at 1e-15. Null without rows. */
export function logLoss(rows: Scored[]): number | null {
	return mean(
		rows,
		({ probability, happened }) => -Math.log(Math.max(1e-15, happened ? probability : 1 - probability)),
	);
}

/** Mean squared distance between probability and outcome (Brier 1950). Null without rows. */
export function brier(rows: Scored[]): number | null {
	return mean(rows, ({ probability, happened }) => (probability - (happened ? 1 : 0)) ** 2);
}

/** Share on the right side of one half. Null without rows. */
export function accuracy(rows: Scored[]): number | null {
	return mean(rows, ({ probability, happened }) => (probability >= 0.5 === happened ? 1 : 0));
}

/**
 * Chance that a row that happened was ranked above one that did not, ties counted half. Null when one kind is missing.
 */
export function auc(rows: Scored[]): number | null {
	const sorted = [...rows].sort((a, b) => a.probability - b.probability);
	let rankSum = 0;
	let positives = 0;
	for (let from = 0; from < sorted.length; ) {
		let to = from;
		let here = 0;
		while (to < sorted.length && sorted[to]?.probability === sorted[from]?.probability) {
			if (sorted[to]?.happened) here++;
			to++;
		}
		rankSum += here * ((from + 1 + to) / 2);
		positives += here;
		from = to;
	}
	const negatives = sorted.length - positives;
	if (positives === 0 || negatives === 0) return null;
	return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** One row of a reliability table: of `n` forecasts that averaged `forecast`, the share `happened` came true. */
export interface ReliabilityBin {
	n: number;
	forecast: number;
	happened: number;
}

/** Rows in order of probability, cut into bins of equal count. */
export function reliability(rows: Scored[], bins = 10): ReliabilityBin[] {
	const sorted = [...rows].sort((a, b) => a.probability - b.probability);
	const table: ReliabilityBin[] = [];
	for (let k = 0; k < bins; k++) {
		const part = sorted.slice(Math.floor((k * sorted.length) / bins), Math.floor(((k + 1) * sorted.length) / bins));
		if (part.length === 0) continue;
		table.push({
			n: part.length,
			forecast: part.reduce((s, r) => s + r.probability, 0) / part.length,
			happened: part.filter((r) => r.happened).length / part.length,
		});
	}
	return table;
}

/**
 * Expected calibration error: mean distance between forecast and outcome over the reliability table. Null without rows.
 */
export function calibrationError(rows: Scored[], bins = 10): number | null {
	if (rows.length === 0) return null;
	return reliability(rows, bins).reduce((s, b) => s + (b.n / rows.length) * Math.abs(b.forecast - b.happened), 0);
}

function mean(rows: Scored[], of: (row: Scored) => number): number | null {
	if (rows.length === 0) return null;
	let sum = 0;
	for (const row of rows) sum += of(row);
	return sum / rows.length;
}
