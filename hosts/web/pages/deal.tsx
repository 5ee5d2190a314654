import type { DealPage as DealPageJson } from "../../../core/contract/deals.ts";
import type { RoomJson } from "../../../core/contract/room.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { DealFacts } from "../deal-facts.tsx";
import { DealMoves } from "../deal-moves.tsx";
import { DealOutlook, SimilarDeals } from "../deal-outlook.tsx";
import { DealOverride } from "../deal-override.tsx";
import { DemoNudges } from "../demo-nudges.tsx";
import { ActivityList, HistoryList } from "../happenings.tsx";
import { MeetingsOfDeal } from "../meetings/meetings-of-deal.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { DealPartsNav, useDealPart } from "../room/deal-parts.tsx";
import { DocumentsPart } from "../room/documents-part.tsx";
import { PeoplePart } from "../room/people-part.tsx";
import { PlanPart } from "../room/plan-part.tsx";
import { PlaybookPart } from "../room/playbook-part.tsx";
import { TimelinePart } from "../room/timeline-part.tsx";
import { Link } from "../router.tsx";
import { type Loaded, useLoad } from "../use-load.ts";
import "../room/room.css";

/** One deal: will it close, why, what to do; then its facts, and what happened to it. */
export function DealPage({ id }: { id: string }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const page = useLoad(
		id,
		() => session.client.deal(id),
		(e) => e.entityId === id,
	);
	const room = useLoad(
		`room/${id}`,
		() => session.client.room(id),
		(e) => e.entityId === id && e.type !== "deal.scored",
	);
	const deal = page.data?.deal;
	const sub = deal && [
		deal.account?.name,
		deal.stage.name,
		deal.amount && formatMoney(readMoney(deal.amount), locale),
		deal.owner?.name,
	];
	return (
		<Page title={deal?.name ?? t("deal.one")} above={<Link to="/deals">{t("nav.deals")}</Link>}>
			{sub && <p className="page-sub cs-muted">{sub.filter(Boolean).join(" · ")}</p>}
			{deal && <DealPartsNav room={room.data} />}
			<DealPartOf page={page} room={room} id={id} />
		</Page>
	);
}

/** The part that the address asks for. */
function DealPartOf({ page, room, id }: { page: Loaded<DealPageJson>; room: Loaded<RoomJson>; id: string }) {
	const part = useDealPart();
	const mayChange = useMe().permissions.includes("deals:write");
	if (part === "overview" || !page.data) {
		return (
			<Loading of={page} lines={10}>
				{(data) => <DealContent page={data} put={page.put} reload={page.reload} />}
			</Loading>
		);
	}
	if (part === "timeline") return <TimelinePart dealId={id} />;
	const Part = PARTS[part];
	return (
		<Loading of={room} lines={8}>
			{(data) => <Part dealId={id} room={data} mayChange={mayChange} reload={room.reload} />}
		</Loading>
	);
}
const PARTS = { people: PeoplePart, plan: PlanPart, documents: DocumentsPart, playbook: PlaybookPart };

function DealContent(props: { page: DealPageJson; put: (page: DealPageJson) => void; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { page } = props;
	const { deal } = page;
	const outlook = useLoad(
		`outlook/${deal.id}`,
		() => session.client.dealOutlook(deal.id),
		(e) => e.entityId === deal.id || e.entityId === "*",
	);
	return (
		<div className="columns columns-deal">
			<div className="stack">
				{deal.probability ? (
					<NumberCard view={deal.probability} form="long" heading={0} />
				) : (
					<p className="closed-word">
						<strong>{deal.status === "open" ? t("deal.notScoredYet") : t(`deal.closedAs.${deal.status}`)}</strong>
					</p>
				)}
				{outlook.data && <DealOutlook outlook={outlook.data} />}
				{deal.status === "open" && <DemoNudges dealId={deal.id} />}
				<Trend page={page} />
				<MeetingsOfDeal dealId={deal.id} />
				<DealMoves dealId={deal.id} />
				<ActivityList activities={page.activities} none={t("deal.noActivities")} />
				<LineItems page={page} />
			</div>
			<div className="stack">
				<DealFacts page={page} put={props.put} reload={props.reload} />
				{outlook.data && deal.status === "open" && (
					<DealOverride dealId={deal.id} outlook={outlook.data} reload={outlook.reload} />
				)}
				{outlook.data && <SimilarDeals outlook={outlook.data} />}
				<HistoryList title={t("deal.history")} history={page.history} />
			</div>
		</div>
	);
}

function Trend({ page }: { page: DealPageJson }) {
	const { t, locale, zone, now } = useSpeech();
	const sayDay = (at: number) => formatDay(dateIn(zone, at), locale, dateIn(zone, now()));
	const first = page.trend[0];
	const last = page.trend.at(-1);
	if (!first || !last || page.trend.length < 2) return null;
	const moved = Math.round(last.value * 100) - Math.round(first.value * 100);
	const finding = t("deal.trend", {
		way: moved > 0 ? "up" : moved < 0 ? "down" : "level",
		points: Math.abs(moved),
		when: sayDay(Date.parse(first.at)),
	});
	return (
		<TrendLine
			finding={finding}
			points={page.trend.map((p) => ({ ...p, at: Date.parse(p.at) }))}
			say={(value) => formatPercent(value, locale)}
			sayWhen={sayDay}
			scale={{ min: 0, max: 1 }}
		/>
	);
}

function LineItems({ page }: { page: DealPageJson }) {
	const { t, locale } = useSpeech();
	if (page.lineItems.length === 0) return null;
	return (
		<section aria-labelledby="items-title">
			<h2 id="items-title">{t("deal.lineItems")}</h2>
			<table className="cs-plain-table">
				<thead>
					<tr>
						<th scope="col">{t("deal.product")}</th>
						<th scope="col" className="cs-end">
							{t("deal.quantity")}
						</th>
						<th scope="col" className="cs-end">
							{t("deal.unitPrice")}
						</th>
					</tr>
				</thead>
				<tbody>
					{page.lineItems.map((item) => (
						<tr key={item.id}>
							<td>{item.product ?? t("deal.unnamedProduct")}</td>
							<td className="cs-end">{formatNumber(item.quantity, locale, 2)}</td>
							<td className="cs-end">{item.unitPrice ? formatMoney(readMoney(item.unitPrice), locale) : "–"}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
