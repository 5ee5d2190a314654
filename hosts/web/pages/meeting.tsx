import { Button } from "@fluentui/react-components";
import { useCallback, useState } from "react";
import type {
	MeetingPageJson,
	MeetingSummaryJson,
	MeetingTranscriptJson,
} from "../../../core/contract/meeting-page.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ActionList } from "../meetings/action-list.tsx";
import { clockText } from "../meetings/clock-text.ts";
import { DealOfMeeting } from "../meetings/deal-of-meeting.tsx";
import { EmailDraft } from "../meetings/email-draft.tsx";
import { FoundList } from "../meetings/found-list.tsx";
import { MeetingTools } from "../meetings/meeting-tools.tsx";
import "../meetings/meetings.css";
import { MoodLine } from "../meetings/mood-line.tsx";
import { AdviceList, Criteria, Moments, Slots, Takeaways } from "../meetings/summary-parts.tsx";
import { type Moment, TranscriptPart } from "../meetings/transcript-part.tsx";
import { WhoIsWho } from "../meetings/who-is-who.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { type Loaded, useLoad } from "../use-load.ts";

/** What a meeting is shown with, and where its page looks. */
interface Held {
	page: MeetingPageJson;
	summary: MeetingSummaryJson;
	transcript: MeetingTranscriptJson;
}

/** One meeting: what it came to, each thing beside the words it rests on. */
export function MeetingPage({ id }: { id: string }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		`meeting/${id}`,
		async (): Promise<Held> => {
			const [page, summary, transcript] = await Promise.all([
				session.client.meeting(id),
				session.client.meetingSummary(id),
				session.client.meetingTranscript(id),
			]);
			return { page, summary, transcript };
		},
		(e) => e.entityId === id,
	);
	const page = loaded.data?.page;
	const sub = page && [
		formatInstant(Date.parse(page.startsAt), locale, zone),
		page.durationSec === null ? null : clockText(page.durationSec),
		t(`meetingKind.${page.kind}`),
		page.customerName ?? page.account?.name,
		page.owner?.name,
		loaded.data?.summary.score?.text.value,
	];
	return (
		<Page
			title={page?.title ?? t("meetings.one")}
			above={<Link to="/meetings">{t("meetings.title")}</Link>}
			actions={page && <MeetingTools page={page} reload={loaded.reload} />}
		>
			{sub && <p className="page-sub cs-muted">{sub.filter(Boolean).join(" · ")}</p>}
			<Loading of={loaded} lines={12}>
				{(held) => <MeetingContent held={held} loaded={loaded} />}
			</Loading>
		</Page>
	);
}

function MeetingContent({ held, loaded }: { held: Held; loaded: Loaded<Held> }) {
	const { t } = useSpeech();
	const mayChange = useMe().permissions.includes("meetings:write");
	const { page, summary, transcript } = held;
	const [here, setHere] = useState<Moment | null>(null);
	const goTo = useCallback((segmentId: string | undefined) => {
		if (segmentId === undefined) return;
		setHere({ segmentId });
		const turn = document.getElementById(`turn-${segmentId}`);
		turn?.scrollIntoView({ block: "center" });
		turn?.focus({ preventScroll: true });
	}, []);
	const put = (next: Partial<Held>) => loaded.put({ ...held, ...next });
	const waiting = page.steps.filter(({ state }) => state === "waiting" || state === "running");
	const said = {
		meetingId: page.id,
		summary,
		goTo,
		mayChange,
		changed: (next: MeetingSummaryJson) => put({ summary: next }),
	};
	return (
		<div className="stack">
			{waiting.length > 0 && page.state !== "planned" && (
				<Progress text={waiting[0]?.label ?? ""} done={page.steps.length - waiting.length} total={page.steps.length} />
			)}
			{page.steps
				.filter(({ text }) => text !== "")
				.map(({ step, label, text, state }) => (
					<p key={step} className={state === "failed" ? "cs-amber" : "cs-muted"}>
						{label}: {text}
					</p>
				))}
			<DealOfMeeting page={page} mayChange={mayChange} changed={(next) => put({ page: next })} />
			{transcript.segments.length === 0 ? (
				<StateNotice state="empty" title={t("meetings.noWords")}>
					<p>{page.recordings[0]?.text ?? t("meetings.noWordsSays")}</p>
				</StateNotice>
			) : (
				<div className="meeting-halves">
					<div className="stack">
						<WhoIsWho transcript={transcript} mayChange={mayChange} changed={(next) => put({ transcript: next })} />
						{summary.withheld && <p className="cs-muted">{summary.withheld}</p>}
						<Takeaways {...said} />
						<ActionList {...said} page={page} />
						<section aria-labelledby="stats-title">
							<h2 id="stats-title">{t("meeting.part.stats")}</h2>
							<dl className="meeting-stats">
								{summary.stats.map(({ code, label, text, isGood }) => (
									<div key={code}>
										<dt>{label}</dt>
										<dd>
											{text} {isGood === true ? <span aria-hidden="true">✓</span> : null}
										</dd>
									</div>
								))}
							</dl>
						</section>
						<div className="columns">
							<AdviceList title={t("meeting.part.wentWell")} list={summary.wentWell} goTo={goTo} />
							<AdviceList title={t("meeting.part.improve")} list={summary.improve} goTo={goTo} />
						</div>
						<div className="columns">
							<AdviceList title={t("meeting.part.now")} list={summary.now} goTo={goTo} />
							<AdviceList title={t("meeting.part.next")} list={summary.next} goTo={goTo} />
						</div>
						{summary.email && <EmailDraft {...said} />}
						{summary.score && (
							<section aria-labelledby="score-title" className="stack-tight">
								<h2 id="score-title">{t("meeting.part.criteria")}</h2>
								<NumberCard view={summary.score} form="long" heading={0} hasBar={false} />
								<Criteria criteria={summary.criteria} goTo={goTo} />
							</section>
						)}
						{summary.confidence && (
							<section aria-labelledby="confidence-title">
								<h2 id="confidence-title">{t("meetings.confidence")}</h2>
								<NumberCard view={summary.confidence} form="short" heading={0} />
							</section>
						)}
						<MoodLine journey={summary.sentiment} />
						<Moments moments={summary.moments} goTo={goTo} />
						<Slots slots={summary.slots} goTo={goTo} />
						<FoundList {...said} />
						<details className="cs-more">
							<summary>{t("kit.how")}</summary>
							<p>{summary.how}</p>
						</details>
					</div>
					<TranscriptPart
						page={page}
						transcript={transcript}
						here={here}
						mayChange={mayChange}
						changed={(next) => put({ transcript: next })}
					/>
				</div>
			)}
			{page.state === "planned" && mayChange && (
				<Button as="a" href={`/live/${page.id}`} appearance="primary">
					{t("meetings.start")}
				</Button>
			)}
		</div>
	);
}
