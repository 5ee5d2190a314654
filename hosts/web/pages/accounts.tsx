import type { AccountJson } from "../../../core/contract/customers.ts";
import { accountTable } from "../../../core/contract/tables/account-table.ts";
import { formatCountry } from "../../../core/words/format-country.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";

/** The customers one may see. */
export function AccountsPage() {
	const speech = useSpeech();
	const { t, locale } = speech;
	const { session } = usePortal();
	const view = useTableView(accountTable);
	const list = useList<AccountJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.accounts({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: async (id) => (await session.client.account(id)).account,
		hears: (e) => e.type === "import.finished" || e.type === "import.undone",
	});
	return (
		<Page title={t("nav.accounts")}>
			<LongTable
				view={view}
				list={list}
				looks={looksOf(speech)}
				count={(total, more) => t("account.count", { count: total, shown: formatNumber(total, locale), more })}
				none={
					<StateNotice
						state="empty"
						title={view.isFiltered ? t("account.noneMatch") : t("account.none")}
						action={view.isFiltered ? undefined : <BringData />}
					/>
				}
			/>
		</Page>
	);
}

function looksOf({ t, locale }: Speech): Looks<AccountJson> {
	return {
		name: {
			cell: (account) => (
				<>
					<Link to={`/accounts/${account.id}`} data-row-link>
						{account.name}
					</Link>
					<span className="cs-sub">{[account.domain, account.parent?.name].filter(Boolean).join(" · ")}</span>
				</>
			),
		},
		owner: { cell: (account) => account.owner?.name ?? t("deal.noOwner") },
		country: { cell: (account) => (account.country ? formatCountry(account.country, locale) : "–") },
		openDeals: { narrow: true },
	};
}
