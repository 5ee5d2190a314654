import { Button, Select } from "@fluentui/react-components";
import { Fragment, useState } from "react";
import type { ForecastDealsJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { DEAL_CATEGORIES } from "../../../core/model/deal-category.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ForecastFrame, type ForecastShown } from "../forecast/forecast-frame.tsx";
import { OverrideForm, type OverrideTarget } from "../forecast/override-form.tsx";
import { WithoutDeal } from "../forecast/without-deal.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

type Row = ForecastDealsJson["items"][number];

/** What each deal brings to a number: its amount, its chance, the category it is in, and the number without it. */
export function ForecastDealsPage() {
	const { t } = useSpeech();
	return (
		<ForecastFrame title={t("forecastDeals.page")}>
			{(shown) => <Deals key={shown.node.nodeId} {...shown} />}
		</ForecastFrame>
	);
}

function Deals({ forecast, node }: ForecastShown) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const period = forecast.period.name;
	const [open, setOpen] = useState<
		{ kind: "without"; deal: Row["deal"] } | { kind: "override"; target: OverrideTarget }
	>();
	const loaded = useLoad(
		`${forecast.id}/${node.nodeId}`,
		() => session.client.forecastDeals({ period, node: node.nodeId }),
		(e) => e.type === "forecast.called",
	);
	const close = () => {
		setOpen(undefined);
		loaded.reload();
	};
	return (
		<Loading of={loaded} lines={10}>
			{(deals) =>
				deals.items.length === 0 ? (
					<StateNotice state="empty" title={t("forecastDeals.none")}>
						<p>{t("forecastDeals.noneSays")}</p>
					</StateNotice>
				) : (
					<>
						<p>
							{t("forecastDeals.sum", {
								count: deals.total,
								shown: deals.items.length,
								amount: formatMoney(readMoney(deals.expected), locale, { compact: true }),
							})}
						</p>
						<DealTable
							rows={deals.items}
							reload={loaded.reload}
							without={(row) => setOpen({ kind: "without", deal: row.deal })}
							override={(row) =>
								setOpen({
									kind: "override",
									target: {
										period,
										name: row.deal.name,
										dealId: row.deal.id,
										model: row.expected,
										version: row.override?.version ?? 0,
									},
								})
							}
						/>
						{open?.kind === "without" && (
							<WithoutDeal period={period} node={node} deal={open.deal} done={() => setOpen(undefined)} />
						)}
						{open?.kind === "override" && <OverrideForm target={open.target} done={close} />}
					</>
				)
			}
		</Loading>
	);
}

function DealTable(props: {
	rows: Row[];
	reload: () => void;
	without: (row: Row) => void;
	override: (row: Row) => void;
}) {
	const { t, locale } = useSpeech();
	const me = useMe();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	return (
		<DataTable
			caption={t("forecastDeals.page")}
			rows={props.rows}
			rowKey={(row) => row.deal.id}
			columns={[
				{
					key: "deal",
					header: t("forecastDeals.deal"),
					cell: (row) => (
						<>
							<Link to={`/deals/${row.deal.id}`} data-row-link>
								{row.deal.name}
							</Link>
							<div className="cs-muted">
								<Facts of={[row.owner, row.stage, row.closeDate && formatDay(row.closeDate, locale)]} />
								{row.category && row.place === "open" && (
									<span className="forecast-category-inline"> · {t(`calls.in.${row.category}`)}</span>
								)}
							</div>
						</>
					),
				},
				{
					key: "amount",
					header: t("forecastDeals.amount"),
					figure: true,
					narrow: false,
					cell: (row) => say(row.amount),
				},
				{
					key: "chance",
					header: t("forecastDeals.chance"),
					figure: true,
					narrow: false,
					cell: (row) => (row.place === "won" ? t("forecastDeals.won") : formatPercent(row.probability, locale)),
				},
				{
					key: "expected",
					header: t("forecastDeals.brings"),
					figure: true,
					cell: (row) => (
						<>
							{say(row.expected)}
							{row.override && !row.override.withdrawn && (
								<div className="cs-muted">{t("forecastDeals.said", { amount: say(row.override.value) })}</div>
							)}
						</>
					),
				},
				{
					key: "category",
					header: t("calls.category"),
					narrow: false,
					cell: (row) => (row.place === "won" ? "" : <Category row={row} done={props.reload} />),
				},
				{
					key: "ways",
					header: t("forecastDeals.ways"),
					cell: (row) => (
						<div className="row">
							<Button size="small" onClick={() => props.without(row)}>
								{t("forecastDeals.without")}
							</Button>
							{row.place === "open" && me.permissions.includes("forecasts:write") && (
								<Button size="small" onClick={() => props.override(row)}>
									{t("byHand.add")}
								</Button>
							)}
						</div>
					),
				},
			]}
		/>
	);
}

/** Names keep their own direction beside a date. */
function Facts({ of }: { of: (string | null)[] }) {
	return of
		.filter((fact) => fact !== null && fact !== "")
		.map((fact, k) => (
			<Fragment key={fact}>
				{k > 0 && " · "}
				<bdi>{fact}</bdi>
			</Fragment>
		));
}

/** The category that a deal is in, to be chosen by who may. */
function Category({ row, done }: { row: Row; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const deed = useDeed();
	if (!me.permissions.includes("calls:write"))
		return (
			<>
				{row.category ? t(`calls.in.${row.category}`) : "–"}
				<WhoSays row={row} />
			</>
		);
	return (
		<>
			<Select
				size="small"
				aria-label={t("forecastDeals.categoryOf", { name: row.deal.name })}
				value={row.category ?? ""}
				disabled={deed.busy}
				onChange={(_, d) => {
					const category = DEAL_CATEGORIES.find((c) => c === d.value);
					if (!category) return;
					deed.run(
						() => session.client.setForecastCategory(row.deal.id, { category, version: row.categoryVersion }),
						done,
					);
				}}
			>
				{row.category === null && <option value="">{t("calls.in.none")}</option>}
				{DEAL_CATEGORIES.map((category) => (
					<option key={category} value={category}>
						{t(`calls.in.${category}`)}
					</option>
				))}
			</Select>
			<WhoSays row={row} />
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}

/** Whether the category came with the deal, or was chosen here although its source says otherwise. */
function WhoSays({ row: { category, categoryFrom, sourceCategory } }: { row: Row }) {
	const { t } = useSpeech();
	if (categoryFrom === "source") return <div className="cs-muted">{t("forecastDeals.fromSource")}</div>;
	if (categoryFrom !== "person" || sourceCategory === null || sourceCategory === category) return null;
	return <div className="cs-muted">{t("forecastDeals.chosenHere", { category: t(`calls.in.${sourceCategory}`) })}</div>;
}
