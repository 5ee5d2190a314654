import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../kit-words.tsx";
import type { LiveState } from "./live-state.ts";

const LEANING = 0.15;

/** One line: how far the talk is, the customer's mood by their words, the deal's one probability and what this call did to it. */
export function LiveStrip({ state }: { state: LiveState }) {
	const { t, words, locale } = useSpeech();
	const { stage, sentiment, confidence } = state;
	const mood = sentiment && (sentiment.value > LEANING ? "good" : sentiment.value < -LEANING ? "bad" : "even");
	const deal = confidence?.deal;
	const points = deal ? Math.round(deal.now * 100) - Math.round(deal.before * 100) : 0;
	return (
		<dl className="cs-live-strip">
			{stage && (
				<div>
					<dt>{t("live.stage")}</dt>
					<dd>{words(`coach.stage.${stage}`)}</dd>
				</div>
			)}
			{mood && sentiment && (
				<div>
					<dt>{t("live.mood")}</dt>
					<dd title={t("live.moodOf", { count: sentiment.n })}>{t(`live.mood.${mood}`)}</dd>
				</div>
			)}
			{deal && (
				<div>
					<dt>{t("live.deal")}</dt>
					<dd>
						<bdi>{formatPercent(deal.now, locale)}</bdi>{" "}
						<span className="cs-live-change">
							{t(points > 0 ? "live.up" : points < 0 ? "live.down" : "live.same", { points: Math.abs(points) })}
						</span>
					</dd>
				</div>
			)}
		</dl>
	);
}
