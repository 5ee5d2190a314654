import { useSpeech } from "../../kit/kit-words.tsx";
import { clockText } from "./clock-text.ts";

/** The customer's mood over the meeting by their words, with its finding and its table. */
export function MoodLine({ journey }: { journey: readonly { atSec: number; value: number }[] }) {
	const { t, dir } = useSpeech();
	const first = journey[0];
	const last = journey.at(-1);
	if (!first || !last || journey.length < 2) return null;
	const span = last.atSec - first.atSec || 1;
	const x = (at: number): number => {
		const share = (at - first.atSec) / span;
		return 100 * (dir === "rtl" ? 1 - share : share);
	};
	const path = journey.map(({ atSec, value }, k) => `${k === 0 ? "M" : "L"}${x(atSec)} ${20 - 18 * value}`).join(" ");
	const change = last.value - first.value;
	const finding = t(change > 0.15 ? "meetings.moodUp" : change < -0.15 ? "meetings.moodDown" : "meetings.moodSame");
	return (
		<section aria-labelledby="mood-title" className="stack-tight">
			<h2 id="mood-title">{finding}</h2>
			<svg className="mood-line" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={finding}>
				<line x1="0" x2="100" y1="20" y2="20" />
				<path d={path} />
			</svg>
			<details className="cs-more">
				<summary>{t("kit.asTable")}</summary>
				<ul className="meeting-lines">
					{journey.map(({ atSec, value }) => (
						<li key={atSec}>
							{clockText(atSec)}: {value.toFixed(2)}
						</li>
					))}
				</ul>
				<p className="cs-muted">{t("meetings.moodHow")}</p>
			</details>
		</section>
	);
}
