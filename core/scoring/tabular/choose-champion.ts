import { auc, brier, calibrationError, logLoss } from "../../stats/calibration.ts";
import { type Judged, lossOf } from "./judge-folds.ts";
import type { CandidateResult, Champion } from "./tabular-model.ts";

/** A held-out row under the champion, for checking its calibration. */
export interface HeldOut {
	margin: number;
	happened: number;
	fold: number;
}

/** The way that foretold held-out rows best. */
export interface ChosenChampion {
	champion: Champion;
	/** Share of the trees where it is a blend. */
	share: number;
	candidates: CandidateResult[];
	margins: HeldOut[];
}

const SHARES = [0.25, 0.5, 0.75];
/** Both endings must have been seen so often before anything but their share is believed. */
const LEAST_OF_EACH = 5;

/**
 * The least log-loss wins. The plain share of what happened is only left for something that beats it by more than one
 * and a half standard errors of the difference, so that noise is not taken for knowledge.
 */
export function chooseChampion(judged: Judged, happened: Uint8Array): ChosenChampion {
	const { rows, fold, prior, logistic, boosting } = judged;
	const endings = Array.from(rows, (row) => happened[row] as number);
	const mixes = SHARES.map((share) => ({
		share,
		margins: boosting.map((b, k) => share * b + (1 - share) * (logistic[k] as number)),
	}));
	const loss = (margins: Float64Array): number => margins.reduce((s, m, k) => s + lossOf(m, endings[k] as number), 0);
	const blend = mixes.reduce((a, b) => (loss(b.margins) < loss(a.margins) ? b : a));
	const ways: [Champion, Float64Array][] = [
		["prior", prior],
		["logistic", logistic],
		["boosting", boosting],
		["blend", blend.margins],
	];
	const candidates = rows.length === 0 ? [] : ways.map(([name, margins]) => resultOf(name, margins, endings));
	const yes = happened.reduce((s, h) => s + h, 0);
	const enough = rows.length > 0 && Math.min(yes, happened.length - yes) >= LEAST_OF_EACH;
	let [champion, margins] = ways[0] as [Champion, Float64Array];
	if (enough) {
		const [name, best] = ways.slice(1).reduce((a, b) => (loss(b[1]) < loss(a[1]) ? b : a)) as [Champion, Float64Array];
		if (isBetter(best, prior, endings, 1.5)) [champion, margins] = [name, best];
	}
	const held = Array.from(margins, (margin, k) => ({
		margin,
		happened: endings[k] as number,
		fold: fold[k] as number,
	}));
	return { champion, share: blend.share, candidates, margins: held };
}

function resultOf(name: Champion, margins: Float64Array, endings: number[]): CandidateResult {
	const scored = endings.map((h, k) => ({
		probability: 1 / (1 + Math.exp(-(margins[k] as number))),
		happened: h === 1,
	}));
	return {
		name,
		logLoss: logLoss(scored),
		auc: auc(scored),
		brier: brier(scored),
		calibrationError: calibrationError(scored),
	};
}

/** Whether the first's loss is below the second's by more than so many standard errors of the difference. */
export function isBetter(first: ArrayLike<number>, second: ArrayLike<number>, endings: number[], errors = 1): boolean {
	const gains = endings.map((h, k) => lossOf(second[k] as number, h) - lossOf(first[k] as number, h));
	const mean = gains.reduce((s, g) => s + g, 0) / gains.length;
	const spread = gains.reduce((s, g) => s + (g - mean) ** 2, 0) / Math.max(1, gains.length - 1);
	return mean > errors * Math.sqrt(spread / gains.length);
}
