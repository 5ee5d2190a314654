import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/** The recording, fetched once it is asked for or a moment of it is gone to; `from` anew plays from there. */
export function MeetingSound({ recordingId, from }: { recordingId: string; from: { sec: number } | null }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [url, setUrl] = useState<string | null>(null);
	const sound = useRef<HTMLAudioElement>(null);
	const deed = useDeed();
	const { run } = deed;
	const fetchIt = () => run(async () => setUrl(URL.createObjectURL(await session.client.recordingFile(recordingId))));
	useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: a moment that is gone to, or sound that has come
	useEffect(() => {
		if (from === null) return;
		const { current } = sound;
		if (!current) {
			fetchIt();
			return;
		}
		current.currentTime = from.sec;
		void current.play().catch(() => {});
	}, [from, url]);
	return (
		<>
			{url === null ? (
				<Button size="small" disabled={deed.busy} onClick={fetchIt}>
					{t("meetings.listen")}
				</Button>
			) : (
				// biome-ignore lint/a11y/useMediaCaption: the transcript stands below it
				<audio ref={sound} controls src={url} aria-label={t("meetings.listen")} />
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}
