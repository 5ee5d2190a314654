import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { LiveTip as Tip } from "../../../core/contract/live-meeting.ts";
import { useSpeech } from "../kit-words.tsx";

/** What a rep can do with a tip. */
export interface TipDeeds {
	dismiss(tip: Tip, less: boolean): void;
	thumb(tip: Tip, thumb: "up" | "down"): void;
}

/** The newest tip: what to do, the line to say, large, and what was heard. Said aloud to screen readers when it comes. */
export function LiveTip({ tip, deeds, more }: { tip: Tip; deeds: TipDeeds; more: number }) {
	const { t, words } = useSpeech();
	const [thumb, setThumb] = useState<"up" | "down" | null>(null);
	const press = (which: "up" | "down") => {
		setThumb(which);
		deeds.thumb(tip, which);
	};
	return (
		<article className="cs-live-tip" data-kind={tip.kind} aria-label={t("live.tip")}>
			{tip.say && (
				<p className="cs-live-say" dir="auto">
					{t("live.quote", { quote: tip.say })}
				</p>
			)}
			<p className="cs-live-do">{words(`coach.tip.${tip.kind}`, tip.params)}</p>
			<p className="cs-live-heard cs-muted" dir="auto">
				{t("coach.heard", { quote: tip.quote })}
			</p>
			{tip.battlecard && <p className="cs-muted">{t("live.fromContent", { title: tip.battlecard.title })}</p>}
			{tip.battlecard && tip.battlecard.lines.length > 0 && (
				<ul className="cs-live-card">
					{tip.battlecard.lines.slice(0, 2).map((line) => (
						<li key={line}>{line}</li>
					))}
				</ul>
			)}
			<div className="cs-live-deeds">
				<Button size="small" aria-keyshortcuts="D" onClick={() => deeds.dismiss(tip, false)}>
					{t("live.dismiss")}
				</Button>
				<Button size="small" appearance="subtle" aria-keyshortcuts="L" onClick={() => deeds.dismiss(tip, true)}>
					{t("live.less")}
				</Button>
				<Button
					size="small"
					appearance="subtle"
					aria-pressed={thumb === "up"}
					aria-keyshortcuts="Y"
					onClick={() => press("up")}
				>
					{t("live.helped")}
				</Button>
				<Button
					size="small"
					appearance="subtle"
					aria-pressed={thumb === "down"}
					aria-keyshortcuts="U"
					onClick={() => press("down")}
				>
					{t("live.notHelped")}
				</Button>
				{more > 0 && <span className="cs-muted">{t("live.moreTips", { count: more })}</span>}
			</div>
		</article>
	);
}
