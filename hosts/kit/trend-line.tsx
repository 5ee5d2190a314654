import type { ReactNode } from "react";
import { useSpeech } from "./kit-words.tsx";

/** One moment of a line, with the range it had then. */
export interface TrendPoint {
	at: number;
	value: number;
	low: number | null;
	high: number | null;
}

const WIDTH = 600;
const HEIGHT = 120;

/**
 * A value over time: a line with its range as a band, first and last value written at its ends. `finding` is the title
 * and says what the line shows; the same figures stand in a table under it. Time runs with the reading direction.
 */
export function TrendLine(props: {
	finding: string;
	points: TrendPoint[];
	/** Writes a value: percent, points or money. */
	say: (value: number) => string;
	/** Writes a moment. */
	sayWhen: (at: number) => string;
	/** Ends of the scale; without them the data decide, from zero. */
	scale?: { min: number; max: number };
	target?: { value: number; text: string };
	children?: ReactNode;
}) {
	const { t, dir } = useSpeech();
	const { finding, points, say, sayWhen, target } = props;
	const first = points[0];
	const last = points.at(-1);
	if (!first || !last || points.length < 2) return null;
	const highest = Math.max(...points.map((p) => p.high ?? p.value), target?.value ?? 0);
	const { min, max } = props.scale ?? { min: 0, max: highest * 1.05 || 1 };
	const x = (at: number) => {
		const share = (at - first.at) / (last.at - first.at || 1);
		return (dir === "rtl" ? 1 - share : share) * WIDTH;
	};
	const y = (value: number) => HEIGHT - ((value - min) / (max - min || 1)) * HEIGHT;
	const ranged = points.filter((p) => p.low !== null && p.high !== null);
	const band = [
		...ranged.map((p) => `${x(p.at)},${y(p.high ?? p.value)}`),
		...ranged.toReversed().map((p) => `${x(p.at)},${y(p.low ?? p.value)}`),
	].join(" ");
	return (
		<figure className="cs-trend">
			<figcaption>{finding}</figcaption>
			<div className="cs-trend-plot">
				<svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={finding}>
					<line className="cs-trend-axis" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
					{ranged.length > 1 && <polygon className="cs-trend-band" points={band} />}
					{target && <line className="cs-trend-target" x1="0" x2={WIDTH} y1={y(target.value)} y2={y(target.value)} />}
					<polyline className="cs-trend-line" points={points.map((p) => `${x(p.at)},${y(p.value)}`).join(" ")} />
				</svg>
				<span
					className="cs-trend-dot"
					style={{ insetInlineStart: "100%", insetBlockStart: `${(y(last.value) / HEIGHT) * 100}%` }}
				/>
				{target && (
					<span className="cs-trend-target-text" style={{ insetBlockStart: `${(y(target.value) / HEIGHT) * 100}%` }}>
						{target.text}
					</span>
				)}
			</div>
			<div className="cs-trend-ends" aria-hidden="true">
				<span>
					<bdi>{say(first.value)}</bdi> · {sayWhen(first.at)}
				</span>
				<span>
					<bdi>{say(last.value)}</bdi> · {sayWhen(last.at)}
				</span>
			</div>
			<details className="cs-more">
				<summary>{t("kit.asTable")}</summary>
				<table className="cs-plain-table">
					<caption className="cs-unseen">{finding}</caption>
					<thead>
						<tr>
							<th scope="col">{t("kit.when")}</th>
							<th scope="col" className="cs-end">
								{t("kit.value")}
							</th>
							<th scope="col" className="cs-end">
								{t("kit.range")}
							</th>
						</tr>
					</thead>
					<tbody>
						{points.toReversed().map((p) => (
							<tr key={p.at}>
								<td>{sayWhen(p.at)}</td>
								<td className="cs-end">{say(p.value)}</td>
								<td className="cs-end">{p.low !== null && p.high !== null ? `${say(p.low)} – ${say(p.high)}` : "–"}</td>
							</tr>
						))}
					</tbody>
				</table>
			</details>
		</figure>
	);
}
