import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { PartList } from "./part-list.tsx";

/** The named deals between what is called (else what deals in commit make) and the model's number. */
export function CallGap({ desk }: { desk: CallDeskJson }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const called = desk.own ?? desk.calls[0];
	const { amountMinor: commitMinor } = (called?.amounts ?? desk.categories).commit;
	const loaded = useLoad(
		`${desk.forecastId}/${desk.node.nodeId}/${commitMinor}/${JSON.stringify(desk.categories.deals)}`,
		() => session.client.callGap({ period: desk.period.name, node: desk.node.nodeId, commitMinor }),
	);
	return (
		<section aria-labelledby="gap-title">
			<h2 id="gap-title">{t("calls.gapTitle")}</h2>
			<Loading of={loaded} lines={5}>
				{(gap) => (
					<>
						<PartList
							label={t("calls.gapTitle")}
							base={gap.base}
							parts={gap.parts}
							totalText={called ? t("calls.gapTotal", { name: called.author.name }) : t("calls.gapTotalDeals")}
							total={formatMoney(readMoney(gap.commit), locale, { whole: true })}
						/>
						{!gap.isNamed && <p className="cs-muted">{t("calls.gapLikeliest")}</p>}
					</>
				)}
			</Loading>
		</section>
	);
}
