import { Button } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import type { PanelWatchJson } from "../../../core/contract/panel.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { LiveLine, LiveSaying } from "../../kit/live/live-line.ts";
import { clock } from "../../kit/live/live-tabs.tsx";
import type { SoundFrom } from "../../kit/live/microphone.ts";
import { useElapsed, useLiveLine } from "../../kit/live/use-live-line.ts";
import { canShareTab, microphonePolicy } from "./listening.ts";
import { usePanel } from "./panel-context.tsx";
import { useSound } from "./use-sound.ts";

/**
 * What is being listened to, with whose consent, and what to do when nothing is. Best first: this page's microphone where
 * the frame's policy allows it, a window of the browser with microphone and call, a bot, Teams' own transcript after.
 */
export function SpeechPart(props: {
	meetingId: string;
	brief: MeetingBriefJson;
	line: LiveLine;
	watch: PanelWatchJson | null;
	/** The link by which people join; null where Teams does not tell it. */
	joinUrl: string | null;
	onFault(fault: Error): void;
	/** What stands between the line above and the buttons that are seldom needed. */
	children?: ReactNode;
}) {
	const { meetingId, brief, line, watch, joinUrl, onFault, children } = props;
	const { t } = useSpeech();
	const { client, teams, me } = usePanel();
	const { state, standing } = useLiveLine(line);
	const elapsed = useElapsed(line);
	const sound = useSound(line, teams?.onLeave);
	const [policy, setPolicy] = useState(microphonePolicy);
	const [asks, setAsks] = useState<SoundFrom | "bot" | null>(null);
	const { status } = state;
	const recording = status?.recording ?? "off";
	const [invited, setInvited] = useState<string | null>(null);
	const coming = invited ?? (brief.bot?.invitedAt ? brief.bot.name : null);
	const say = (saying: LiveSaying) => line.say(saying).catch(onFault);
	const hasWords = state.words.length > 0;
	const isOver = status?.isEnded ?? false;
	const source = sourceOf({
		isOver,
		recording,
		isMine: sound.isOn,
		isSample: brief.source === "sample",
		isBot: brief.source === "bot",
		hasWords,
	});

	async function listen(from: SoundFrom): Promise<void> {
		setAsks(null);
		try {
			await sound.begin(from);
		} catch (fault) {
			if ((fault as Error).name !== "NotAllowedError" && (fault as Error).name !== "NotFoundError")
				return onFault(fault as Error);
			// The policy said yes, or nothing, and still it is not given: the other ways are offered.
			setPolicy("blocked");
		}
	}
	async function invite(): Promise<void> {
		setAsks(null);
		if (joinUrl) setInvited((await client.invitePanelBot(meetingId, { joinUrl })).name);
	}
	const start = (from: SoundFrom | "bot") => (from === "bot" ? invite().catch(onFault) : listen(from));
	// Before the line stands, the brief knows.
	const { needsConsent, consent } = status ?? brief;
	const begin = (from: SoundFrom | "bot") => (needsConsent && consent !== "given" ? setAsks(from) : void start(from));
	const agree = async () => {
		if (!asks) return;
		await say({ type: "consent:record", answer: "given", how: "said" });
		await start(asks);
	};
	const decline = async () => {
		setAsks(null);
		sound.stop();
		await say({ type: "consent:record", answer: "declined", how: "said" });
	};
	const openCompanion = async () => {
		const { code } = await client.beginHandover();
		const url = `${location.origin}/teams/companion?meeting=${meetingId}#${code}`;
		await (teams?.open(url) ?? Promise.resolve(void window.open(url, "_blank", "noopener")));
	};
	return (
		<>
			<section className="panel-speech" aria-label={t("panel.speech")} data-source={source}>
				<p className="panel-source" role="status">
					<strong>{t(`panel.source.${source}` as PageWord)}</strong>
					<span>{t(`live.consent.${consent}`)}</span>
					{recording === "on" && status && status.words !== "idle" && <span>{t(`live.words.${status.words}`)}</span>}
					{elapsed !== null && <bdi>{clock(elapsed)}</bdi>}
				</p>
				{standing === "lost" && <p className="panel-warn">{t("live.line.lost")}</p>}
				{asks && (
					<fieldset className="panel-consent" aria-label={t("live.consentAsk")}>
						<p>{brief.consentNotice ?? t("live.consentSay")}</p>
						<Button appearance="primary" onClick={() => void agree()}>
							{t("live.agreed")}
						</Button>
						<Button onClick={() => void decline()}>{t("live.declined")}</Button>
					</fieldset>
				)}
				{!asks && !isOver && source === "none" && (
					<div className="panel-ways">
						{brief.hasSpeech && recording !== "declined" && (
							<>
								{policy !== "blocked" && (
									<Button
										appearance="primary"
										onClick={() => begin(canShareTab() ? "microphone-and-tab" : "microphone")}
									>
										{t(canShareTab() ? "live.beginBoth" : "panel.listenHere")}
									</Button>
								)}
								{policy === "blocked" && teams && <p>{t("panel.microphoneKept")}</p>}
								{canShareTab() && <Button onClick={() => begin("microphone")}>{t("live.beginRoom")}</Button>}
								{teams && (
									<Button
										appearance={policy === "blocked" ? "primary" : "secondary"}
										onClick={() => void openCompanion().catch(onFault)}
									>
										{t("panel.openCompanion")}
									</Button>
								)}
							</>
						)}
						{!brief.hasSpeech && !brief.bot && <p>{t("panel.noProvider")}</p>}
						{coming ? (
							<p role="status">{t("panel.bot.coming", { name: coming })}</p>
						) : (
							brief.bot &&
							joinUrl &&
							recording !== "declined" && (
								<Button onClick={() => begin("bot")}>{t("panel.bot.invite", { name: brief.bot.name })}</Button>
							)
						)}
						{watch && <p className="cs-muted">{t(`panel.watch.${watch.state}`)}</p>}
						{me.workspace.isDemo && teams && (
							<Button onClick={() => void client.playSampleCall(me.locale ?? "en", meetingId).catch(onFault)}>
								{t("panel.playSample")}
							</Button>
						)}
					</div>
				)}
			</section>
			{children}
			{!isOver && source !== "none" && (
				<div className="panel-keys">
					{sound.isOn && (
						<Button
							size="small"
							onClick={() => void say({ type: recording === "paused" ? "recording:resume" : "recording:pause" })}
						>
							{t(recording === "paused" ? "live.resume" : "live.pause")}
						</Button>
					)}
					{source !== "sample" && (
						<Button size="small" onClick={() => void decline()}>
							{t("live.declined")}
						</Button>
					)}
					<Button
						size="small"
						onClick={() => {
							sound.stop();
							void say({ type: "meeting:end" });
						}}
					>
						{t("live.end")}
					</Button>
				</div>
			)}
		</>
	);
}

/** What is live now, as one word. */
function sourceOf(given: {
	isOver: boolean;
	recording: string;
	isMine: boolean;
	isSample: boolean;
	isBot: boolean;
	hasWords: boolean;
}): "here" | "other" | "bot" | "sample" | "declined" | "words" | "none" | "over" {
	if (given.isOver) return "over";
	if (given.recording === "declined") return "declined";
	if (given.isSample) return "sample";
	if (given.isMine) return "here";
	if (given.recording === "on" || given.recording === "paused") return "other";
	if (given.isBot) return "bot";
	return given.hasWords ? "words" : "none";
}
