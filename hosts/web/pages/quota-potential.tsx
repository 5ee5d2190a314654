import { Button, Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PotentialJson, PotentialRowJson } from "../../../core/contract/market.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { potentialTable } from "../../../core/contract/tables/potential-table.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { MarketTables } from "../quotas/market-tables.tsx";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import "../quotas/quotas.css";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** What the market is worth, what we have of it, where there is room, and whom nobody has touched. */
export function QuotaPotentialPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const loaded = useLoad(
		"potential",
		() => session.client.potential(),
		(e) => e.type === "lead.created" || e.type === "import.finished",
	);
	const mayWrite = me.permissions.includes("territories:write");
	return (
		<Page title={t("potential.title")} heading={loaded.data?.text ?? t("potential.title")} above={<QuotaWays />}>
			<Loading of={loaded} lines={10}>
				{(potential) => (
					<div className="stack">
						{potential.rows.length === 0 ? (
							<StateNotice state="empty" title={t("potential.none")}>
								<p>{t("potential.noneSays")}</p>
								{!mayWrite && <p>{t("potential.noneForYou")}</p>}
							</StateNotice>
						) : (
							<Market potential={potential} />
						)}
						<Untapped potential={potential} done={loaded.reload} />
						<MarketTables tables={potential.tables} mayWrite={mayWrite} changed={loaded.reload} />
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Market({ potential }: { potential: PotentialJson }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const view = useTableView(potentialTable);
	const used = potential.tables.filter((table) => table.isUsed);
	return (
		<section aria-label={t("potential.title")} className="stack-tight">
			<Bars potential={potential} />
			<p className="cs-muted">
				{t("potential.wins", { n: potential.wins })} · {formatInstant(Date.parse(potential.asOf), locale, zone)} ·{" "}
				{used
					.map(({ source, asOf, sample }) => [source, formatDay(asOf, locale), sample].filter(Boolean).join(", "))
					.join(" · ")}
				{potential.outside > 0 && ` · ${t("potential.outside", { n: potential.outside })}`}
			</p>
			<div>
				<WholeTable
					view={view}
					rows={potential.rows}
					rowKey={(row) => row.label}
					looks={looksOf(speech)}
					atFirst={12}
					none={null}
				/>
			</div>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("potential.how")}</p>
			</details>
		</section>
	);
}

function Bars({ potential }: { potential: PotentialJson }) {
	const { t, locale } = useSpeech();
	const whole = Number(potential.tam.amountMinor) || 1;
	const bars = [
		{ word: "potential.tam", of: potential.tam },
		{ word: "potential.sam", of: potential.sam },
		{ word: "potential.ours", of: potential.won },
	] as const;
	return (
		<table className="market-bars">
			<caption className="cs-unseen">{t("potential.chart")}</caption>
			<tbody>
				{bars.map(({ word, of }) => (
					<tr key={word}>
						<th scope="row">{t(word)}</th>
						<td>
							<span className="market-bar" aria-hidden="true">
								<span style={{ inlineSize: `${Math.max(0.4, (Number(of.amountMinor) / whole) * 100)}%` }} />
							</span>
						</td>
						<td className="cs-end">{formatMoney(readMoney(of), locale, { compact: true })}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function looksOf({ locale }: Speech): Looks<PotentialRowJson> {
	const money = (of: MoneyJson) => formatMoney(readMoney(of), locale, { compact: true });
	const percent = (share: number | null) => (share === null ? "–" : formatPercent(share, locale, 1));
	return {
		total: { cell: (row) => money(row.total), desk: true },
		won: { cell: (row) => money(row.won) },
		share: { cell: (row) => percent(row.share) },
		white: { cell: (row) => money(row.white), narrow: true },
		companies: { desk: true },
		accounts: { desk: true },
		untouched: { desk: true },
		growth: { cell: (row) => percent(row.growth), desk: true },
	};
}

function Untapped({ potential, done }: { potential: PotentialJson; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const [busy, setBusy] = useState(false);
	const [made, setMade] = useState<number | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const { untapped, untappedTotal } = potential;
	if (untapped.length === 0) return null;
	const choose = (id: string, isOn: boolean) => {
		const next = new Set(chosen);
		if (isOn) next.add(id);
		else next.delete(id);
		setChosen(next);
	};
	const make = async () => {
		setBusy(true);
		setFault(null);
		try {
			setMade((await session.client.makePotentialLeads({ accountIds: [...chosen] }, key)).made);
			setChosen(new Set());
			done();
		} catch (caught) {
			setFault(caught as CourtsideError);
		} finally {
			setKey(crypto.randomUUID());
			setBusy(false);
		}
	};
	const mayWrite = me.permissions.includes("leads:write");
	return (
		<section aria-labelledby="potential-untapped" className="stack-tight">
			<h2 id="potential-untapped">{t("potential.untapped")}</h2>
			<p>{t("potential.untappedSays", { n: untappedTotal })}</p>
			{mayWrite && (
				<div className="row">
					<Button appearance="primary" disabled={busy || chosen.size === 0} onClick={() => void make()}>
						{t("potential.makeLeads", { n: chosen.size })}
					</Button>
				</div>
			)}
			{made !== null && (
				<StateNotice
					state="note"
					title={t("potential.leadsMade", { made })}
					action={<Link to="/leads?source=White%20space">{t("nav.leads")}</Link>}
				/>
			)}
			{fault && <FaultNotice fault={fault} />}
			<DataTable
				caption={t("potential.untapped")}
				rows={untapped.slice(0, 25)}
				rowKey={(row) => row.account.id}
				columns={[
					{
						key: "name",
						header: t("nav.accounts"),
						cell: ({ account, hasLead }) => (
							<span className="untapped-name">
								{mayWrite && (
									<Checkbox
										aria-label={t("potential.pick", { name: account.name })}
										checked={chosen.has(account.id)}
										disabled={hasLead}
										onChange={(_, data) => choose(account.id, data.checked === true)}
									/>
								)}
								<span>
									<Link to={`/accounts/${account.id}`} data-row-link>
										{account.name}
									</Link>
									{hasLead && <span className="cs-sub">{t("potential.hasLead")}</span>}
								</span>
							</span>
						),
					},
					{
						key: "size",
						header: t("potential.size2"),
						figure: true,
						cell: (row) => (row.employees === null ? "–" : formatNumber(row.employees, locale)),
					},
					{
						key: "spend",
						header: t("potential.spend"),
						figure: true,
						narrow: false,
						cell: (row) => (row.spend === null ? "–" : formatMoney(readMoney(row.spend), locale, { compact: true })),
					},
					{ key: "owner", header: t("potential.owner"), narrow: false, cell: (row) => row.owner?.name ?? "–" },
				]}
			/>
		</section>
	);
}
