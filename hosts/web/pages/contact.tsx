import type { ContactPageJson } from "../../../core/contract/customers.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Fact } from "../deal-facts.tsx";
import { DealsOfAccount } from "../deals-of-account.tsx";
import { ActivityList, HistoryList } from "../happenings.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** One person at a customer: how to reach them, what was done with them, and their company's deals. */
export function ContactPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const page = useLoad(id, () => session.client.contact(id));
	const { contact, account } = page.data ?? {};
	return (
		<Page
			title={contact?.name ?? t("contact.one")}
			heading={contact && <bdi>{contact.name}</bdi>}
			above={
				account ? (
					<Link to={`/accounts/${account.id}`}>{account.name}</Link>
				) : (
					<Link to="/accounts">{t("nav.accounts")}</Link>
				)
			}
		>
			{contact && <p className="page-sub cs-muted">{[contact.title, account?.name].filter(Boolean).join(" · ")}</p>}
			<Loading of={page} lines={10}>
				{(data) => (
					<div className="columns columns-deal">
						<div className="stack">
							<ActivityList activities={data.activities} none={t("account.noActivities")} />
							{data.account && <DealsOfAccount deals={data.deals} accountId={data.account.id} />}
						</div>
						<div className="stack">
							<Facts page={data} />
							<HistoryList title={t("account.history")} history={data.history} />
						</div>
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Facts({ page: { contact, account } }: { page: ContactPageJson }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="facts-title" className="facts">
			<h2 id="facts-title">{t("deal.facts")}</h2>
			<dl className="facts-list">
				<Fact name={t("lead.title")}>{contact.title ?? "–"}</Fact>
				<Fact name={t("account.name")}>
					{account ? <Link to={`/accounts/${account.id}`}>{account.name}</Link> : "–"}
				</Fact>
				<Fact name={t("lead.email")}>
					{contact.email ? <a href={`mailto:${encodeURIComponent(contact.email)}`}>{contact.email}</a> : "–"}
				</Fact>
				<Fact name={t("lead.phone")}>{contact.phone ?? "–"}</Fact>
			</dl>
		</section>
	);
}
