import { Button, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import type { MeetingSummaryJson } from "../../../core/contract/meeting-page.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Skeleton, StateNotice } from "../../kit/state-notice.tsx";
import { usePanel } from "./panel-context.tsx";
import { useAnswer } from "./use-answer.ts";

const LOOK_MS = 2500;

/** After the meeting: what it came to, the next steps, and the e-mail as a draft. Nothing is sent from here. */
export function SummaryPart({ meetingId }: { meetingId: string }) {
	const { t } = useSpeech();
	const { client } = usePanel();
	const [isReady, setReady] = useState(false);
	const page = useAnswer(
		`meeting/${meetingId}`,
		async () => {
			const meeting = await client.meeting(meetingId);
			setReady(meeting.state === "ready");
			return meeting;
		},
		isReady ? null : LOOK_MS,
	);
	const summary = useAnswer(`summary/${meetingId}/${isReady}`, () => client.meetingSummary(meetingId));
	if (!page.data || !summary.data) return <Skeleton lines={6} />;
	return (
		<div className="panel-summary">
			{!isReady && <StateNotice state="note" title={t("panel.after.making")} />}
			<Takeaways meetingId={meetingId} summary={summary.data} put={summary.put} mayChange={page.data.isMine} />
			<Steps meetingId={meetingId} summary={summary.data} put={summary.put} />
			<FollowUp meetingId={meetingId} summary={summary.data} put={summary.put} />
		</div>
	);
}

interface Part {
	meetingId: string;
	summary: MeetingSummaryJson;
	put(summary: MeetingSummaryJson): void;
}

function Takeaways({ meetingId, summary, put, mayChange }: Part & { mayChange: boolean }) {
	const { t } = useSpeech();
	const { client } = usePanel();
	const [text, setText] = useState<string | null>(null);
	const [fault, setFault] = useState<string | null>(null);
	const save = () => {
		const takeaways = (text ?? "")
			.split("\n")
			.map((line) => line.trim())
			.filter((line) => line !== "");
		client.writeMeetingText(meetingId, "summary", { takeaways, version: summary.summaryVersion }).then(
			(written) => {
				put(written);
				setText(null);
				setFault(null);
			},
			({ message }: Error) => setFault(message),
		);
	};
	return (
		<section>
			<h2>{t("panel.after.summary")}</h2>
			{text === null ? (
				<>
					{summary.takeaways.length === 0 && <p className="cs-muted">{t("panel.after.nothing")}</p>}
					<ul>
						{[...new Set(summary.takeaways.map((one) => one.text))].map((text) => (
							<li key={text} dir="auto">
								{text}
							</li>
						))}
					</ul>
					{mayChange && summary.takeaways.length > 0 && (
						<Button size="small" onClick={() => setText(summary.takeaways.map((one) => one.text).join("\n"))}>
							{t("meetings.edit")}
						</Button>
					)}
				</>
			) : (
				<>
					<Textarea
						rows={8}
						resize="vertical"
						value={text}
						aria-label={t("panel.after.summary")}
						onChange={(_, { value }) => setText(value)}
					/>
					<div className="panel-row">
						<Button appearance="primary" onClick={save}>
							{t("meetings.save")}
						</Button>
						<Button onClick={() => setText(null)}>{t("kit.cancel")}</Button>
					</div>
				</>
			)}
			{fault && <p className="panel-warn">{fault}</p>}
		</section>
	);
}

function Steps({ meetingId, summary, put }: Part) {
	const { t, locale } = useSpeech();
	const { client } = usePanel();
	const [fault, setFault] = useState<string | null>(null);
	const open = summary.actions.filter(({ status }) => status !== "dismissed");
	const toPlan = (actionId: string) =>
		client.makeMeetingTask(meetingId, actionId).then(put, ({ message }: Error) => setFault(message));
	return (
		<section>
			<h2>{t("panel.steps")}</h2>
			{open.length === 0 && <p className="cs-muted">{t("live.noActions")}</p>}
			<ul className="panel-steps">
				{open.map((action) => (
					<li key={action.id} dir="auto">
						{action.text}{" "}
						<span className="cs-muted">
							{t(`live.owner.${action.owner}`)}
							{action.dueOn && ` · ${t("live.by", { day: formatDay(action.dueOn, locale) })}`}
						</span>
						{action.isTask ? (
							<span className="cs-muted"> · {t("panel.after.inPlan")}</span>
						) : (
							<Button size="small" onClick={() => void toPlan(action.id)}>
								{t("panel.after.toPlan")}
							</Button>
						)}
					</li>
				))}
			</ul>
			{fault && <p className="panel-warn">{fault}</p>}
		</section>
	);
}

function FollowUp({ meetingId, summary, put }: Part) {
	const { t } = useSpeech();
	const { client, teams } = usePanel();
	const { email } = summary;
	const [text, setText] = useState<string | null>(null);
	const [copied, setCopied] = useState(false);
	if (!email) return null;
	const to = email.to.map(encodeURIComponent).join(",");
	const mail = `mailto:${to}?subject=${encodeURIComponent(email.subject)}&body=${encodeURIComponent(email.body)}`;
	const save = () =>
		client
			.writeMeetingText(meetingId, "email", { subject: email.subject, body: text ?? "", version: email.version })
			.then((written) => {
				put(written);
				setText(null);
			});
	return (
		<section>
			<h2>{t("panel.after.followUp")}</h2>
			<p>
				<strong>
					<bdi>{email.subject}</bdi>
				</strong>
			</p>
			{text === null ? (
				<p className="panel-mail" dir="auto">
					{email.body}
				</p>
			) : (
				<Textarea
					rows={10}
					resize="vertical"
					value={text}
					aria-label={t("panel.after.followUp")}
					onChange={(_, { value }) => setText(value)}
				/>
			)}
			<div className="panel-row">
				{text === null ? (
					<>
						<Button appearance="primary" onClick={() => void (teams?.open(mail) ?? Promise.resolve(window.open(mail)))}>
							{t("panel.after.openDraft")}
						</Button>
						<Button onClick={() => setText(email.body)}>{t("meetings.edit")}</Button>
						<Button
							onClick={() =>
								void navigator.clipboard.writeText(`${email.subject}\n\n${email.body}`).then(() => setCopied(true))
							}
						>
							{t(copied ? "meetings.copied" : "meetings.copy")}
						</Button>
					</>
				) : (
					<>
						<Button appearance="primary" onClick={() => void save()}>
							{t("meetings.save")}
						</Button>
						<Button onClick={() => setText(null)}>{t("kit.cancel")}</Button>
					</>
				)}
			</div>
			<p className="cs-muted">{t("panel.after.neverSent")}</p>
		</section>
	);
}
