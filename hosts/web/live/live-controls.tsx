import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { LiveLine, LiveSaying } from "../../kit/live/live-line.ts";
import { type Sound, type SoundFrom, takeSound } from "../../kit/live/microphone.ts";
import { useLiveKeys } from "../../kit/live/use-live-keys.ts";
import { useLiveLine } from "../../kit/live/use-live-line.ts";
import { Link } from "../router.tsx";

/** Begins, pauses, goes off the record, notes a no, ends: a button and a key each. Recording needs a noted yes first. */
export function LiveControls(props: {
	brief: MeetingBriefJson;
	line: LiveLine;
	hasBegun: boolean;
	onFault: (fault: Error) => void;
}) {
	const { brief, line, hasBegun, onFault } = props;
	const { t } = useSpeech();
	const { state } = useLiveLine(line);
	const sound = useRef<Sound | null>(null);
	const [sourceId] = useState(() => crypto.randomUUID());
	const [isAsking, setAsking] = useState<SoundFrom | null>(null);
	useEffect(() => () => sound.current?.stop(), []);
	const { status } = state;
	const recording = status?.recording ?? "off";
	const say = (saying: LiveSaying) => line.say(saying).catch((fault: Error) => onFault(fault));

	async function record(from: SoundFrom): Promise<void> {
		setAsking(null);
		try {
			const taken = await takeSound(
				from,
				() => line.elapsedSec() ?? 0,
				(channel, startSec, pcm) => line.audio({ channel, startSec, pcm }),
				() => void stop(),
			);
			sound.current?.stop();
			sound.current = taken;
			await line.say({ type: "recording:start", sourceId, channels: taken.channels });
		} catch (fault) {
			sound.current?.stop();
			sound.current = null;
			const isRefused = (fault as Error).name === "NotAllowedError" || (fault as Error).name === "NotFoundError";
			onFault(isRefused ? new Error(t("live.noMicrophone")) : (fault as Error));
		}
	}
	async function stop(): Promise<void> {
		sound.current?.stop();
		sound.current = null;
		await say({ type: "recording:pause" });
	}
	const begin = (from: SoundFrom) => {
		if (status?.needsConsent && status.consent !== "given") setAsking(from);
		else void record(from);
	};
	const agree = async (how: "said" | "notice") => {
		if (!isAsking) return;
		await say({ type: "consent:record", answer: "given", how });
		await record(isAsking);
	};
	const decline = async () => {
		setAsking(null);
		sound.current?.stop();
		sound.current = null;
		await say({ type: "consent:record", answer: "declined", how: "said" });
	};
	const end = async () => {
		sound.current?.stop();
		sound.current = null;
		await say({ type: "meeting:end" });
	};
	const pause = () =>
		void say({ type: recording === "paused" || recording === "off-record" ? "recording:resume" : "recording:pause" });
	const offRecord = () => void say({ type: "recording:off-record" });
	useLiveKeys(hasBegun ? { p: pause, o: offRecord, x: () => void decline(), e: () => void end() } : {});

	if (brief.source === "sample")
		return (
			<p className="live-note">
				{t("live.sample")}{" "}
				<Button size="small" onClick={() => void end()}>
					{t("live.end")}
				</Button>
			</p>
		);
	return (
		<div className="live-controls">
			{isAsking && (
				<fieldset className="live-consent" aria-label={t("live.consentAsk")}>
					<p>{brief.consentNotice ?? t("live.consentSay")}</p>
					<Button appearance="primary" onClick={() => void agree("said")}>
						{t("live.agreed")}
					</Button>
					<Button onClick={() => void decline()}>{t("live.declined")}</Button>
				</fieldset>
			)}
			{!isAsking && recording !== "declined" && !sound.current && brief.hasSpeech && (
				<div className="live-begin">
					{/* Whether everyone must be asked first is known once the line is there. */}
					<Button appearance="primary" disabled={!status} onClick={() => begin("microphone-and-tab")}>
						{t("live.beginBoth")}
					</Button>
					<Button disabled={!status} onClick={() => begin("microphone")}>
						{t("live.beginRoom")}
					</Button>
				</div>
			)}
			{!hasBegun && !isAsking && (
				<div className="live-begin">
					{!brief.hasSpeech && <p className="live-note">{t("live.noSpeech")}</p>}
					<Button
						appearance={brief.hasSpeech ? "secondary" : "primary"}
						onClick={() => void say({ type: "meeting:start", source: "captions" })}
					>
						{t("live.beginCaptions")}
					</Button>
					{!brief.hasSpeech && <Link to="/meetings">{t("live.elsewise")}</Link>}
				</div>
			)}
			{hasBegun && (
				<div className="live-keys">
					{recording !== "declined" && (
						<>
							<Button aria-keyshortcuts="P" onClick={pause}>
								{t(recording === "paused" || recording === "off-record" ? "live.resume" : "live.pause")}
							</Button>
							<Button aria-keyshortcuts="O" onClick={offRecord} disabled={recording === "off-record"}>
								{t("live.offRecord")}
							</Button>
							<Button aria-keyshortcuts="X" onClick={() => void decline()}>
								{t("live.declined")}
							</Button>
						</>
					)}
					<Button aria-keyshortcuts="E" onClick={() => void end()}>
						{t("live.end")}
					</Button>
					<details>
						<summary>{t("live.keys")}</summary>
						<p className="cs-muted">{t("live.keysSay")}</p>
					</details>
				</div>
			)}
			{recording === "off-record" && <p className="live-note">{t("live.offRecordSays")}</p>}
			{recording === "declined" && <p className="live-note">{t("live.declinedSays")}</p>}
			{status?.words === "down" && <p className="live-note">{t("live.downSays")}</p>}
		</div>
	);
}
