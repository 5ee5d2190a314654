import type { TabularRow } from "../../core/scoring/tabular/cell.ts";
import type { TabularModel } from "../../core/scoring/tabular/tabular-model.ts";
import { percent, table } from "../benchmark.ts";
import type { Judged } from "./judged.ts";
import { capturedAt, handWrittenPoints, leadJudging } from "./lead-conversion.ts";
import { type Judging, learnAndJudge } from "./learn-and-judge.ts";

const ROOM = 0.2;

/** Lead conversion: the model on columns known in time, fit alone, and points by hand, at equal capacity. */
export function measureLeads(rows: Record<string, string>[]): {
	judged: Judged[];
	table: string;
	metrics: Record<string, number>;
	model: TabularModel;
	judging: Judging;
} {
	const judging = leadJudging(rows, false);
	const { scored, model } = learnAndJudge(judging);
	const fit = learnAndJudge(leadJudging(rows, true)).scored;
	const captured = (scores: number[]): number =>
		capturedAt(
			ROOM,
			scores.map((score, k) => ({ score, happened: scored[k]?.happened ?? false })),
		);
	const shares = {
		model: captured(scored.map((s) => s.probability)),
		fit: captured(fit.map((s) => s.probability)),
		points: captured(judging.test.map(handWrittenPoints)),
		best: captured(scored.map((s) => (s.happened ? 1 : 0))),
	};
	const gain = (share: number): number => shares.model / share - 1;
	return {
		judged: [
			{ key: "leads", name: "X-Education leads, known in time", scored },
			{ key: "leadsFit", name: "X-Education leads, fit alone", scored: fit, aside: true },
		],
		table: [
			`Of all conversions, how many are among the ${percent(ROOM, 0)} of leads ranked highest:`,
			table(
				["ranked by", "captured", "the model finds more by"],
				[
					["model", percent(shares.model), "–"],
					["fit alone (who they are)", percent(shares.fit), percent(gain(shares.fit))],
					["points written by hand", percent(shares.points), percent(gain(shares.points))],
					["the endings themselves: the most there is", percent(shares.best), "–"],
				],
			),
			`30 % more than fit alone: ${gain(shares.fit) >= 0.3 ? "reached" : "not reached"}; than points by hand: ${gain(shares.points) >= 0.3 ? "reached" : "not reached"}.`,
		].join("\n\n"),
		metrics: {
			leadsCaptured20: round(shares.model),
			leadsCaptured20Fit: round(shares.fit),
			leadsCaptured20Points: round(shares.points),
			leadsCaptured20Most: round(shares.best),
			leadsGainOverFit: round(gain(shares.fit)),
			leadsGainOverPoints: round(gain(shares.points)),
		},
		model,
		judging,
	};
}

/** The same leads with columns renamed and every category under another name: the greatest change of a probability. */
export function measureRenamed(judging: Judging, scored: { probability: number }[], model: TabularModel): number {
	const names = new Map<string, string>();
	const rename = (text: string): string => {
		if (!names.has(text)) names.set(text, `v${(names.size * 7919) % 10_007}w`);
		return names.get(text) ?? text;
	};
	const change = (row: TabularRow): TabularRow => ({
		...Object.fromEntries(
			judging.columns.map((column, k) => {
				const cell = row[column];
				const isWord = model.readings[column]?.kind === "category" && typeof cell === "string" && cell !== "";
				return [`c${k}`, isWord ? rename(`${column}: ${cell}`) : cell];
			}),
		),
		ended: judging.happened(row),
		name: judging.id(row),
	});
	const other = learnAndJudge({
		columns: judging.columns.map((_, k) => `c${k}`),
		train: judging.train.map(change),
		test: judging.test.map(change),
		happened: (row) => row["ended"] === true,
		id: (row) => String(row["name"]),
	}).scored;
	return Math.max(...scored.map((s, k) => Math.abs(s.probability - (other[k]?.probability ?? 0))));
}

function round(value: number): number {
	return Number(value.toFixed(4));
}
