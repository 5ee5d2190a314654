import type { DealJson } from "../../../core/contract/deals.ts";
import type { EventJson } from "../../../core/contract/events.ts";
import { dealTable } from "../../../core/contract/tables/deal-table.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { DealWays } from "../deal-ways.tsx";
import { readMoney } from "../money.ts";
import { Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";

/** The deals one may see, with the chance of each. */
export function DealsPage() {
	const speech = useSpeech();
	const { t, locale } = speech;
	const { session } = usePortal();
	const view = useTableView(dealTable);
	const list = useList<DealJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.deals({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.dealCard(id),
		hears: concernsDeals,
	});
	return (
		<Page title={t("nav.deals")} above={<DealWays />}>
			<LongTable
				view={view}
				list={list}
				looks={looksOf(speech)}
				count={(total, more) => t("deals.count", { count: total, shown: formatNumber(total, locale), more })}
				none={<NoDeals filtered={view.isFiltered} />}
			/>
		</Page>
	);
}

function concernsDeals(happened: EventJson): boolean {
	return happened.entity === "deal" || happened.type === "import.finished" || happened.type === "import.undone";
}

function looksOf({ t, locale, now }: Speech): Looks<DealJson> {
	const today = new Date(now()).toISOString().slice(0, 10);
	const money = (deal: DealJson) => (deal.amount ? formatMoney(readMoney(deal.amount), locale, { whole: true }) : "–");
	const day = (deal: DealJson) => (deal.closeDate ? formatDay(deal.closeDate, locale, today) : "–");
	return {
		name: {
			cell: (deal) => (
				<>
					<Link to={`/deals/${deal.id}`} data-row-link>
						{deal.name}
					</Link>
					<span className="cs-sub">
						{subOf(deal)}
						<span className="cs-narrow-only">
							{deal.stage.name} · <bdi>{money(deal)}</bdi> · {day(deal)}
						</span>
					</span>
				</>
			),
		},
		owner: { cell: (deal) => deal.owner?.name ?? t("deal.noOwner") },
		amount: {
			cell: (deal) => (
				<>
					{money(deal)}
					{deal.amount && !deal.amountReporting && <span className="cs-sub">{t("deal.noRate")}</span>}
				</>
			),
		},
		closeDate: {
			cell: (deal) => (
				<>
					{day(deal)}
					{deal.status === "open" && deal.closeDate && deal.closeDate < today && (
						<span className="cs-sub cs-amber">{t("deal.passed")}</span>
					)}
				</>
			),
		},
		probability: {
			cell: (deal) =>
				deal.probability ? (
					<NumberCell view={deal.probability} />
				) : deal.status === "open" ? (
					t("deal.notScored")
				) : (
					t(`status.${deal.status}`)
				),
		},
	};
}

/** The account where the name does not say it, and the strongest reason beside the stage, which has its own column. */
function subOf(deal: DealJson): string {
	const account = deal.account && !deal.name.includes(deal.account.name) ? deal.account.name : null;
	const reason = deal.probability?.parts.find((p) => p.code !== "deal_stage");
	return [account, reason && `${reason.amount} ${reason.text}`].filter(Boolean).join(" · ");
}

function NoDeals({ filtered }: { filtered: boolean }) {
	const { t } = useSpeech();
	return filtered ? (
		<StateNotice state="empty" title={t("deals.noneMatch")} action={<Link to="/deals">{t("list.clear")}</Link>} />
	) : (
		<StateNotice state="empty" title={t("deals.noneYet")} action={<BringData />}>
			<p>{t("deals.noneSays")}</p>
		</StateNotice>
	);
}
