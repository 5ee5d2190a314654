import { fitIsotonic, fitPlatt, type Recalibration, recalibrate } from "../../stats/recalibration.ts";
import { type HeldOut, isBetter } from "./choose-champion.ts";

const LEAST_ROWS = 200;

/**
 * A correction is used only when one fitted on some held-out blocks betters the others' log-loss by more than a
 * standard error: by time, fitted on older blocks and judged on newer; else each block by the rest. It is then fitted
 * on all of them.
 */
export function chooseRecalibration(rows: HeldOut[], by: "time" | "group"): Recalibration {
	if (rows.length < LEAST_ROWS) return { kind: "none" };
	const folds = [...new Set(rows.map((r) => r.fold))].sort((a, b) => a - b);
	const judged: { plain: number; platt: number; steps: number; happened: number }[] = [];
	for (const fold of folds) {
		const before = rows.filter((r) => (by === "time" ? r.fold < fold : r.fold !== fold));
		if (before.length < LEAST_ROWS) continue;
		const platt = correction(before, fitPlatt);
		const steps = correction(before, fitIsotonic);
		for (const { margin, happened, fold: f } of rows) {
			if (f !== fold) continue;
			judged.push({
				plain: margin,
				platt: recalibrate(platt, margin),
				steps: recalibrate(steps, margin),
				happened,
			});
		}
	}
	if (judged.length < LEAST_ROWS) return { kind: "none" };
	const endings = judged.map((j) => j.happened);
	const plain = judged.map((j) => j.plain);
	const platt = judged.map((j) => j.platt);
	const steps = judged.map((j) => j.steps);
	if (isBetter(steps, plain, endings) && isBetter(steps, platt, endings)) return correction(rows, fitIsotonic);
	return isBetter(platt, plain, endings) ? correction(rows, fitPlatt) : { kind: "none" };
}

function correction(
	rows: HeldOut[],
	how: (margins: Float64Array, happened: Uint8Array) => Recalibration,
): Recalibration {
	return how(
		Float64Array.from(rows, (r) => r.margin),
		Uint8Array.from(rows, (r) => r.happened),
	);
}
