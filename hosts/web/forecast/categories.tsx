import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";

const ROWS = ["closed", "commit", "bestCase", "pipeline"] as const;

/** Categories as deals make them and as they were called, beside the model's number and range. */
export function Categories({ desk }: { desk: CallDeskJson }) {
	const { t, locale } = useSpeech();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	const called = desk.own ?? desk.calls[0];
	const { model, categories } = desk;
	const count = { ...categories.deals, closed: 0 };
	return (
		<section aria-labelledby="categories-title">
			<h2 id="categories-title">{t("calls.categories")}</h2>
			<table className="cs-plain-table calls-table">
				<thead>
					<tr>
						<th scope="col">{t("calls.category")}</th>
						<th scope="col" className="cs-end">
							{t("calls.fromDeals")}
						</th>
						<th scope="col" className="cs-end">
							{called ? t("calls.calledBy", { name: called.author.name }) : t("calls.called")}
						</th>
					</tr>
				</thead>
				<tbody>
					{ROWS.map((row) => (
						<tr key={row}>
							<th scope="row">
								{t(`calls.cat.${row}`)}
								{count[row] > 0 && <span className="cs-muted"> · {t("calls.deals", { count: count[row] })}</span>}
							</th>
							<td className="cs-end cs-figure">{say(categories[row])}</td>
							<td className="cs-end cs-figure">{called ? say(called.amounts[row]) : "–"}</td>
						</tr>
					))}
					<tr className="calls-model">
						<th scope="row">{t("calls.model")}</th>
						<td className="cs-end cs-figure">{say(model.value)}</td>
						<td className="cs-end cs-figure">{called ? say(called.model.value) : "–"}</td>
					</tr>
				</tbody>
			</table>
			{model.low && model.high && (
				<p className="cs-muted">
					{t("calls.modelRange", { low: say(model.low), high: say(model.high), level: model.level ?? 0.8 })}
				</p>
			)}
			{categories.deals.uncategorised > 0 && (
				<p className="cs-muted">{t("calls.uncategorised", { count: categories.deals.uncategorised })}</p>
			)}
		</section>
	);
}
