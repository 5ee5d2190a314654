import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/**
 * The recording, asked for once it is wanted or a moment of it is gone to; `from` anew plays from there. The player
 * fetches what lies around the moment, not the whole.
 */
export function MeetingSound({ recordingId, from }: { recordingId: string; from: { sec: number } | null }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [address, setAddress] = useState<string | null>(null);
	const [hasFailed, setFailed] = useState(false);
	const sound = useRef<HTMLAudioElement>(null);
	const deed = useDeed();
	const { run } = deed;
	const open = () =>
		run(async () => {
			setFailed(false);
			setAddress((await session.client.listenToRecording(recordingId)).path);
		});
	// biome-ignore lint/correctness/useExhaustiveDependencies: a moment that is gone to, or sound that has come
	useEffect(() => {
		if (from === null) return;
		const { current } = sound;
		if (!current) {
			open();
			return;
		}
		current.currentTime = from.sec;
		void current.play().catch(() => {});
	}, [from, address]);
	// Its address holds for some hours: after that, or where the sound is gone, one asks anew.
	const giveUp = () => {
		setAddress(null);
		setFailed(true);
	};
	return (
		<>
			{address === null ? (
				<Button size="small" disabled={deed.busy} onClick={open}>
					{t("meetings.listen")}
				</Button>
			) : (
				// biome-ignore lint/a11y/useMediaCaption: the transcript stands below it
				<audio
					ref={sound}
					controls
					preload="metadata"
					src={address}
					aria-label={t("meetings.listen")}
					onError={giveUp}
				/>
			)}
			{hasFailed && <p role="alert">{t("meetings.soundFailed")}</p>}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}
