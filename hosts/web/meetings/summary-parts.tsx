import { Button, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import type { MeetingSummaryJson } from "../../../core/contract/meeting-page.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { clockText } from "./clock-text.ts";
import { QuoteButton } from "./quote-button.tsx";

/** What the parts of a summary work with. */
export interface SummaryPart {
	meetingId: string;
	summary: MeetingSummaryJson;
	mayChange: boolean;
	goTo: (segmentId: string | undefined) => void;
	changed: (next: MeetingSummaryJson) => void;
}

/** The few things to take away; a person may write over them. */
export function Takeaways({ meetingId, summary, mayChange, goTo, changed }: SummaryPart) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [text, setText] = useState<string | null>(null);
	const deed = useDeed();
	const save = () =>
		deed.run(async () => {
			const takeaways = (text ?? "")
				.split("\n")
				.map((line) => line.trim())
				.filter((line) => line !== "");
			changed(
				await session.client.writeMeetingText(meetingId, "summary", { version: summary.summaryVersion, takeaways }),
			);
			setText(null);
		});
	return (
		<section aria-labelledby="takeaways-title" className="stack-tight">
			<h2 id="takeaways-title">{t("meeting.part.takeaways")}</h2>
			{text === null ? (
				<>
					{summary.takeaways.length === 0 && <p className="cs-muted">{t("meetings.nothingYet")}</p>}
					<ul className="meeting-lines">
						{summary.takeaways.map((one) => (
							<li key={`${one.segmentIds[0]}${one.text}`}>
								{one.label && <strong>{one.label}: </strong>}
								<bdi>{one.text}</bdi>
								{one.segmentIds.length > 0 && (
									<div className="meeting-line-tools">
										<QuoteButton
											quote={one.text === one.quote ? "" : one.quote}
											segmentIds={one.segmentIds}
											goTo={goTo}
										/>
									</div>
								)}
							</li>
						))}
					</ul>
					{mayChange && (
						<div>
							<Button size="small" onClick={() => setText(summary.takeaways.map((one) => one.text).join("\n"))}>
								{t("meetings.edit")}
							</Button>
						</div>
					)}
				</>
			) : (
				<>
					<Textarea
						rows={8}
						value={text}
						aria-label={t("meeting.part.takeaways")}
						onChange={(_, d) => setText(d.value)}
						resize="vertical"
					/>
					<div className="row">
						<Button appearance="primary" disabled={deed.busy} onClick={save}>
							{t("meetings.save")}
						</Button>
						<Button onClick={() => setText(null)}>{t("kit.cancel")}</Button>
					</div>
				</>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</section>
	);
}

/** Advice in one list; nothing where there is none. */
export function AdviceList(props: {
	title: string;
	list: MeetingSummaryJson["now"];
	goTo: (segmentId: string | undefined) => void;
}) {
	const { title, list, goTo } = props;
	if (list.length === 0) return null;
	return (
		<section>
			<h3>{title}</h3>
			<ul className="meeting-lines">
				{list.map(({ code, text, segmentIds }) => (
					<li key={code + text}>
						<bdi>{text}</bdi> <QuoteButton quote="" segmentIds={segmentIds} goTo={goTo} />
					</li>
				))}
			</ul>
		</section>
	);
}

/** What the score looked at, with its reasons. */
export function Criteria({ criteria, goTo }: { criteria: MeetingSummaryJson["criteria"]; goTo: SummaryPart["goTo"] }) {
	const { t, locale } = useSpeech();
	return (
		<DataTable
			caption={t("meeting.part.criteria")}
			rows={criteria}
			rowKey={(c) => c.code}
			columns={[
				{ key: "what", header: t("meetings.criterion"), cell: (c) => c.label },
				{
					key: "value",
					header: t("meetings.ofTen"),
					figure: true,
					cell: (c) => (c.value === null ? "–" : formatNumber(Math.round(c.value * 10) / 10, locale)),
				},
				{
					key: "why",
					header: t("meetings.because"),
					cell: (c) => (
						<>
							{c.text} <QuoteButton quote="" segmentIds={c.segmentIds} goTo={goTo} />
						</>
					),
				},
			]}
		/>
	);
}

/** Moments worth hearing again, in order of time. */
export function Moments({ moments, goTo }: { moments: MeetingSummaryJson["moments"]; goTo: SummaryPart["goTo"] }) {
	const { t } = useSpeech();
	if (moments.length === 0) return null;
	return (
		<section aria-labelledby="moments-title">
			<h2 id="moments-title">{t("meeting.part.moments")}</h2>
			<ol className="meeting-lines">
				{moments.map((m) => (
					<li key={`${m.atSec}${m.kind}`}>
						<span className="cs-figure">{clockText(m.atSec ?? 0)}</span> <strong>{m.label}</strong>{" "}
						<QuoteButton quote={m.quote} segmentIds={m.segmentIds} goTo={goTo} />
					</li>
				))}
			</ol>
		</section>
	);
}

/** What is known of the deal from this meeting, and what is still to be asked. */
export function Slots({ slots, goTo }: { slots: MeetingSummaryJson["slots"]; goTo: SummaryPart["goTo"] }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="slots-title">
			<h2 id="slots-title">{t("meetings.slots")}</h2>
			<DataTable
				caption={t("meetings.slots")}
				rows={slots}
				rowKey={(s) => s.slot}
				columns={[
					{ key: "what", header: t("meetings.criterion"), cell: (s) => s.label },
					{ key: "level", header: t("meetings.known"), cell: (s) => s.levelText },
					{
						key: "words",
						header: t("meetings.words"),
						cell: (s) => (s.quote ? <QuoteButton quote={s.quote} segmentIds={s.segmentIds} goTo={goTo} /> : "–"),
					},
				]}
			/>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				{["MEDDPICC", "BANT", "SPICED"].map((name) => {
					const asked = slots.filter((s) => s.frameworks.includes(name));
					const known = asked.filter((s) => s.level >= 2).length;
					return <p key={name}>{t("meetings.framework", { name, known, all: asked.length })}</p>;
				})}
			</details>
		</section>
	);
}
