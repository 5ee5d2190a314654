import { Field, Input } from "@fluentui/react-components";
import { addDays, dateIn } from "../../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { ForecastFrame, type ForecastShown } from "../forecast/forecast-frame.tsx";
import { PartList } from "../forecast/part-list.tsx";
import { readMoney } from "../money.ts";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Why the number is another one than on a day that one chooses. */
export function NumberChangesPage() {
	const { t } = useSpeech();
	return (
		<ForecastFrame title={t("numberChanges.title")}>
			{(shown) => <Changes key={`${shown.node.nodeId}/${shown.forecast.period.name}`} {...shown} />}
		</ForecastFrame>
	);
}

function Changes({ forecast, node }: ForecastShown) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const period = forecast.period.name;
	const last = addDays(dateIn(zone, Date.parse(forecast.asOf)), -1);
	const asked = place.query.get("since");
	const since = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked <= last ? asked : addDays(last, -6);
	const loaded = useLoad(`${forecast.id}/${node.nodeId}/${since}`, () =>
		session.client.forecastChanges({ period, node: node.nodeId, since }),
	);
	return (
		<div className="stack">
			<Field label={t("numberChanges.since")} className="short-field">
				<Input
					type="date"
					value={since}
					max={last}
					onChange={(_, d) => d.value && navigate(withQuery(place, { since: d.value }), { replace: true })}
				/>
			</Field>
			<Loading of={loaded} lines={8}>
				{(change) => {
					const difference = readMoney(change.difference);
					const { amountMinor, currency } = difference;
					const size = { amountMinor: amountMinor < 0n ? -amountMinor : amountMinor, currency };
					return (
						<section aria-labelledby="changes-title">
							<h2 id="changes-title">
								{t("numberChanges.finding", {
									way: amountMinor > 0n ? "up" : amountMinor < 0n ? "down" : "same",
									amount: formatMoney(size, locale, { compact: true }),
									when: change.isReplayed
										? formatDay(since, locale)
										: formatInstant(Date.parse(change.before.asOf), locale, zone),
								})}
							</h2>
							<PartList
								label={t("numberChanges.title")}
								base={change.base}
								parts={change.parts}
								totalText={t("numberChanges.now")}
								total={formatMoney(readMoney(change.after.value), locale, { whole: true })}
							/>
							<p className="cs-muted">{t(change.isReplayed ? "numberChanges.replayed" : "numberChanges.answered")}</p>
						</section>
					);
				}}
			</Loading>
		</div>
	);
}
