import type { QualityJson } from "../../../core/contract/quality.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";

type RuleCost = NonNullable<QualityJson["rules"][number]["cost"]>;

/** What faulty records do to this quarter's forecast and to its range, in a sentence. */
export function QualityCost({ quality }: { quality: QualityJson }) {
	const { t, locale } = useSpeech();
	const { cost } = quality;
	const compact = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	const isWider = cost !== null && BigInt(cost.faulty.width.amountMinor) > 0n;
	return (
		<section aria-labelledby="cost-title">
			<h2 id="cost-title">{t("quality.costTitle")}</h2>
			{cost ? (
				<p>
					{t(isWider || cost.faulty.deals === 0 ? "quality.costSays" : "quality.costNarrower", {
						forecast: compact(cost.forecast),
						width: compact(cost.width),
						deals: cost.faulty.deals,
						mean: compact(cost.faulty.mean),
						...(isWider || cost.faulty.deals === 0 ? { part: compact(cost.faulty.width) } : {}),
					})}
				</p>
			) : (
				<p className="cs-muted">{t("quality.costNone")}</p>
			)}
		</section>
	);
}

/** One fault's cost in short: what hangs on its deals, or what they would add. */
export function costText(cost: RuleCost, t: Speech["t"], locale: string): string {
	const signed = (money: MoneyJson) => {
		const text = formatMoney(readMoney(money), locale, { compact: true });
		return BigInt(money.amountMinor) > 0n ? `+${text}` : text;
	};
	return t(cost.kind === "priced" ? "quality.hangs" : "quality.adds", {
		mean: formatMoney(readMoney(cost.mean), locale, { compact: true }),
		width: signed(cost.width),
	});
}
