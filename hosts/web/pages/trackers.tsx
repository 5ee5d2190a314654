import { Button, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import type { TrackerJson, TrackerTrialJson } from "../../../core/contract/coaching.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/meetings.css";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { useLoad } from "../use-load.ts";

/** What meetings are listened to for: by words or by examples, tried on past meetings before it goes live. */
export function TrackersPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"trackers",
		() => session.client.trackers(),
		(e) => e.type === "coaching.changed",
	);
	const live = loaded.data?.items.filter(({ state }) => state === "on").length ?? 0;
	return (
		<Page
			title={t("trackers.title")}
			heading={loaded.data ? t("trackers.heading", { count: live }) : t("trackers.title")}
			above={<MeetingWays />}
		>
			<div className="stack">
				<NewTracker done={loaded.reload} />
				<Loading of={loaded} lines={6}>
					{({ items }) =>
						items.length === 0 ? (
							<StateNotice state="empty" title={t("trackers.none")}>
								<p>{t("trackers.noneSays")}</p>
							</StateNotice>
						) : (
							<ul className="meeting-lines">
								{items.map((tracker) => (
									<TrackerLine key={tracker.id} tracker={tracker} done={loaded.reload} />
								))}
							</ul>
						)
					}
				</Loading>
			</div>
		</Page>
	);
}

function NewTracker({ done }: { done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [name, setName] = useState("");
	const [kind, setKind] = useState<"keywords" | "examples">("keywords");
	const [side, setSide] = useState<"any" | "rep" | "customer">("any");
	const [text, setText] = useState("");
	const deed = useDeed();
	const lines = text
		.split(kind === "keywords" ? /[,\n]/ : /\n/)
		.map((line) => line.trim())
		.filter((line) => line !== "");
	return (
		<form
			className="form"
			onSubmit={(e) => {
				e.preventDefault();
				deed.run(
					() =>
						session.client.createTracker({
							name,
							kind,
							side,
							...(kind === "keywords" ? { keywords: lines } : { examples: lines }),
						}),
					() => {
						setName("");
						setText("");
						done();
					},
				);
			}}
		>
			<Field label={t("trackers.name")}>
				<Input value={name} onChange={(_, { value }) => setName(value)} required maxLength={80} />
			</Field>
			<Field label={t("trackers.how")}>
				<Select value={kind} onChange={(_, { value }) => setKind(value as typeof kind)}>
					<option value="keywords">{t("trackers.byWords")}</option>
					<option value="examples">{t("trackers.byExamples")}</option>
				</Select>
			</Field>
			<Field label={t("trackers.whose")}>
				<Select value={side} onChange={(_, { value }) => setSide(value as typeof side)}>
					{(["any", "customer", "rep"] as const).map((one) => (
						<option key={one} value={one}>
							{t(`trackers.side.${one}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t(kind === "keywords" ? "trackers.words" : "trackers.examples")}>
				<Textarea rows={4} value={text} onChange={(_, { value }) => setText(value)} required />
			</Field>
			<Button type="submit" disabled={deed.busy}>
				{t("trackers.add")}
			</Button>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}

function TrackerLine({ tracker, done }: { tracker: TrackerJson; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [trial, setTrial] = useState<TrackerTrialJson | null>(null);
	const deed = useDeed();
	const { measured } = trial?.tracker ?? tracker;
	const attempt = () => deed.run(async () => setTrial(await session.client.tryTracker(tracker.id)));
	const judge = (hit: TrackerTrialJson["hits"][number], isRight: boolean) =>
		deed.run(async () => {
			const after = await session.client.judgeHit(tracker.id, {
				meetingId: hit.meetingId,
				segmentId: hit.segmentId,
				isRight,
			});
			setTrial(
				(now) => now && { tracker: after, hits: now.hits.map((one) => (one === hit ? { ...one, isRight } : one)) },
			);
		});
	const turn = (state: "on" | "off") =>
		deed.run(() => session.client.updateTracker(tracker.id, { state, version: tracker.version }), done);
	const percent = (value: number): string => formatPercent(value, locale);
	return (
		<li>
			<strong>{tracker.name}</strong> <span className="cs-muted">{t(`trackers.state.${tracker.state}`)}</span>
			<span className="cs-sub">{(tracker.kind === "keywords" ? tracker.keywords : tracker.examples).join(" · ")}</span>
			{measured && (
				<p>
					{t("trackers.measured", { hits: measured.hits, meetings: measured.meetings })}{" "}
					{measured.precision
						? t("trackers.precision", {
								value: percent(measured.precision.value),
								low: percent(measured.precision.low),
								high: percent(measured.precision.high),
								n: measured.judged,
							})
						: t("trackers.notJudged")}
				</p>
			)}
			<div className="meeting-line-tools">
				<Button
					size="small"
					disabled={deed.busy}
					onClick={attempt}
					aria-label={`${t("trackers.try")}: ${tracker.name}`}
				>
					{t("trackers.try")}
				</Button>
				<Button
					size="small"
					disabled={deed.busy}
					onClick={() => turn(tracker.state === "on" ? "off" : "on")}
					aria-label={`${t(tracker.state === "on" ? "trackers.off" : "trackers.on")}: ${tracker.name}`}
				>
					{t(tracker.state === "on" ? "trackers.off" : "trackers.on")}
				</Button>
				<Button
					size="small"
					disabled={deed.busy}
					onClick={() => deed.run(() => session.client.deleteTracker(tracker.id), done)}
					aria-label={`${t("trackers.remove")}: ${tracker.name}`}
				>
					{t("trackers.remove")}
				</Button>
			</div>
			{trial && (
				<ul className="meeting-lines">
					{trial.hits.map((hit) => (
						<li key={`${hit.meetingId}${hit.segmentId}`}>
							<span className="cs-sub">{[hit.title, hit.speaker].filter(Boolean).join(" · ")}</span>
							<p dir="auto">{hit.text}</p>
							<div className="meeting-line-tools">
								<Button
									size="small"
									appearance={hit.isRight === true ? "primary" : "secondary"}
									disabled={deed.busy}
									onClick={() => judge(hit, true)}
								>
									{t("trackers.right")}
								</Button>
								<Button
									size="small"
									appearance={hit.isRight === false ? "primary" : "secondary"}
									disabled={deed.busy}
									onClick={() => judge(hit, false)}
								>
									{t("trackers.wrong")}
								</Button>
							</div>
						</li>
					))}
				</ul>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</li>
	);
}
