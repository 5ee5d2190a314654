import { Button, Checkbox, Field, Input, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { MeetingActionJson, MeetingPageJson } from "../../../core/contract/meeting-page.ts";
import { ACTION_OWNERS } from "../../../core/model/meeting.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { type Deed, useDeed } from "../room/use-deed.ts";
import { QuoteButton } from "./quote-button.tsx";
import type { SummaryPart } from "./summary-parts.tsx";

/** Who does what by when: finished, corrected, given to somebody else, dismissed, made a task of the deal. */
export function ActionList(props: SummaryPart & { page: MeetingPageJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { meetingId, summary, mayChange, changed } = props;
	const deed = useDeed();
	const [text, setText] = useState("");
	const add = () =>
		deed.run(async () => {
			changed(await session.client.addMeetingAction(meetingId, { text }));
			setText("");
		});
	const shown = summary.actions.filter(({ status }) => status !== "dismissed");
	return (
		<section aria-labelledby="actions-title" className="stack-tight">
			<h2 id="actions-title">{t("meetings.actions", { count: shown.filter((a) => a.status !== "done").length })}</h2>
			<ul className="meeting-lines">
				{shown.map((action) => (
					<ActionLine key={action.id} {...props} action={action} deed={deed} />
				))}
			</ul>
			{mayChange && (
				<form
					className="row"
					onSubmit={(e) => {
						e.preventDefault();
						if (text.trim() !== "") add();
					}}
				>
					<Input
						value={text}
						onChange={(_, d) => setText(d.value)}
						aria-label={t("meetings.addAction")}
						placeholder={t("meetings.addAction")}
					/>
					<Button type="submit" disabled={deed.busy}>
						{t("meetings.add")}
					</Button>
				</form>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</section>
	);
}

function ActionLine(props: SummaryPart & { page: MeetingPageJson; action: MeetingActionJson; deed: Deed }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { meetingId, page, action, mayChange, goTo, changed, deed } = props;
	const [editing, setEditing] = useState(false);
	const edit = (body: Parameters<typeof session.client.editMeetingAction>[2]) =>
		deed.run(async () => changed(await session.client.editMeetingAction(meetingId, action.id, body)));
	const due = action.dueOn ? formatDay(action.dueOn, locale) : action.dueWords;
	return (
		<li>
			<div className="row">
				<Checkbox
					checked={action.status === "done"}
					disabled={!mayChange || deed.busy}
					aria-label={t("meetings.doneOf", { text: action.text })}
					onChange={(_, d) => edit({ status: d.checked === true ? "done" : "open" })}
				/>
				<span className={action.status === "done" ? "meeting-done" : undefined}>
					<bdi>{action.text}</bdi>
					<span className="cs-sub">
						{[action.ownerName ?? t(`meetingOwner.${action.owner}`), due].filter(Boolean).join(" · ")}
					</span>
				</span>
			</div>
			{editing && <ActionForm action={action} close={() => setEditing(false)} save={edit} />}
			<div className="meeting-line-tools">
				<QuoteButton quote="" segmentIds={action.segmentIds} goTo={goTo} />
				{mayChange && !editing && (
					<>
						<Button size="small" onClick={() => setEditing(true)} aria-label={`${t("meetings.edit")}: ${action.text}`}>
							{t("meetings.edit")}
						</Button>
						<Button
							size="small"
							disabled={deed.busy}
							onClick={() => edit({ status: "dismissed" })}
							aria-label={`${t("meetings.dismiss")}: ${action.text}`}
						>
							{t("meetings.dismiss")}
						</Button>
						{page.deal && !action.isTask && (
							<Button
								size="small"
								disabled={deed.busy}
								aria-label={`${t("meetings.makeTask")}: ${action.text}`}
								onClick={() =>
									deed.run(async () => changed(await session.client.makeMeetingTask(meetingId, action.id)))
								}
							>
								{t("meetings.makeTask")}
							</Button>
						)}
						{action.isTask && <span className="cs-muted">{t("meetings.isTask")}</span>}
					</>
				)}
			</div>
		</li>
	);
}

function ActionForm(props: {
	action: MeetingActionJson;
	close: () => void;
	save: (body: { text?: string; owner?: MeetingActionJson["owner"]; dueOn?: string | null }) => void;
}) {
	const { t } = useSpeech();
	const { action, close, save } = props;
	const [text, setText] = useState(action.text);
	const [owner, setOwner] = useState(action.owner);
	const [dueOn, setDueOn] = useState(action.dueOn ?? "");
	return (
		<form
			className="form"
			onSubmit={(e) => {
				e.preventDefault();
				save({
					...(text === action.text ? {} : { text }),
					...(owner === action.owner ? {} : { owner }),
					...(dueOn === (action.dueOn ?? "") ? {} : { dueOn: dueOn || null }),
				});
				close();
			}}
		>
			<Field label={t("meetings.what")}>
				<Input value={text} onChange={(_, { value }) => setText(value)} required maxLength={1000} />
			</Field>
			<Field label={t("meetings.who")}>
				<Select value={owner} onChange={(_, { value }) => setOwner(value as MeetingActionJson["owner"])}>
					{ACTION_OWNERS.map((one) => (
						<option key={one} value={one}>
							{t(`meetingOwner.${one}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("meetings.until")}>
				<Input type="date" value={dueOn} onChange={(_, { value }) => setDueOn(value)} />
			</Field>
			<div className="row">
				<Button type="submit" appearance="primary">
					{t("meetings.save")}
				</Button>
				<Button onClick={close}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}
