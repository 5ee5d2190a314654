import { useSpeech } from "../../kit/kit-words.tsx";
import { Skeleton, StateNotice } from "../../kit/state-notice.tsx";
import { BriefPart } from "./brief-part.tsx";
import { usePanel } from "./panel-context.tsx";
import { useMeetingAround } from "./side-panel.tsx";
import { SummaryPart } from "./summary-part.tsx";
import { useAnswer } from "./use-answer.ts";

/** The tab in a meeting's chat and details. Each person has their own: only verified people of ours come so far. */
export function MeetingTab() {
	const around = useMeetingAround();
	const { t } = useSpeech();
	if (around.fault)
		return (
			<main className="panel-page panel-wide">
				<h1>{t("panel.title")}</h1>
				<StateNotice state="error" title={t("live.cannot")}>
					<p>{around.fault.message}</p>
				</StateNotice>
			</main>
		);
	return around.data ? <MeetingPage meetingId={around.data.meetingId} /> : <Skeleton lines={8} />;
}

/** A meeting by itself: its brief before, its summary after. */
export function MeetingPage({ meetingId }: { meetingId: string }) {
	const { client } = usePanel();
	const { t } = useSpeech();
	const brief = useAnswer(`brief/${meetingId}`, () => client.meetingBrief(meetingId));
	if (brief.fault)
		return (
			<main className="panel-page panel-wide">
				<h1>{t("panel.title")}</h1>
				<StateNotice state="error" title={t("live.cannot")}>
					<p>{brief.fault.message}</p>
				</StateNotice>
			</main>
		);
	if (!brief.data) return <Skeleton lines={8} />;
	const isAfter = brief.data.state === "ready" || brief.data.state === "processing";
	return (
		<main className="panel-page panel-wide">
			<h1 dir="auto">{brief.data.title}</h1>
			<p className="cs-muted">{t("panel.onlyYou")}</p>
			{isAfter ? <SummaryPart meetingId={meetingId} /> : <BriefPart brief={brief.data} />}
		</main>
	);
}
