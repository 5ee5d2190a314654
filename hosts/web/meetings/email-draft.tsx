import { Button, Input, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import type { SummaryPart } from "./summary-parts.tsx";

/** The follow-up as a draft: read, changed, copied or opened in one's own mail. Nothing is sent from here. */
export function EmailDraft({ meetingId, summary, mayChange, changed }: SummaryPart) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { email } = summary;
	const [text, setText] = useState<{ subject: string; body: string } | null>(null);
	const [copied, setCopied] = useState(false);
	const deed = useDeed();
	if (!email) return null;
	const save = () =>
		deed.run(async () => {
			if (text) changed(await session.client.writeMeetingText(meetingId, "email", { ...text, version: email.version }));
			setText(null);
		});
	const mail = `mailto:${email.to.map(encodeURIComponent).join(",")}?subject=${encodeURIComponent(email.subject)}&body=${encodeURIComponent(email.body)}`;
	return (
		<section aria-labelledby="email-title" className="stack-tight">
			<h2 id="email-title">{t("meeting.part.email")}</h2>
			{text ? (
				<>
					<Input
						value={text.subject}
						aria-label={t("meetings.subject")}
						onChange={(_, d) => setText({ ...text, subject: d.value })}
					/>
					<Textarea
						rows={12}
						value={text.body}
						aria-label={t("meeting.part.email")}
						resize="vertical"
						onChange={(_, d) => setText({ ...text, body: d.value })}
					/>
					<div className="row">
						<Button appearance="primary" disabled={deed.busy} onClick={save}>
							{t("meetings.save")}
						</Button>
						<Button onClick={() => setText(null)}>{t("kit.cancel")}</Button>
					</div>
				</>
			) : (
				<>
					<p>
						<strong>
							<bdi>{email.subject}</bdi>
						</strong>
						{email.to.length > 0 && <span className="cs-sub">{email.to.join(", ")}</span>}
					</p>
					<div className="meeting-email" dir="auto">
						{email.body}
					</div>
					<div className="row">
						<Button
							onClick={() => {
								void navigator.clipboard.writeText(`${email.subject}\n\n${email.body}`).then(() => setCopied(true));
							}}
						>
							{t(copied ? "meetings.copied" : "meetings.copy")}
						</Button>
						<Button as="a" href={mail}>
							{t("meetings.openMail")}
						</Button>
						{mayChange && (
							<Button onClick={() => setText({ subject: email.subject, body: email.body })}>
								{t("meetings.edit")}
							</Button>
						)}
					</div>
				</>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</section>
	);
}
