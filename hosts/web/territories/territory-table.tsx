import { Button } from "@fluentui/react-components";
import type { PlanDistrictJson, TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { DistrictForm } from "./district-form.tsx";
import { measureName, measureText, offText } from "./measure-text.ts";
import { hueOf } from "./territory-map.tsx";

/** The territories of a plan: what each holds against its share, what it gains and gives up, how far its person travels. */
export function TerritoryTable(props: {
	plan: TerritoryPlanJson;
	shown: number | null;
	onShow: (district: number | null) => void;
}) {
	const { t, words, locale } = useSpeech();
	const { plan, shown, onShow } = props;
	const measures = plan.wishes.measures.map(({ name }) => name);
	return (
		<DataTable
			caption={t("terr.territories")}
			rows={plan.territories}
			rowKey={(row) => String(row.district)}
			wide
			columns={[
				{
					key: "name",
					header: t("terr.territory"),
					cell: (row) => (
						<span className="terr-name">
							<span className="terr-number" style={hueOf(row.district)} aria-hidden="true">
								{formatNumber(row.district + 1, locale)}
							</span>
							<span>
								{row.name}
								<span className="cs-sub">{row.owner?.name ?? t("terr.nobody")}</span>
							</span>
						</span>
					),
				},
				...measures.map((name, k) => ({
					key: name,
					header: measureName(words, name),
					figure: true,
					cell: (row: PlanDistrictJson) => <Held row={row} k={k} plan={plan} />,
				})),
				{
					key: "moves",
					header: t("terr.moves"),
					figure: true,
					cell: (row) => (
						<bdi dir="ltr">
							+{formatNumber(row.gained, locale)} −{formatNumber(row.lost, locale)}
						</bdi>
					),
				},
				{
					key: "travel",
					header: t("terr.travel"),
					figure: true,
					cell: (row) =>
						row.travel
							? t("terr.travelIs", {
									mean: formatNumber(row.travel.meanKm, locale),
									furthest: formatNumber(row.travel.furthestKm, locale),
								})
							: "–",
				},
				...(plan.territories.some((row) => row.roundness !== null)
					? [
							{
								key: "roundness",
								header: t("terr.roundness"),
								figure: true,
								cell: (row: PlanDistrictJson) =>
									row.roundness === null ? "–" : formatNumber(row.roundness, locale, 2),
							},
						]
					: []),
				...(plan.wishes.hangTogether
					? [
							{
								key: "parts",
								header: t("terr.parts"),
								figure: true,
								cell: (row: PlanDistrictJson) => (row.parts === null ? "–" : formatNumber(row.parts, locale)),
							},
						]
					: []),
				{
					key: "show",
					header: t("terr.detail"),
					cell: (row) => (
						<Button
							size="small"
							aria-expanded={shown === row.district}
							aria-label={t("terr.showNamed", { name: row.name })}
							onClick={() => onShow(shown === row.district ? null : row.district)}
						>
							{t("terr.show")}
						</Button>
					),
				},
			]}
		/>
	);
}

function Held({ row, k, plan }: { row: PlanDistrictJson; k: number; plan: TerritoryPlanJson }) {
	const { t, locale } = useSpeech();
	const measure = row.measures[k];
	if (!measure) return "–";
	return (
		<span className="terr-held">
			<span>{measureText(measure.name, measure.held, plan.currency, locale)}</span>
			<span className={`cs-sub ${measure.isWithin ? "" : "terr-out"}`}>
				<bdi dir="ltr">{offText(measure.off, locale)}</bdi>
				{measure.isWithin ? "" : ` · ${t("terr.out")}`}
				{measure.today !== null &&
					` · ${t("terr.todayIs", { value: measureText(measure.name, measure.today, plan.currency, locale) })}`}
			</span>
		</span>
	);
}

/** Why one territory is as it is, and what it means for open deals and quota. */
export function TerritoryDetail(props: {
	plan: TerritoryPlanJson;
	row: PlanDistrictJson;
	put: (plan: TerritoryPlanJson) => void;
}) {
	const { plan, row, put } = props;
	const { t, locale } = useSpeech();
	const money = (minor: string) =>
		formatMoney({ amountMinor: BigInt(minor), currency: plan.currency }, locale, { compact: true });
	const { impact } = row;
	return (
		<section className="terr-detail" aria-label={t("terr.detailOf", { name: row.name })}>
			<h3>{t("terr.because", { name: row.owner?.name ?? row.name })}</h3>
			<ul className="terr-points">
				{row.reasons.map((text) => (
					<li key={text}>{text}</li>
				))}
			</ul>
			<h3>{t("terr.impact")}</h3>
			<ul className="terr-points">
				<li>
					{t("terr.impactDeals", {
						count: impact.openDeals,
						open: money(impact.openMinor),
						expected: money(impact.expectedMinor),
					})}
				</li>
				{impact.staysMinor !== "0" && <li>{t("terr.impactStays", { stays: money(impact.staysMinor) })}</li>}
				{impact.quotaMinor !== null && impact.quotaByShareMinor !== null && (
					<li>
						{t("terr.impactQuota", { quota: money(impact.quotaMinor), byShare: money(impact.quotaByShareMinor) })}
					</li>
				)}
			</ul>
			{plan.may.edit && (
				<details className="terr-asked">
					<summary>{t("terr.edit.title", { name: row.name })}</summary>
					<DistrictForm key={plan.version} plan={plan} row={row} put={put} />
				</details>
			)}
		</section>
	);
}
