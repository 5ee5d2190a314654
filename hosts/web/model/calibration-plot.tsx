import type { DealModelPageJson } from "../../../core/contract/deal-model.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

type Test = NonNullable<DealModelPageJson["test"]>;

const SIZE = 280;
const EDGE = 36;
const INSIDE = SIZE - 2 * EDGE;

/** What was said against what came true, as a picture and as a table. */
export function CalibrationPlot({ test }: { test: Test }) {
	const { t, locale } = useSpeech();
	const day = (at: string) => formatDay(at.slice(0, 10), locale);
	const most = Math.max(1, ...test.calibration.map((band) => band.n));
	const x = (share: number) => EDGE + share * INSIDE;
	const y = (share: number) => SIZE - EDGE - share * INSIDE;
	const percent = (share: number) => formatPercent(share, locale);
	return (
		<section aria-labelledby="calibration-title" className="calibration">
			<h2 id="calibration-title">{t("dealModel.calibration")}</h2>
			<p className="cs-muted">
				{t("dealModel.tested", {
					deals: test.deals,
					looks: formatNumber(test.looks, locale),
					from: day(test.from),
					to: day(test.to),
					open: test.stillOpen,
				})}
			</p>
			<div className="calibration-both">
				<svg viewBox={`0 0 ${SIZE} ${SIZE}`} className="calibration-plot" aria-hidden="true" direction="ltr">
					<line className="calibration-axis" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(0)} />
					<line className="calibration-axis" x1={x(0)} y1={y(0)} x2={x(0)} y2={y(1)} />
					<line className="calibration-true" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
					{[0, 0.5, 1].map((share) => (
						<g key={share}>
							<text x={x(share)} y={SIZE - EDGE + 18} textAnchor="middle">
								{percent(share)}
							</text>
							<text x={EDGE - 6} y={y(share) + 4} textAnchor="end">
								{percent(share)}
							</text>
						</g>
					))}
					<text x={x(0.5)} y={SIZE - 2} textAnchor="middle">
						{t("dealModel.said")}
					</text>
					<text x={EDGE} y={y(1) - 10} textAnchor="start">
						{t("dealModel.came")}
					</text>
					{test.calibration.map((band) => (
						<circle
							key={band.tenth}
							className="calibration-point"
							cx={x(band.expected)}
							cy={y(band.happened)}
							r={3 + 6 * Math.sqrt(band.n / most)}
						/>
					))}
				</svg>
				<table className="cs-plain-table">
					<thead>
						<tr>
							<th scope="col">{t("dealModel.said")}</th>
							<th scope="col" className="cs-end">
								{t("dealModel.came")}
							</th>
							<th scope="col" className="cs-end">
								{t("dealModel.looks")}
							</th>
						</tr>
					</thead>
					<tbody>
						{test.calibration.map((band) => (
							<tr key={band.tenth}>
								<th scope="row">
									<bdi>{percent(band.expected)}</bdi>
								</th>
								<td className="cs-end">{percent(band.happened)}</td>
								<td className="cs-end">{formatNumber(band.n, locale)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
			<p>
				{t("dealModel.lift", {
					top: percent(0.2),
					share: percent(test.lift[1] ?? 0),
				})}
			</p>
		</section>
	);
}
