import { Button, Textarea } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { MeetingPageJson, MeetingTranscriptJson } from "../../../core/contract/meeting-page.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { clockText } from "./clock-text.ts";
import { MeetingSound } from "./meeting-sound.tsx";
import { ShareMoment } from "./share-moment.tsx";

/** A turn that is gone to; anew each time, also to the same. */
export interface Moment {
	segmentId: string;
}

type Turn = MeetingTranscriptJson["segments"][number];

/** What was said, by turns. `here` is the one that is looked at: where there is a recording, it is played from there. */
export function TranscriptPart(props: {
	page: MeetingPageJson;
	transcript: MeetingTranscriptJson;
	here: Moment | null;
	mayChange: boolean;
	changed: (next: MeetingTranscriptJson) => void;
}) {
	const { t } = useSpeech();
	const { page, transcript, here, mayChange, changed } = props;
	const [editing, setEditing] = useState<string | null>(null);
	const [sharing, setSharing] = useState<string | null>(null);
	const { segments } = transcript;
	// biome-ignore lint/correctness/useExhaustiveDependencies: other words are no reason to play again
	const from = useMemo(() => {
		const turn = here && segments.find(({ segmentId }) => segmentId === here.segmentId);
		return turn ? { sec: turn.startSec } : null;
	}, [here]);
	return (
		<section aria-labelledby="said-title" className="meeting-said" tabIndex={-1}>
			<h2 id="said-title">{t("meetings.said")}</h2>
			{page.recordings[0] && <MeetingSound recordingId={page.recordings[0].id} from={from} />}
			{transcript.segments.map((segment) => (
				<div
					key={segment.segmentId}
					id={`turn-${segment.segmentId}`}
					tabIndex={-1}
					className={`meeting-turn${segment.side === "rep" ? " meeting-turn-rep" : ""}${segment.segmentId === here?.segmentId ? " meeting-turn-here" : ""}`}
				>
					<p className="meeting-turn-who">
						<strong>{segment.speaker ?? t("meetingSide.unknown")}</strong>
						<span className="cs-figure">{clockText(segment.startSec)}</span>
						{segment.isEdited && <span>{t("meetings.edited")}</span>}
						{mayChange && editing !== segment.segmentId && (
							<Button
								size="small"
								appearance="subtle"
								onClick={() => setEditing(segment.segmentId)}
								aria-label={t("meetings.editAt", { at: clockText(segment.startSec) })}
							>
								{t("meetings.edit")}
							</Button>
						)}
						{mayChange && page.isMine && sharing !== segment.segmentId && (
							<Button
								size="small"
								appearance="subtle"
								onClick={() => setSharing(segment.segmentId)}
								aria-label={t("meetings.shareAt", { at: clockText(segment.startSec) })}
							>
								{t("meetings.shareMoment")}
							</Button>
						)}
					</p>
					{editing === segment.segmentId ? (
						<TurnForm transcript={transcript} segment={segment} changed={changed} close={() => setEditing(null)} />
					) : (
						<p dir="auto">{segment.text}</p>
					)}
					{sharing === segment.segmentId && (
						<ShareMoment meetingId={page.id} segmentId={segment.segmentId} close={() => setSharing(null)} />
					)}
				</div>
			))}
		</section>
	);
}

function TurnForm(props: {
	transcript: MeetingTranscriptJson;
	segment: Turn;
	changed: (next: MeetingTranscriptJson) => void;
	close: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { transcript, segment, changed, close } = props;
	const [text, setText] = useState(segment.text);
	const [speakerId, setSpeakerId] = useState(segment.speakerId);
	const deed = useDeed();
	const save = () =>
		deed.run(async () => {
			const body = {
				rev: segment.rev,
				...(text === segment.text ? {} : { text }),
				...(speakerId === segment.speakerId ? {} : { speakerId }),
			};
			changed(await session.client.editSegment(transcript.meetingId, segment.segmentId, body));
			close();
		});
	return (
		<div className="stack-tight">
			<Textarea
				rows={3}
				value={text}
				resize="vertical"
				aria-label={t("meetings.words")}
				onChange={(_, d) => setText(d.value)}
			/>
			<select
				value={speakerId ?? ""}
				aria-label={t("meetings.speaker")}
				onChange={(e) => setSpeakerId(e.target.value || null)}
			>
				<option value="">{t("meetingSide.unknown")}</option>
				{transcript.participants
					.filter((p) => p.speakerId !== null)
					.map((p) => (
						<option key={p.id} value={p.speakerId ?? ""}>
							{p.name}
						</option>
					))}
			</select>
			<div className="row">
				<Button appearance="primary" size="small" disabled={deed.busy} onClick={save}>
					{t("meetings.save")}
				</Button>
				<Button size="small" onClick={close}>
					{t("kit.cancel")}
				</Button>
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</div>
	);
}
