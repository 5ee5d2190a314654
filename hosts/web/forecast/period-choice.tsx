import { Button } from "@fluentui/react-components";
import type { ForecastJson } from "../../../core/contract/forecasts.ts";
import { formatSpan } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { stepPeriod } from "../period-steps.ts";
import { Link, navigate, type Place, usePlace, withQuery } from "../router.tsx";

const GRAINS = ["month", "quarter", "year"] as const;

/** Which period the address asks for: one by name, or the current one of a grain. */
export function periodAskOf({ query }: Place): { period: string } | { grain: (typeof GRAINS)[number] } {
	const period = query.get("period");
	return period ? { period } : { grain: GRAINS.find((g) => g === query.get("grain")) ?? "quarter" };
}

/** Chooses month, quarter or year and steps through them; `period` is the one that is shown, null while it is loading. */
export function PeriodChoice({ period }: { period: ForecastJson["period"] | null }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const asked = periodAskOf(place);
	const grain = period?.grain ?? ("grain" in asked ? asked.grain : "quarter");
	const go = (steps: number) => {
		const next = period && stepPeriod(period.name, steps);
		if (next) navigate(withQuery(place, { period: next }), { replace: true });
	};
	return (
		<div className="row period-row">
			<nav className="grains" aria-label={t("period.grain")}>
				{GRAINS.map((g) => (
					<Link
						key={g}
						to={withQuery(place, { grain: g === "quarter" ? null : g, period: null })}
						aria-current={g === grain ? "true" : undefined}
					>
						{t(`period.${g}`)}
					</Link>
				))}
			</nav>
			{period && (
				<div className="row">
					<Button size="small" className="turn-button" onClick={() => go(-1)} aria-label={t("period.before")}>
						<span className="turn">‹</span>
					</Button>
					<span className="cs-figure">{formatSpan(period.start, period.end, locale)}</span>
					<Button size="small" className="turn-button" onClick={() => go(1)} aria-label={t("period.after")}>
						<span className="turn">›</span>
					</Button>
				</div>
			)}
		</div>
	);
}
