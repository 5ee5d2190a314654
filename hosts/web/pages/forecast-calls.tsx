import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CallGap } from "../forecast/call-gap.tsx";
import { CallHistory } from "../forecast/call-history.tsx";
import { Categories } from "../forecast/categories.tsx";
import { ForecastFrame, type ForecastShown } from "../forecast/forecast-frame.tsx";
import { MyCall } from "../forecast/my-call.tsx";
import { Overrides } from "../forecast/overrides.tsx";
import { Standings } from "../forecast/standings.tsx";
import { readMoney } from "../money.ts";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What people say of a period, beside what the model says: my call, the deals between, who is missing, overrides. */
export function CallsPage() {
	const { t } = useSpeech();
	return (
		<ForecastFrame title={t("calls.title")} worksWithNothing>
			{(shown) => <Desk key={shown.node.nodeId} {...shown} />}
		</ForecastFrame>
	);
}

function Desk({ forecast, node }: ForecastShown) {
	const { session } = usePortal();
	const period = forecast.period.name;
	const loaded = useLoad(
		`${forecast.id}/${node.nodeId}`,
		() => session.client.callDesk({ period, node: node.nodeId }),
		(e) => e.type === "forecast.called",
	);
	return (
		<Loading of={loaded} lines={10}>
			{(desk) => (
				<div className="stack">
					<Answer desk={desk} isEmpty={node.view.value === null} />
					<div className="columns">
						<Categories desk={desk} />
						{desk.mayCall && <MyCall key={desk.version} desk={desk} done={loaded.reload} />}
					</div>
					<CallGap desk={desk} />
					<Standings desk={desk} />
					<Overrides desk={desk} done={loaded.reload} />
					<CallHistory calls={desk.calls} />
				</div>
			)}
		</Loading>
	);
}

/** In a sentence: what is called, what the model says, and how far they are apart. */
function Answer({ desk, isEmpty }: { desk: CallDeskJson; isEmpty: boolean }) {
	const { t, locale } = useSpeech();
	const say = (minor: bigint) =>
		formatMoney({ amountMinor: minor, currency: desk.model.value.currency }, locale, { compact: true });
	const model = readMoney(desk.model.value).amountMinor;
	const called = desk.own ?? desk.calls[0];
	if (!called) {
		if (isEmpty) return <p className="calls-answer">{t("calls.answerNothing", { name: desk.node.name })}</p>;
		return <p className="calls-answer">{t("calls.answerNone", { model: say(model), name: desk.node.name })}</p>;
	}
	const commit = readMoney(called.amounts.commit).amountMinor;
	const gap = commit - model;
	return (
		<p className="calls-answer">
			{t("calls.answer", {
				who: called.author.name,
				commit: say(commit),
				model: say(model),
				way: gap > 0n ? "more" : gap < 0n ? "less" : "same",
				gap: say(gap < 0n ? -gap : gap),
			})}
		</p>
	);
}
