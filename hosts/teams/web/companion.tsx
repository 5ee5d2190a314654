import { useCallback, useEffect, useMemo, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { openLiveLine } from "../../kit/live/live-line.ts";
import { LivePanel } from "../../kit/live/live-panel.tsx";
import { Skeleton } from "../../kit/state-notice.tsx";
import { Gate } from "./gate.tsx";
import { usePanel } from "./panel-context.tsx";
import { SpeechPart } from "./speech-part.tsx";
import { useAnswer } from "./use-answer.ts";

/** The window of the browser that listens for the panel: microphone and the call's tab, a channel each. */
export function Companion() {
	const { client } = usePanel();
	const meetingId = new URLSearchParams(location.search).get("meeting") ?? "";
	const brief = useAnswer(`brief/${meetingId}`, () => client.meetingBrief(meetingId));
	const { t } = useSpeech();
	const [fault, setFault] = useState<string | null>(null);
	const onFault = useCallback(({ message }: Error) => setFault(message), []);
	const line = useMemo(
		() => openLiveLine({ origin: location.origin, ticket: () => client.liveTicket(meetingId), refused: onFault }),
		[client, meetingId, onFault],
	);
	useEffect(() => () => line.close(), [line]);
	useEffect(() => history.replaceState(null, "", location.pathname + location.search), []);
	if (brief.fault) return <Gate kind="elsewhere" reason={brief.fault.message} />;
	if (!brief.data) return <Skeleton lines={6} />;
	return (
		<main className="panel-page panel-wide">
			<h1 dir="auto">{brief.data.title}</h1>
			<p>{t("panel.companionSays")}</p>
			{fault && (
				<p className="panel-warn" role="alert">
					{fault}
				</p>
			)}
			<SpeechPart meetingId={meetingId} brief={brief.data} line={line} watch={null} joinUrl={null} onFault={onFault}>
				<LivePanel line={line} onFault={onFault} />
			</SpeechPart>
		</main>
	);
}
