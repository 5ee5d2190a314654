import type { ForecastCallJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";

/** What was said of a node's period before, newest first: it is never changed. */
export function CallHistory({ calls }: { calls: ForecastCallJson[] }) {
	const { t, locale, zone } = useSpeech();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	if (calls.length === 0) return null;
	return (
		<section aria-labelledby="history-title">
			<h2 id="history-title">{t("calls.history")}</h2>
			<DataTable
				caption={t("calls.history")}
				rows={calls}
				rowKey={(c) => c.id}
				columns={[
					{
						key: "when",
						header: t("calls.when"),
						cell: (c) => formatInstant(Date.parse(c.submittedAt), locale, zone),
					},
					{ key: "who", header: t("forecast.who"), narrow: false, cell: (c) => c.author.name },
					{ key: "commit", header: t("calls.cat.commit"), figure: true, cell: (c) => say(c.amounts.commit) },
					{ key: "best", header: t("calls.cat.bestCase"), figure: true, cell: (c) => say(c.amounts.bestCase) },
					{ key: "model", header: t("calls.modelThen"), figure: true, narrow: false, cell: (c) => say(c.model.value) },
					{ key: "note", header: t("calls.note"), narrow: false, cell: (c) => c.note ?? "" },
				]}
			/>
		</section>
	);
}
