import { useState } from "react";
import type { TeamAnalyticsJson } from "../../../core/contract/coaching.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/team-coaching.css";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What a team's meetings came to: means over its people, and where most is to be won. Nobody's score stands alone. */
export function TeamCoachingPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [chosen, setChosen] = useState<string | null>(null);
	const teams = useLoad("team-coaching/teams", async () => {
		const { items } = await session.client.teams();
		const isLed = (id: string | null): boolean => {
			const team = items.find((one) => one.id === id);
			return team !== undefined && (team.managerId === me.id || isLed(team.parentId));
		};
		// Who sees everybody sees every team; others those that they lead and what is beneath.
		const led = items.filter(({ id }) => isLed(id));
		return led.length > 0 || !["executive", "admin"].includes(me.role) ? led : items;
	});
	const teamId = chosen ?? teams.data?.[0]?.id ?? null;
	return (
		<Page title={t("teamCoaching.title")} above={<MeetingWays />}>
			<Loading of={teams} lines={8}>
				{(items) =>
					teamId === null ? (
						<StateNotice state="empty" title={t("teamCoaching.noTeam")}>
							<p>{t("teamCoaching.noTeamSays")}</p>
						</StateNotice>
					) : (
						<div className="stack">
							{items.length > 1 && (
								<label className="row">
									{t("teamCoaching.team")}
									<select value={teamId} onChange={(e) => setChosen(e.target.value)}>
										{items.map(({ id, name }) => (
											<option key={id} value={id}>
												{name}
											</option>
										))}
									</select>
								</label>
							)}
							<Team key={teamId} id={teamId} />
						</div>
					)
				}
			</Loading>
		</Page>
	);
}

function Team({ id }: { id: string }) {
	const { session } = usePortal();
	const loaded = useLoad(
		`team-coaching/${id}`,
		() => session.client.teamAnalytics(id),
		(e) => e.type === "meeting.ready",
	);
	return (
		<Loading of={loaded} lines={8}>
			{(team) => <TeamNumbers team={team} />}
		</Loading>
	);
}

function TeamNumbers({ team }: { team: TeamAnalyticsJson }) {
	const { t, locale, zone } = useSpeech();
	const points = (value: number): string => formatNumber(Math.round(value * 10) / 10, locale);
	const judged = team.criteria.flatMap((c) => (c.value === null ? [] : [{ ...c, value: c.value }]));
	const [weakest] = [...judged].sort((a, b) => a.value - b.value);
	if (team.meetings === 0)
		return (
			<StateNotice state="empty" title={t("teamCoaching.noMeetings")}>
				<p>{t("teamCoaching.noMeetingsSays")}</p>
			</StateNotice>
		);
	return (
		<section aria-labelledby="team-finding" className="stack-tight">
			<h2 id="team-finding">
				{weakest ? t("teamCoaching.finding", { name: weakest.label, value: points(weakest.value) }) : team.team.name}
			</h2>
			<dl className="team-facts">
				<div>
					<dt>{t("teamCoaching.meetings")}</dt>
					<dd>{t("teamCoaching.meetingsOf", { count: team.meetings, people: team.people })}</dd>
				</div>
				<div>
					<dt>{t("teamCoaching.time")}</dt>
					<dd>{t("teamCoaching.hours", { hours: formatNumber(team.minutes / 60, locale, 1) })}</dd>
				</div>
				<div>
					<dt>{t("meetings.score")}</dt>
					<dd>
						{team.score === null ? "–" : t("teamCoaching.scoreOf", { value: points(team.score), count: team.scored })}
					</dd>
				</div>
				<div>
					<dt>{t("teamCoaching.won")}</dt>
					<dd>
						{team.winRate === null
							? t("teamCoaching.noneDecided")
							: t("teamCoaching.wonOf", {
									share: formatPercent(team.winRate, locale),
									won: team.won,
									decided: team.decided,
								})}
					</dd>
				</div>
			</dl>
			{judged.length === 0 ? (
				<StateNotice state="note" title={t("teamCoaching.tooFew")}>
					<p>{t("teamCoaching.tooFewSays")}</p>
				</StateNotice>
			) : (
				<DataTable
					caption={t("teamCoaching.criteria")}
					rows={judged}
					rowKey={(c) => c.code}
					columns={[
						{ key: "what", header: t("meetings.criterion"), cell: (c) => c.label },
						{
							key: "bar",
							narrow: false,
							header: t("teamCoaching.outOfTen"),
							cell: (c) => (
								<span className="team-bar" aria-hidden="true">
									<span style={{ inlineSize: `${c.value * 10}%` }} />
								</span>
							),
						},
						{ key: "value", header: t("teamCoaching.mean"), figure: true, cell: (c) => points(c.value) },
						{ key: "n", header: t("teamCoaching.meetings"), figure: true, cell: (c) => formatNumber(c.n, locale) },
					]}
				/>
			)}
			<p className="cs-muted">
				{t("teamCoaching.private")} {t("teamCoaching.asOf", { at: formatInstant(Date.parse(team.asOf), locale, zone) })}
			</p>
		</section>
	);
}
