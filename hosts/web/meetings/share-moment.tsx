import { Button, Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";

const CRITERIA = [
	...(["talkBalance", "questions", "listening", "objections"] as const),
	...(["discovery", "nextStep", "delivery"] as const),
];

/** Shares one turn of one's own meeting with colleagues as an example, once its rep has said yes to what they will see. */
export function ShareMoment(props: { meetingId: string; segmentId: string; close: () => void }) {
	const { meetingId, segmentId, close } = props;
	const { t, words } = useSpeech();
	const { session } = usePortal();
	const [criterion, setCriterion] = useState<(typeof CRITERIA)[number]>("questions");
	const [note, setNote] = useState("");
	const [agrees, setAgrees] = useState(false);
	const [isShared, setShared] = useState(false);
	const deed = useDeed();
	if (isShared)
		return (
			<p role="status">
				{t("meetings.momentShared")} <Link to="/meetings/coaching">{t("coaching.title")}</Link>
			</p>
		);
	return (
		<form
			className="stack-tight"
			onSubmit={(e) => {
				e.preventDefault();
				const body = { meetingId, segmentId, criterion, ...(note.trim() && { note: note.trim() }) };
				deed.run(
					() => session.client.shareExample(body),
					() => setShared(true),
				);
			}}
		>
			<label className="row">
				{t("meetings.momentShows")}
				<select value={criterion} onChange={(e) => setCriterion(e.target.value as typeof criterion)}>
					{CRITERIA.map((code) => (
						<option key={code} value={code}>
							{words(`coach.criterion.${code}`)}
						</option>
					))}
				</select>
			</label>
			<label className="row">
				{t("meetings.momentNote")}
				<input type="text" maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
			</label>
			<Checkbox
				checked={agrees}
				label={t("meetings.momentConsent")}
				onChange={(_, d) => setAgrees(d.checked === true)}
			/>
			<div className="row">
				<Button type="submit" appearance="primary" size="small" disabled={deed.busy || !agrees}>
					{t("meetings.shareMoment")}
				</Button>
				<Button size="small" onClick={close}>
					{t("kit.cancel")}
				</Button>
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
