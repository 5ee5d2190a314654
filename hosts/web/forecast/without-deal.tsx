import {
	Button,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
} from "@fluentui/react-components";
import type { WithoutDealJson } from "../../../core/contract/forecast-answers.ts";
import type { ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What a number would be without one deal, beside what it is. */
export function WithoutDeal(props: {
	period: string;
	node: ForecastNodeJson;
	deal: { id: string; name: string };
	done: () => void;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { period, node, deal, done } = props;
	const loaded = useLoad(deal.id, () => session.client.forecastWithout({ period, node: node.nodeId, deal: deal.id }));
	const say = (money: MoneyJson | null) => (money ? formatMoney(readMoney(money), locale, { compact: true }) : "–");
	const row = (word: string, at: WithoutDealJson["with"]) => (
		<tr>
			<th scope="row">{word}</th>
			<td className="cs-end cs-figure">{say(at.value)}</td>
			<td className="cs-end cs-figure">
				{say(at.low)}–{say(at.high)}
			</td>
		</tr>
	);
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && done()}>
			<DialogSurface>
				<DialogBody>
					<DialogTitle>{t("forecastDeals.withoutTitle", { name: deal.name })}</DialogTitle>
					<DialogContent>
						<Loading of={loaded} lines={3}>
							{(found) => (
								<table className="cs-plain-table">
									<thead>
										<tr>
											<th scope="col">{node.name}</th>
											<th scope="col" className="cs-end">
												{t("kit.value")}
											</th>
											<th scope="col" className="cs-end">
												{t("kit.range")}
											</th>
										</tr>
									</thead>
									<tbody>
										{row(t("forecastDeals.with"), found.with)}
										{row(t("forecastDeals.without"), found.without)}
									</tbody>
								</table>
							)}
						</Loading>
					</DialogContent>
					<DialogActions>
						<Button onClick={done}>{t("forecastDeals.close")}</Button>
					</DialogActions>
				</DialogBody>
			</DialogSurface>
		</Dialog>
	);
}
