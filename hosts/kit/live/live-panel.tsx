import { useState } from "react";
import { useSpeech } from "../kit-words.tsx";
import type { LiveLine } from "./live-line.ts";
import "./live.css";
import { LiveStrip } from "./live-strip.tsx";
import { clock, LIVE_TABS, type LiveTab, LiveTabs } from "./live-tabs.tsx";
import { LiveTip, type TipDeeds } from "./live-tip.tsx";
import { useLiveKeys } from "./use-live-keys.ts";
import { useElapsed, useLiveLine } from "./use-live-line.ts";

/**
 * The coach beside a meeting, from 280 px on: how the line stands, the newest tip, one strip, one tab. The same in the
 * portal and in the Teams panel. `onFault` hears what could not be done, in the server's words.
 */
export function LivePanel({ line, onFault }: { line: LiveLine; onFault: (fault: Error) => void }) {
	const { t, words } = useSpeech();
	const { state } = useLiveLine(line);
	const elapsed = useElapsed(line);
	const [tab, setTab] = useState<LiveTab>("words");
	const say: LiveLine["say"] = (saying) => line.say(saying).catch((fault: Error) => onFault(fault));
	const tips = state.tips.filter((tip) => tip.expiresAt > (elapsed ?? 0));
	const [tip] = tips;
	const deeds: TipDeeds = {
		dismiss: ({ id }, less) => void say({ type: "tip:dismiss", tipId: id, less }),
		thumb: ({ id }, thumb) => void say({ type: "tip:thumb", tipId: id, thumb }),
	};
	const ask = () => void say({ type: "coaching:request" });
	useLiveKeys({
		d: () => tip && deeds.dismiss(tip, false),
		l: () => tip && deeds.dismiss(tip, true),
		y: () => tip && deeds.thumb(tip, "up"),
		u: () => tip && deeds.thumb(tip, "down"),
		b: ask,
		...Object.fromEntries(LIVE_TABS.map((name, k) => [String(k + 1), () => setTab(name)])),
	});
	return (
		<div className="cs-live">
			<LiveStatusLine line={line} elapsed={elapsed} />
			<div className="cs-live-stage" aria-live="polite">
				{tip ? (
					<LiveTip key={tip.id} tip={tip} deeds={deeds} more={tips.length - 1} />
				) : (
					<div className="cs-live-quiet">
						{state.next ? (
							<p className="cs-live-say" dir="auto">
								{state.next.kind === null
									? t("live.nothingMissing")
									: t("live.quote", { quote: state.next.say ?? words(`coach.tip.${state.next.kind}`) })}
							</p>
						) : (
							<p className="cs-muted">{t("live.quiet")}</p>
						)}
						<button type="button" className="cs-live-ask" aria-keyshortcuts="B" onClick={ask}>
							{t("live.ask")}
						</button>
					</div>
				)}
			</div>
			<LiveStrip state={state} />
			<LiveTabs
				state={state}
				tab={tab}
				onTab={setTab}
				deeds={{
					markAction: ({ id }, isDone) =>
						void say({ type: "action:mark-done", actionId: id, status: isDone ? "done" : "open" }),
					side: (speakerId, role) =>
						void say({ type: "speaker:set", speakerId, name: state.names[speakerId] ?? null, role }),
					check: (slot, isDone) => void say({ type: "check:set", slot: slot as "budget", isDone }),
				}}
			/>
		</div>
	);
}

function LiveStatusLine({ line, elapsed }: { line: LiveLine; elapsed: number | null }) {
	const { t } = useSpeech();
	const { state, standing } = useLiveLine(line);
	const { status } = state;
	const isBad = standing === "lost" || status?.words === "down";
	return (
		<p className="cs-live-status" data-bad={isBad} role="status">
			<span>
				{standing === "open" ? (elapsed === null ? t("live.notBegun") : clock(elapsed)) : t(`live.line.${standing}`)}
			</span>
			{status && (
				<>
					<span>{t(`live.recording.${status.recording}`)}</span>
					<span>{t(`live.consent.${status.consent}`)}</span>
					{status.recording === "on" && status.words !== "idle" && <span>{t(`live.words.${status.words}`)}</span>}
				</>
			)}
		</p>
	);
}
