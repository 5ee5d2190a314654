import { useSpeech } from "../../kit/kit-words.tsx";
import { Page } from "../page-frame.tsx";
import { ChangeList } from "../people/change-list.tsx";
import { IdentityList } from "../people/identity-list.tsx";
import { PeopleList } from "../people/people-list.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, usePlace } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../people/people.css";

/** Who is who: names and accounts that fit nobody for certain first, then everyone. */
export function PeoplePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const everyone = usePlace().query.get("view") === "everyone";
	const counts = useLoad(
		"identity-counts",
		() => session.client.identityCounts(),
		(e) => e.type === "people.changed" || e.type === "import.finished" || e.type === "import.undone",
	);
	const changes = useLoad(
		"people-changes",
		() => session.client.peopleChanges(),
		(e) => e.type === "people.changed",
	);
	const anew = () => {
		counts.reload();
		changes.reload();
	};
	return (
		<Page
			title={t("people.title")}
			heading={counts.data ? t("people.finding", { waiting: counts.data.unmatched }) : t("people.title")}
		>
			<p className="page-sub cs-muted">{t("people.says")}</p>
			<nav className="grains" aria-label={t("people.views")}>
				<Link to="/people" aria-current={everyone ? undefined : "page"}>
					{t("people.view.accounts")}
				</Link>
				<Link to="/people?view=everyone" aria-current={everyone ? "page" : undefined}>
					{t("people.view.people")}
				</Link>
			</nav>
			{everyone ? <PeopleList /> : <IdentityList changed={anew} />}
			{changes.data && <ChangeList changes={changes.data.items.slice(0, 10)} undone={anew} />}
		</Page>
	);
}
