import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { Skeleton } from "../../kit/state-notice.tsx";
import { MeetingPage } from "./meeting-tab.tsx";
import { usePanel } from "./panel-context.tsx";
import { useAnswer } from "./use-answer.ts";

/** The personal tab: whether one makes it, one's meetings, one's coaching. A link into it may name a meeting. */
export function Home({ subPage }: { subPage: string | null }) {
	const { t } = useSpeech();
	const [meetingId, setMeeting] = useState(/^meeting\/([\w-]{36})$/.exec(subPage ?? "")?.[1] ?? null);
	if (meetingId)
		return (
			<>
				<p className="panel-back">
					<Button appearance="subtle" onClick={() => setMeeting(null)}>
						{t("panel.back")}
					</Button>
				</p>
				<MeetingPage meetingId={meetingId} />
			</>
		);
	return <Mine onMeeting={setMeeting} />;
}

function Mine({ onMeeting }: { onMeeting(id: string): void }) {
	const { t, locale, zone } = useSpeech();
	const { client, me, teams } = usePanel();
	const home = useAnswer("home", () => client.home());
	const meetings = useAnswer("meetings", () => client.meetings({ ownerId: me.id, limit: 8 }));
	const coaching = useAnswer("coaching", () => client.myCoaching());
	if (!home.data && !home.fault) return <Skeleton lines={8} />;
	const focus = coaching.data?.focus;
	return (
		<main className="panel-page panel-wide">
			<h1>{home.data?.answer ?? t("panel.title")}</h1>
			<div className="panel-columns">
				<section>
					<h2>{t("panel.forecast")}</h2>
					{home.data?.forecast ? (
						<NumberCard view={home.data.forecast.view} form="short" heading={0} />
					) : (
						<p className="cs-muted">{home.fault?.message ?? t("panel.noForecast")}</p>
					)}
					<ul>
						{home.data?.next.slice(0, 3).map(({ text, why, about }) => (
							<li key={text} dir="auto">
								<button
									type="button"
									className="panel-link"
									onClick={() =>
										void teams?.open(`${location.origin}/${about.entity === "lead" ? "leads" : "deals"}/${about.id}`)
									}
								>
									{text}
								</button>
								<span className="cs-muted"> {why}</span>
							</li>
						))}
					</ul>
				</section>
				<section>
					<h2>{t("panel.meetings")}</h2>
					{meetings.data?.items.length === 0 && <p className="cs-muted">{t("panel.noMeetings")}</p>}
					<ul>
						{meetings.data?.items.map(({ id, title, startsAt, score }) => (
							<li key={id}>
								<button type="button" className="panel-link" dir="auto" onClick={() => onMeeting(id)}>
									{title}
								</button>
								<span className="cs-muted">
									{" "}
									{formatInstant(Date.parse(startsAt), locale, zone)}
									{score?.text.value && ` · ${score.text.value}`}
								</span>
							</li>
						))}
					</ul>
				</section>
				<section>
					<h2>{t("panel.coaching")}</h2>
					{focus ? (
						<>
							<p>
								<strong>{focus.label}</strong> <bdi>{formatNumber(Math.round(focus.value * 10) / 10, locale)}</bdi> / 10{" "}
								<span className="cs-muted">{t("panel.overMeetings", { count: focus.n })}</span>
							</p>
							<p dir="auto">{focus.advice}</p>
						</>
					) : (
						<p className="cs-muted">{t("panel.noCoaching")}</p>
					)}
				</section>
			</div>
		</main>
	);
}
