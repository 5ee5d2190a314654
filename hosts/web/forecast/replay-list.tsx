import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { PastForecastJson, ReplayJson } from "../../../core/contract/accuracy.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { usePeriodName } from "./use-period-name.ts";

/** Shown before one asks for more. */
const FEW = 8;

/** Stored forecasts, each of which can be made again from what was known then. */
export function ReplayList() {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const { session } = usePortal();
	const loaded = useLoad("past", () => session.client.pastForecasts());
	const [all, setAll] = useState(false);
	return (
		<section aria-labelledby="replay-title">
			<h2 id="replay-title">{t("replay.title")}</h2>
			<p className="cs-muted">{t("replay.says")}</p>
			<Loading of={loaded} lines={4}>
				{({ items }) =>
					items.length === 0 ? (
						<p>{t("replay.noneStored")}</p>
					) : (
						<>
							<DataTable
								caption={t("replay.title")}
								rows={all ? items : items.slice(0, FEW)}
								rowKey={(f) => f.id}
								columns={[
									{
										key: "which",
										header: t("accuracy.by.period"),
										cell: (f) => (
											<>
												{nameOf(f.period, { narrow: true })}
												<span className="cs-sub">{formatInstant(Date.parse(f.asOf), locale, zone)}</span>
											</>
										),
									},
									{ key: "do", header: t("replay.do"), cell: (f) => <MakeAgain forecast={f} /> },
								]}
							/>
							{!all && items.length > FEW && (
								<div className="list-more">
									<Button onClick={() => setAll(true)}>{t("table.showMore", { count: items.length - FEW })}</Button>
								</div>
							)}
						</>
					)
				}
			</Loading>
		</section>
	);
}

function MakeAgain({ forecast }: { forecast: PastForecastJson }) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const { session } = usePortal();
	const [busy, setBusy] = useState(false);
	const [came, setCame] = useState<ReplayJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const say = (money: ReplayJson["was"]) => formatMoney(readMoney(money), locale, { compact: true });
	const ask = () => {
		setBusy(true);
		setFault(null);
		session.client
			.replayForecast(forecast.id)
			.then(setCame, setFault)
			.finally(() => setBusy(false));
	};
	return (
		<div className="stack-tight" aria-live="polite">
			{came ? (
				<>
					<strong>{came.text}</strong>
					{came.reasons.map((reason) => (
						<span key={reason.code}>{reason.text}</span>
					))}
					{came.withLate && came.lateChanges > 0 && (
						<span>{t("replay.withLate", { value: say(came.withLate), was: say(came.was) })}</span>
					)}
				</>
			) : (
				<Button
					size="small"
					onClick={ask}
					disabled={busy}
					aria-label={t("replay.doNth", {
						what: busy ? t("replay.busy") : t("replay.do"),
						period: nameOf(forecast.period, { narrow: true }),
						when: formatInstant(Date.parse(forecast.asOf), locale, zone),
					})}
				>
					{busy ? t("replay.busy") : t("replay.do")}
				</Button>
			)}
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
