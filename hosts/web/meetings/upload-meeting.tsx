import { Button, Checkbox } from "@fluentui/react-components";
import { useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { navigate } from "../router.tsx";

const ACCEPTED = ".vtt,.srt,.txt,.json,.jsonl,.mp3,.m4a,.wav,.ogg,.opus,.flac,.webm,.mp4,.mov";

/** Takes a transcript or a recording in, and goes to its meeting. */
export function UploadMeeting() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const file = useRef<HTMLInputElement>(null);
	const [agreed, setAgreed] = useState(false);
	const deed = useDeed();
	const send = () => {
		const chosen = file.current?.files?.[0];
		if (!chosen) {
			file.current?.click();
			return;
		}
		const form = new FormData();
		form.append("file", chosen);
		deed.run(async () => {
			const taken = await session.client.uploadMeetingFile(form, agreed ? { consent: "true" as never } : {});
			navigate(`/meetings/${taken.meetingId}`);
		});
	};
	return (
		<section aria-labelledby="upload-title" className="stack-tight">
			<h2 id="upload-title">{t("meetings.upload")}</h2>
			<div className="meeting-upload">
				<input ref={file} type="file" accept={ACCEPTED} aria-label={t("meetings.file")} />
				<Checkbox checked={agreed} onChange={(_, d) => setAgreed(d.checked === true)} label={t("meetings.agreed")} />
				<Button appearance="primary" disabled={deed.busy} onClick={send}>
					{t("meetings.send")}
				</Button>
			</div>
			<p className="cs-muted">{t("meetings.uploadSays")}</p>
			{deed.busy && <Progress text={t("meetings.sending")} done={null} total={null} />}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</section>
	);
}
