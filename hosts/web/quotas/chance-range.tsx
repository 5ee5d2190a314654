import { formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

/** How likely a number is reached, and what a bad, a usual and a good case reach of it (1 = all). */
export interface Chance {
	chance: number;
	p10: number;
	p50: number;
	p90: number;
}

/** The chance in words with its range as a small picture: the line is the number itself. `short` in tables. */
export function ChanceRange({ chance, short }: { chance: Chance | null; short?: boolean }) {
	const { t, locale } = useSpeech();
	if (!chance) return <span className="cs-muted">{t("quotaPage.chanceUnknown")}</span>;
	const most = Math.max(1.2, chance.p90 * 1.05);
	const at = (share: number) => `${(Math.min(most, Math.max(0, share)) / most) * 100}%`;
	const percent = (share: number) => formatPercent(share, locale);
	return (
		<span className={short ? "chance" : "chance chance-long"}>
			<span className="chance-value">{percent(chance.chance)}</span>
			<span className="chance-picture" aria-hidden="true">
				<span
					className="chance-band"
					style={{
						insetInlineStart: at(chance.p10),
						inlineSize: `calc(${at(chance.p90)} - ${at(chance.p10)})`,
					}}
				/>
				<span className="chance-mark" style={{ insetInlineStart: at(chance.p50) }} />
				<span className="chance-line" style={{ insetInlineStart: at(1) }} />
			</span>
			<span className="cs-sub">
				{short
					? formatRange(chance.p10, chance.p90, "probability", locale)
					: t("quotaPage.chanceSays", {
							low: percent(chance.p10),
							usual: percent(chance.p50),
							high: percent(chance.p90),
						})}
			</span>
		</span>
	);
}
