import { Button } from "@fluentui/react-components";
import type { MeetingTranscriptJson } from "../../../core/contract/meeting-page.ts";
import type { ParticipantJson } from "../../../core/contract/meetings.ts";
import { SIDES } from "../../../core/model/meeting.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/** Who spoke and on whose side; asks where nobody knows, since a wrong side would make every number wrong. */
export function WhoIsWho(props: {
	transcript: MeetingTranscriptJson;
	mayChange: boolean;
	changed: (next: MeetingTranscriptJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { transcript, mayChange, changed } = props;
	const deed = useDeed();
	const speakers = transcript.participants.filter(({ speakerId }) => speakerId !== null);
	const unknown = speakers.filter(({ side }) => side === "unknown").length;
	const change = (who: ParticipantJson, body: { name?: string; side?: ParticipantJson["side"] }) =>
		deed.run(async () => changed(await session.client.editParticipant(transcript.meetingId, who.id, body)));
	const [one, other] = speakers;
	return (
		<details className="cs-more" open={unknown > 0}>
			<summary>
				{unknown > 0
					? t("meetings.whoUnknown", { count: unknown })
					: t("meetings.whoTitle", { count: speakers.length })}
			</summary>
			<ul className="meeting-lines">
				{speakers.map((who) => (
					<li key={who.id} className="row">
						<input
							defaultValue={who.name ?? ""}
							key={`${who.id}${who.name}`}
							disabled={!mayChange || deed.busy}
							aria-label={t("meetings.nameOf", { name: who.name ?? who.speakerId ?? "" })}
							onBlur={(e) => {
								const name = e.target.value.trim();
								if (name !== "" && name !== who.name) change(who, { name });
							}}
						/>
						<select
							value={who.side}
							disabled={!mayChange || deed.busy}
							aria-label={t("meetings.sideOf", { name: who.name ?? who.speakerId ?? "" })}
							onChange={(e) => change(who, { side: e.target.value as ParticipantJson["side"] })}
						>
							{SIDES.map((side) => (
								<option key={side} value={side}>
									{t(`meetingSide.${side}`)}
								</option>
							))}
						</select>
					</li>
				))}
			</ul>
			{mayChange && speakers.length === 2 && one && other && (
				<Button
					size="small"
					disabled={deed.busy}
					onClick={() =>
						deed.run(async () => changed(await session.client.swapParticipants(transcript.meetingId, one.id, other.id)))
					}
				>
					{t("meetings.swap")}
				</Button>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</details>
	);
}
