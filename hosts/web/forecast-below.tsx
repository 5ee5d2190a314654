import type { ForecastNodeJson } from "../../core/contract/forecasts.ts";
import { forecastTable } from "../../core/contract/tables/forecast-table.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { NumberCell } from "../kit/number-cell.tsx";
import { RangeBar } from "../kit/range-bar.tsx";
import { readMoney } from "./money.ts";
import { Link, usePlace, withQuery } from "./router.tsx";
import type { Looks } from "./table/drawn-columns.tsx";
import { useTableView } from "./table/use-table-view.ts";
import { WholeTable } from "./table/whole-table.tsx";

/** The drill-down, which is also the table twin of the picture above. `above` is the node that it is of. */
export function ForecastBelow(props: { nodes: ForecastNodeJson[]; period: string; above: string }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const view = useTableView(forecastTable, { prefix: "below.", given: { period: props.period, node: props.above } });
	const say = (money: ForecastNodeJson["closed"] | null) =>
		money ? formatMoney(readMoney(money), locale, { compact: true }) : "–";
	const looks: Looks<ForecastNodeJson> = {
		name: {
			cell: (n) => (
				<Link to={withQuery(place, { node: n.nodeId })} data-row-link>
					{n.name}
				</Link>
			),
		},
		view: {
			cell: (n) => (
				<>
					<NumberCell view={n.view} />
					<div className="cell-range cs-desk-only">
						<RangeBar
							view={n.view}
							{...(n.quota ? { target: { value: Number(n.quota.amountMinor), text: "" } } : {})}
						/>
					</div>
				</>
			),
		},
		quota: { cell: (n) => say(n.quota), narrow: true },
		closed: { cell: (n) => say(n.closed) },
		open: { cell: (n) => say(n.open) },
		uncreated: { cell: (n) => say(n.uncreated) },
	};
	return (
		<section aria-labelledby="below-title">
			<h2 id="below-title">{t("forecast.below")}</h2>
			<WholeTable view={view} rows={props.nodes} rowKey={(n) => n.nodeId} looks={looks} />
			<p className="cs-muted">{t("forecast.rangesDoNotAdd")}</p>
		</section>
	);
}
