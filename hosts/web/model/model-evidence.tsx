import type { CSSProperties } from "react";
import type { DealModelPageJson } from "../../../core/contract/deal-model.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

const MOST = 12;

/** What moves chances, what is left out and why, and how the ways of learning did side by side. */
export function ModelEvidence({ page }: { page: DealModelPageJson }) {
	const { t, locale } = useSpeech();
	const { features, candidates, leftOut, overrides } = page;
	const most = features[0]?.share ?? 1;
	return (
		<>
			<section aria-labelledby="features-title">
				<h2 id="features-title">{t("dealModel.features")}</h2>
				{features.length === 0 && <p className="cs-muted">{t("dealModel.tableOnly")}</p>}
				<ol className="model-features">
					{features.slice(0, MOST).map((feature) => (
						<li key={feature.column}>
							<span>{feature.text}</span>
							<span className="cs-end">{formatPercent(feature.share, locale)}</span>
							<span
								className="model-weight"
								aria-hidden="true"
								style={{ "--share": feature.share / most } as CSSProperties}
							/>
						</li>
					))}
				</ol>
			</section>
			{overrides && (
				<section aria-labelledby="overrides-title">
					<h2 id="overrides-title">{t("override.title")}</h2>
					<p>{overrides}</p>
				</section>
			)}
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("dealModel.how")}</p>
				{candidates.length > 0 && (
					<table className="cs-plain-table model-ways">
						<thead>
							<tr>
								<th scope="col">{t("dealModel.way")}</th>
								<th scope="col" className="cs-end">
									{t("dealModel.logLoss")}
								</th>
								<th scope="col" className="cs-end">
									{t("dealModel.gain")}
								</th>
								<th scope="col" className="cs-end">
									{t("dealModel.auc")}
								</th>
							</tr>
						</thead>
						<tbody>
							{candidates.map((way) => (
								<tr key={way.name}>
									<th scope="row">
										{way.text}
										{way.isChampion && <span className="cs-muted"> · {t("dealModel.inUse")}</span>}
									</th>
									<td className="cs-end">{formatNumber(way.logLoss, locale, 4)}</td>
									<td className="cs-end">
										{way.gain === null ? (
											"–"
										) : (
											<bdi>
												{formatNumber(way.gain, locale, 4)} ± {formatNumber(way.gainError ?? 0, locale, 4)}
											</bdi>
										)}
									</td>
									<td className="cs-end">{way.auc === null ? "–" : formatNumber(way.auc, locale, 3)}</td>
								</tr>
							))}
						</tbody>
					</table>
				)}
				<h3>{t("dealModel.leftOutTitle")}</h3>
				<ul>
					{leftOut.map((one) => (
						<li key={one.column}>{one.text}</li>
					))}
				</ul>
			</details>
		</>
	);
}
