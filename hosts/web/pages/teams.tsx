import { Button } from "@fluentui/react-components";
import type { TeamNodeJson } from "../../../core/contract/teams.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { NewTeam, TeamDetail } from "../team-detail.tsx";
import { orderedTree } from "../team-tree.ts";
import { useLoad } from "../use-load.ts";
import "./teams.css";

/** The teams as a tree; the one that is chosen stands beside it, with its people. */
export function TeamsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const chosen = place.query.get("team");
	const teams = useLoad(
		"teams",
		() => session.client.teams(),
		(e) => e.type === "people.changed",
	);
	const mayWrite = me.permissions.includes("people:write");
	const choose = (team: string | null) => navigate(withQuery(place, { team }), { replace: true });
	return (
		<Page
			title={t("teams.title")}
			above={<SettingsWays />}
			actions={
				mayWrite && (
					<Button appearance="primary" onClick={() => choose("new")}>
						{t("teams.add")}
					</Button>
				)
			}
		>
			<p className="page-sub cs-muted">{t("teams.says")}</p>
			<Loading of={teams}>
				{({ items }) => (
					<div className="columns">
						{items.length === 0 ? (
							<StateNotice state="empty" title={t("teams.none")}>
								<p>{t("teams.noneSays")}</p>
							</StateNotice>
						) : (
							<Tree teams={items} chosen={chosen} />
						)}
						{chosen === "new" && mayWrite && <NewTeam teams={items} done={choose} reload={teams.reload} />}
						{chosen && chosen !== "new" && (
							<TeamDetail key={chosen} id={chosen} teams={items} done={choose} reload={teams.reload} />
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Tree({ teams, chosen }: { teams: TeamNodeJson[]; chosen: string | null }) {
	const { t } = useSpeech();
	const place = usePlace();
	return (
		<ul className="team-tree" aria-label={t("teams.title")}>
			{orderedTree(teams).map(({ team, depth }) => (
				<li key={team.id} className={`team-depth-${Math.min(depth, 8)}`}>
					<Link to={withQuery(place, { team: team.id })} aria-current={team.id === chosen ? "true" : undefined}>
						{team.name}
					</Link>
					<span className="cs-sub">
						{t("teams.line", { kind: t(`teamKind.${team.kind}`), count: team.people })}
						{team.managerName && ` · ${t("teams.ledBy", { name: team.managerName })}`}
						{depth > 0 && <span className="cs-unseen"> · {t("teams.depth", { depth })}</span>}
					</span>
				</li>
			))}
		</ul>
	);
}
