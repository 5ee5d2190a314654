import type { ListedPersonJson } from "../../../core/contract/identities.ts";
import { peopleTable } from "../../../core/contract/tables/people-table.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";

/** Everyone, by name, with what they hold. */
export function PeopleList() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const view = useTableView(peopleTable);
	const list = useList<ListedPersonJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.peoplePage({ ...view.asked, ...(cursor ? { cursor } : {}) } as object),
		one: (id) => session.client.person(id).then(({ person }) => person),
		hears: (e) => e.type === "people.changed" || e.type === "import.finished" || e.type === "import.undone",
	});
	const looks = {
		name: {
			cell: (row: ListedPersonJson) => (
				<>
					<Link to={`/people/${row.id}`} data-row-link>
						{row.name}
					</Link>
					<span className="cs-sub">
						{[
							row.email,
							row.leftOn && t("people.leftOn", { when: formatDay(row.leftOn, locale) }),
							row.waits && t("people.waits"),
						]
							.filter(Boolean)
							.join(" · ")}
					</span>
				</>
			),
		},
	};
	return (
		<LongTable
			view={view}
			list={list}
			looks={looks}
			count={(total, more) => t("people.count", { count: total, shown: formatNumber(total, locale), more })}
			none={<StateNotice state="empty" title={t("people.none")} />}
		/>
	);
}
