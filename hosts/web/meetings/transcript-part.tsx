import { Button, Textarea } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { MeetingPageJson, MeetingTranscriptJson } from "../../../core/contract/meeting-page.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { clockText } from "./clock-text.ts";

type Turn = MeetingTranscriptJson["segments"][number];

/** What was said, by turns. `here` is the one that is looked at: where there is a recording, it is played from there. */
export function TranscriptPart(props: {
	page: MeetingPageJson;
	transcript: MeetingTranscriptJson;
	here: string | null;
	mayChange: boolean;
	changed: (next: MeetingTranscriptJson) => void;
}) {
	const { t } = useSpeech();
	const { page, transcript, here, mayChange, changed } = props;
	const [editing, setEditing] = useState<string | null>(null);
	const turn = transcript.segments.find(({ segmentId }) => segmentId === here);
	return (
		<section aria-labelledby="said-title" className="meeting-said" tabIndex={-1}>
			<h2 id="said-title">{t("meetings.said")}</h2>
			{page.recordings[0] && <Sound recordingId={page.recordings[0].id} from={turn?.startSec ?? null} />}
			{transcript.segments.map((segment) => (
				<div
					key={segment.segmentId}
					id={`turn-${segment.segmentId}`}
					tabIndex={-1}
					className={`meeting-turn${segment.side === "rep" ? " meeting-turn-rep" : ""}${segment.segmentId === here ? " meeting-turn-here" : ""}`}
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
					</p>
					{editing === segment.segmentId ? (
						<TurnForm transcript={transcript} segment={segment} changed={changed} close={() => setEditing(null)} />
					) : (
						<p dir="auto">{segment.text}</p>
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

/** The recording, fetched once it is asked for. */
function Sound({ recordingId, from }: { recordingId: string; from: number | null }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [url, setUrl] = useState<string | null>(null);
	const sound = useRef<HTMLAudioElement>(null);
	const deed = useDeed();
	useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
	useEffect(() => {
		const { current } = sound;
		if (from === null || !current) return;
		current.currentTime = from;
		void current.play().catch(() => {});
	}, [from]);
	if (url === null)
		return (
			<Button
				size="small"
				disabled={deed.busy}
				onClick={() =>
					deed.run(async () => setUrl(URL.createObjectURL(await session.client.recordingFile(recordingId))))
				}
			>
				{t("meetings.listen")}
			</Button>
		);
	return (
		// biome-ignore lint/a11y/useMediaCaption: the transcript stands below it
		<audio ref={sound} controls src={url} aria-label={t("meetings.listen")} />
	);
}
