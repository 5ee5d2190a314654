import type { AccountPageJson } from "../../../core/contract/customers.ts";
import { formatCountry } from "../../../core/words/format-country.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Fact } from "../deal-facts.tsx";
import { DealsOfAccount } from "../deals-of-account.tsx";
import { ActivityList, HistoryList } from "../happenings.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** One customer: their deals and people, what was done with them, and what is known of them. */
export function AccountPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const page = useLoad(
		id,
		() => session.client.account(id),
		(e) => e.entity === "deal" || e.type === "import.finished",
	);
	const account = page.data?.account;
	return (
		<Page
			title={account?.name ?? t("account.name")}
			heading={account && <bdi>{account.name}</bdi>}
			above={<Link to="/accounts">{t("nav.accounts")}</Link>}
		>
			{account && (
				<p className="page-sub cs-muted">
					{t("account.finding", {
						open: account.openDeals,
						won: account.wonDeals,
						owner: account.owner?.name ?? t("deal.noOwner"),
					})}
				</p>
			)}
			<Loading of={page} lines={10}>
				{(data) => (
					<div className="columns columns-deal">
						<div className="stack">
							<DealsOfAccount deals={data.deals} accountId={id} />
							<ActivityList activities={data.activities} none={t("account.noActivities")} />
						</div>
						<div className="stack">
							<Facts page={data} />
							<People page={data} />
							<HistoryList title={t("account.history")} history={data.history} />
						</div>
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Facts({ page: { account, assigned } }: { page: AccountPageJson }) {
	const { t, locale, now } = useSpeech();
	const today = new Date(now()).toISOString().slice(0, 10);
	return (
		<section aria-labelledby="facts-title" className="facts">
			<h2 id="facts-title">{t("deal.facts")}</h2>
			<dl className="facts-list">
				<Fact name={t("deal.owner")}>{account.owner?.name ?? t("deal.noOwner")}</Fact>
				{assigned && (
					<Fact name={t("account.assigned")}>
						{assigned.to ?? t("routing.waits")}
						<span className="cs-sub">{assigned.text}</span>
					</Fact>
				)}
				<Fact name={t("account.domain")}>{account.domain ?? "–"}</Fact>
				<Fact name={t("lead.industry")}>{account.industry ?? "–"}</Fact>
				<Fact name={t("lead.country")}>{account.country ? formatCountry(account.country, locale) : "–"}</Fact>
				<Fact name={t("lead.employees")}>
					{account.employees === null ? "–" : formatNumber(account.employees, locale)}
				</Fact>
				{account.annualRevenue && (
					<Fact name={t("account.revenue")}>{formatMoney(readMoney(account.annualRevenue), locale)}</Fact>
				)}
				{account.parent && (
					<Fact name={t("account.parent")}>
						<Link to={`/accounts/${account.parent.id}`}>{account.parent.name}</Link>
					</Fact>
				)}
				<Fact name={t("deal.created")}>{formatDay(account.createdAt.slice(0, 10), locale, today)}</Fact>
			</dl>
		</section>
	);
}

function People({ page: { contacts } }: { page: AccountPageJson }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="people-title">
			<h2 id="people-title">{t("account.people")}</h2>
			{contacts.length === 0 && <p className="cs-muted">{t("account.noPeople")}</p>}
			<ul className="happenings">
				{contacts.map((contact) => (
					<li key={contact.id}>
						<span>
							<Link to={`/contacts/${contact.id}`}>{contact.name}</Link>
							<span className="cs-sub">{[contact.title, contact.email].filter(Boolean).join(" · ")}</span>
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}
