import type { ForecastNodeJson } from "../../core/contract/forecasts.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { type Column, DataTable } from "../kit/data-table.tsx";
import { useSpeech } from "../kit/kit-words.tsx";
import { NumberCell } from "../kit/number-cell.tsx";
import { RangeBar } from "../kit/range-bar.tsx";
import { readMoney } from "./money.ts";
import { Link, usePlace, withQuery } from "./router.tsx";

/** The drill-down, which is also the table twin of the picture above. */
export function ForecastBelow({ nodes }: { nodes: ForecastNodeJson[] }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const say = (money: ForecastNodeJson["closed"] | null) =>
		money ? formatMoney(readMoney(money), locale, { compact: true }) : "–";
	const columns: Column<ForecastNodeJson>[] = [
		{
			key: "name",
			header: t("forecast.who"),
			cell: (n) => (
				<Link to={withQuery(place, { node: n.nodeId })} data-row-link>
					{n.name}
				</Link>
			),
		},
		{ key: "view", header: t("forecast.lands"), figure: true, cell: (n) => <NumberCell view={n.view} /> },
		{
			key: "against",
			header: t("forecast.against"),
			desk: true,
			cell: (n) => (
				<div className="cell-range">
					<RangeBar view={n.view} {...(n.quota ? { target: { value: Number(n.quota.amountMinor), text: "" } } : {})} />
				</div>
			),
		},
		{ key: "quota", header: t("forecast.quota"), figure: true, cell: (n) => say(n.quota) },
		{ key: "closed", header: t("forecast.closed"), figure: true, narrow: false, cell: (n) => say(n.closed) },
		{ key: "open", header: t("forecast.open"), figure: true, narrow: false, cell: (n) => say(n.open) },
		{ key: "uncreated", header: t("forecast.uncreated"), figure: true, narrow: false, cell: (n) => say(n.uncreated) },
	];
	return (
		<section aria-labelledby="below-title">
			<h2 id="below-title">{t("forecast.below")}</h2>
			<DataTable caption={t("forecast.below")} columns={columns} rows={nodes} rowKey={(n) => n.nodeId} />
			<p className="cs-muted">{t("forecast.rangesDoNotAdd")}</p>
		</section>
	);
}
