import type { DealJson } from "../../core/contract/deals.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { type Column, DataTable } from "../kit/data-table.tsx";
import { useSpeech } from "../kit/kit-words.tsx";
import { NumberCell } from "../kit/number-cell.tsx";
import { readMoney } from "./money.ts";
import { Link } from "./router.tsx";

/** An account's deals, open ones first; the way to all of them as a table. */
export function DealsOfAccount({ deals, accountId }: { deals: DealJson[]; accountId: string }) {
	const { t, locale, now } = useSpeech();
	const today = new Date(now()).toISOString().slice(0, 10);
	const columns: Column<DealJson>[] = [
		{
			key: "name",
			header: t("deal.name"),
			cell: (deal) => (
				<>
					<Link to={`/deals/${deal.id}`} data-row-link>
						{deal.name}
					</Link>
					<span className="cs-sub">
						{[deal.status === "open" ? deal.stage.name : t(`status.${deal.status}`), deal.owner?.name]
							.filter(Boolean)
							.join(" · ")}
					</span>
				</>
			),
		},
		{
			key: "amount",
			header: t("deal.amount"),
			figure: true,
			cell: (deal) => (deal.amount ? formatMoney(readMoney(deal.amount), locale, { whole: true }) : "–"),
		},
		{
			key: "closeDate",
			header: t("deal.closeDate"),
			figure: true,
			narrow: false,
			cell: (deal) => (deal.closeDate ? formatDay(deal.closeDate, locale, today) : "–"),
		},
		{
			key: "probability",
			header: t("deal.probability"),
			figure: true,
			narrow: false,
			cell: (deal) => (deal.probability ? <NumberCell view={deal.probability} /> : "–"),
		},
	];
	return (
		<section aria-labelledby="deals-title">
			<h2 id="deals-title">{t("nav.deals")}</h2>
			{deals.length === 0 ? (
				<p className="cs-muted">{t("account.noDeals")}</p>
			) : (
				<>
					<DataTable caption={t("nav.deals")} columns={columns} rows={deals} rowKey={(deal) => deal.id} />
					<p>
						<Link to={`/deals?accountId=${accountId}&status=all`}>{t("account.allDeals")}</Link>
					</p>
				</>
			)}
		</section>
	);
}
