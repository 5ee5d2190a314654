import { useCallback, useEffect, useMemo, useState } from "react";
import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import type { PanelWatchJson } from "../../../core/contract/panel.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { openLiveLine } from "../../kit/live/live-line.ts";
import { LivePanel } from "../../kit/live/live-panel.tsx";
import { useElapsed, useLiveLine } from "../../kit/live/use-live-line.ts";
import { Skeleton, StateNotice } from "../../kit/state-notice.tsx";
import { BriefPart } from "./brief-part.tsx";
import { usePanel } from "./panel-context.tsx";
import { SharePart } from "./share-part.tsx";
import { SpeechPart } from "./speech-part.tsx";
import { SummaryPart } from "./summary-part.tsx";
import type { MeetingHint } from "./teams.ts";
import { useAnswer } from "./use-answer.ts";

const HOST = "teams";

/** The meeting around the frame, as ours; null in the answer where Teams tells of none. */
export function useMeetingAround() {
	const { client, teams } = usePanel();
	return useAnswer("around", async (): Promise<{ meetingId: string; hint: MeetingHint } | null> => {
		const hint = (await teams?.meeting()) ?? null;
		if (!hint) return null;
		const { key, title, startsAt } = hint;
		const given = { host: HOST, key, ...(title && { title }), ...(startsAt && { startsAt }) };
		return { meetingId: (await client.openPanelMeeting(given)).meetingId, hint };
	});
}

/** The panel beside a meeting: before it the brief, during it the coach, after it what it came to. */
export function SidePanel() {
	const { t } = useSpeech();
	const { client } = usePanel();
	const around = useMeetingAround();
	const meetingId = around.data?.meetingId ?? null;
	// A sample that is played, or a bot that came, makes another brief of it.
	const brief = useAnswer<MeetingBriefJson | null>(
		`brief/${meetingId}`,
		async () => (meetingId ? client.meetingBrief(meetingId) : null),
		4000,
	);
	const fault = around.fault ?? (brief.data ? null : brief.fault);
	if (fault)
		return (
			<main className="panel-page">
				<h1>{t("panel.title")}</h1>
				<StateNotice state="error" title={t("live.cannot")}>
					<p>{fault.message}</p>
				</StateNotice>
			</main>
		);
	if (!around.data || !meetingId || !brief.data) return <Skeleton lines={8} />;
	return <Meeting meetingId={meetingId} hint={around.data.hint} brief={brief.data} isStale={brief.fault !== null} />;
}

function Meeting(props: { meetingId: string; hint: MeetingHint; brief: MeetingBriefJson; isStale: boolean }) {
	const { meetingId, hint, brief, isStale } = props;
	const { t } = useSpeech();
	const { client, teams } = usePanel();
	const [fault, setFault] = useState<string | null>(null);
	const [watch, setWatch] = useState<PanelWatchJson | null>(null);
	const onFault = useCallback(({ message }: Error) => setFault(message), []);
	const line = useMemo(
		() => openLiveLine({ origin: location.origin, ticket: () => client.liveTicket(meetingId), refused: onFault }),
		[client, meetingId, onFault],
	);
	useEffect(() => () => line.close(), [line]);
	useEffect(() => {
		const { joinUrl } = hint;
		if (!joinUrl || !teams) return;
		teams
			.token()
			.then((token) => client.watchPanelMeeting(meetingId, { host: HOST, token, joinUrl }))
			.then(setWatch, () => setWatch({ state: "failed", until: null }));
	}, [client, teams, hint, meetingId]);
	const { state } = useLiveLine(line);
	const elapsed = useElapsed(line);
	const isOver = state.status?.isEnded ?? (brief.state === "processing" || brief.state === "ready");
	const hasBegun = elapsed !== null || state.words.length > 0;
	return (
		<main className="panel-page">
			<h1 dir="auto">{brief.title}</h1>
			{(fault || isStale) && (
				<p className="panel-warn" role="alert">
					{fault ?? t("panel.gate.away")}
				</p>
			)}
			<SpeechPart
				meetingId={meetingId}
				brief={brief}
				line={line}
				watch={watch}
				joinUrl={hint.joinUrl}
				onFault={onFault}
			>
				{isOver && <SummaryPart meetingId={meetingId} />}
				{!isOver && hasBegun && <LivePanel line={line} onFault={onFault} />}
				{!isOver && hasBegun && <SharePart meetingId={meetingId} line={line} />}
				{!isOver && !hasBegun && <BriefPart brief={brief} />}
			</SpeechPart>
		</main>
	);
}
