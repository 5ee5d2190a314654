import { Button } from "@fluentui/react-components";
import type { DealDriversPageJson } from "../../../core/contract/deal-drivers.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { DealWays } from "../deal-ways.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../model/drivers.css";

/** What separated won deals from lost ones; that nothing did is an answer too. */
export function DealDriversPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const page = useLoad<DealDriversPageJson>(
		"deal-drivers",
		() => session.client.dealDrivers(),
		(e) => e.type === "deal.scored" && e.entityId === "*",
	);
	return (
		<Page title={t("drivers.title")} {...(page.data ? { heading: page.data.answer } : {})} above={<DealWays />}>
			<Loading of={page} lines={10}>
				{(data) => (data.asOf === null ? <NotYet page={data} /> : <Found page={data} />)}
			</Loading>
		</Page>
	);
}

function NotYet({ page }: { page: DealDriversPageJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayLearn = useMe().permissions.includes("workspace:write");
	const deed = useDeed();
	return (
		<>
			<StateNotice
				state="empty"
				title={t("drivers.nothingYet")}
				action={
					page.state === "notYet" && mayLearn ? (
						<Button disabled={deed.busy} onClick={() => deed.run(() => session.client.learnDealModel())}>
							{t("dealModel.learn")}
						</Button>
					) : (
						<Link to="/deals">{t("nav.deals")}</Link>
					)
				}
			/>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}

function Found({ page }: { page: DealDriversPageJson }) {
	const { t, locale } = useSpeech();
	const sure = page.drivers.filter((driver) => driver.isSure);
	const others = page.drivers.filter((driver) => !driver.isSure);
	return (
		<div className="stack">
			<p className="cs-muted">
				{t("drivers.looked", {
					deals: formatNumber(page.won + page.lost, locale),
					won: formatNumber(page.won, locale),
					share: formatPercent(page.share ?? 0, locale),
					days: page.days,
				})}
			</p>
			{sure.length === 0 && <p>{t("drivers.noneSays")}</p>}
			{sure.slice(0, 1).map((driver) => (
				<section key={driver.column} aria-labelledby={`driver-${driver.column}`}>
					<h2 id={`driver-${driver.column}`}>{driver.text}</h2>
					<Groups driver={driver} all={page.share ?? 0} />
				</section>
			))}
			{sure.length > 1 && (
				<section aria-labelledby="drivers-more">
					<h2 id="drivers-more">{t("drivers.more")}</h2>
					{sure.slice(1).map((driver) => (
						<details key={driver.column} className="cs-more">
							<summary>{driver.finding}</summary>
							<Groups driver={driver} all={page.share ?? 0} />
						</details>
					))}
				</section>
			)}
			{others.length > 0 && (
				<details className="cs-more">
					<summary>{t("drivers.notSure", { count: others.length })}</summary>
					<ul className="driver-others">
						{others.map(({ column, text, q }) => (
							<li key={column}>
								{text} <span className="cs-muted">{t("drivers.q", { q: chanceText(q, locale) })}</span>
							</li>
						))}
					</ul>
				</details>
			)}
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{page.how}</p>
			</details>
		</div>
	);
}

function Groups({ driver, all }: { driver: DealDriversPageJson["drivers"][number]; all: number }) {
	const { t, locale } = useSpeech();
	const percent = (value: number) => formatPercent(value, locale);
	return (
		<>
			<table className="cs-plain-table driver-table">
				<thead>
					<tr>
						<th scope="col">{driver.text}</th>
						<th scope="col" className="cs-end">
							{t("dealModel.came")}
						</th>
						<th scope="col" className="cs-end">
							{t("kit.range")}
						</th>
						<th scope="col" className="cs-end">
							{t("nav.deals")}
						</th>
					</tr>
				</thead>
				<tbody>
					{driver.groups.map((group) => (
						<tr key={group.text}>
							<th scope="row">
								{group.text}
								<span className="driver-bar" aria-hidden="true">
									<span style={{ inlineSize: `${group.rate * 100}%` }} />
									<i style={{ insetInlineStart: `${all * 100}%` }} />
								</span>
							</th>
							<td className="cs-end">{percent(group.rate)}</td>
							<td className="cs-end">
								<bdi>{formatRange(group.low, group.high, "probability", locale)}</bdi>
							</td>
							<td className="cs-end">{formatNumber(group.n, locale)}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p className="cs-muted">{t("drivers.q", { q: chanceText(driver.q, locale) })}</p>
		</>
	);
}

function chanceText(q: number, locale: string): string {
	return q < 0.001 ? `< ${formatPercent(0.001, locale, 1)}` : formatPercent(q, locale, q < 0.01 ? 1 : 0);
}
