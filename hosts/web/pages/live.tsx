import { useEffect, useMemo, useState } from "react";
import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { type LiveLine, openLiveLine } from "../../kit/live/live-line.ts";
import { LivePanel } from "../../kit/live/live-panel.tsx";
import { useElapsed, useLiveLine } from "../../kit/live/use-live-line.ts";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Captions } from "../live/captions.tsx";
import { LiveBrief } from "../live/live-brief.tsx";
import { LiveControls } from "../live/live-controls.tsx";
import { LiveNotes } from "../live/live-notes.tsx";
import "../live/live-page.css";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** A meeting while it goes on: before it the brief, during it the coach, after it the way to what it came to. */
export function LivePage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		`live/${id}`,
		() => session.client.meetingBrief(id),
		(e) => e.entity === "meeting" && e.entityId === id,
	);
	const title = loaded.data?.title ?? t("live.title");
	return (
		<Page title={title} above={<Link to="/meetings">{t("live.all")}</Link>}>
			<Loading of={loaded} lines={8}>
				{(brief) => <LiveMeeting id={id} brief={brief} />}
			</Loading>
		</Page>
	);
}

function LiveMeeting({ id, brief }: { id: string; brief: MeetingBriefJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<string | null>(null);
	const line = useMemo(
		() =>
			openLiveLine({
				origin: location.origin,
				ticket: () => session.client.liveTicket(id),
				refused: ({ message }) => setFault(message),
			}),
		[id, session],
	);
	useEffect(() => () => line.close(), [line]);
	return (
		<>
			{fault && (
				<StateNotice state="error" title={t("live.cannot")}>
					<p>{fault}</p>
				</StateNotice>
			)}
			<LiveBody id={id} brief={brief} line={line} onFault={({ message }) => setFault(message)} />
		</>
	);
}

function LiveBody(props: { id: string; brief: MeetingBriefJson; line: LiveLine; onFault: (fault: Error) => void }) {
	const { id, brief, line, onFault } = props;
	const { t } = useSpeech();
	const { state } = useLiveLine(line);
	const elapsed = useElapsed(line);
	const hasBegun = elapsed !== null || state.words.length > 0;
	const isOver = state.status?.isEnded ?? false;
	return (
		<div className="live-page" data-begun={hasBegun}>
			{isOver && (
				<StateNotice
					state="note"
					title={t("live.over")}
					action={<Link to={`/meetings/${id}`}>{t("live.toSummary")}</Link>}
				/>
			)}
			{!isOver && <LiveControls brief={brief} line={line} hasBegun={hasBegun} onFault={onFault} />}
			{!hasBegun && !isOver && <LiveBrief brief={brief} />}
			{(hasBegun || isOver) && (
				<div className="live-columns">
					<LivePanel line={line} onFault={onFault} />
					<div className="live-side">
						{!isOver && brief.source !== "sample" && <Captions line={line} onFault={onFault} />}
						<LiveNotes line={line} onFault={onFault} />
					</div>
				</div>
			)}
		</div>
	);
}
