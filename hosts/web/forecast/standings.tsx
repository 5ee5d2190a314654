import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { useMe } from "../portal-context.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";

/** Whose call of this round is in and whose is missing; nothing for somebody who only waits for themselves. */
export function Standings({ desk }: { desk: CallDeskJson }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const me = useMe();
	const say = (money: MoneyJson | undefined) =>
		money ? formatMoney(readMoney(money), locale, { compact: true }) : "–";
	if (!desk.round) {
		return (
			<section aria-labelledby="standings-title">
				<h2 id="standings-title">{t("calls.standings")}</h2>
				<p>
					{t("calls.noCycle")}{" "}
					{me.permissions.includes("workspace:write") && (
						<Link to="/settings/forecast-calls">{t("calls.setCycle")}</Link>
					)}
				</p>
			</section>
		);
	}
	if (desk.standings.length < 2) return null;
	const late = desk.standings.filter((s) => s.state !== "in").length;
	return (
		<section aria-labelledby="standings-title">
			<h2 id="standings-title">{t("calls.standingsAre", { late, all: desk.standings.length })}</h2>
			<DataTable
				caption={t("calls.standings")}
				rows={desk.standings}
				rowKey={(s) => `${s.author.id}/${s.nodeId}`}
				columns={[
					{
						key: "who",
						header: t("forecast.who"),
						cell: (s) => (
							<Link to={withQuery(place, { node: s.nodeId })} data-row-link>
								{s.author.name}
								{s.nodeName !== s.author.name && <span className="cs-muted"> · {s.nodeName}</span>}
							</Link>
						),
					},
					{ key: "state", header: t("calls.state"), cell: (s) => t(`calls.state.${s.state}`) },
					{ key: "commit", header: t("calls.cat.commit"), figure: true, cell: (s) => say(s.call?.amounts.commit) },
					{
						key: "best",
						header: t("calls.cat.bestCase"),
						figure: true,
						narrow: false,
						cell: (s) => say(s.call?.amounts.bestCase),
					},
					{
						key: "before",
						header: t("calls.commitBefore"),
						figure: true,
						narrow: false,
						cell: (s) => say(s.previous?.amounts.commit),
					},
					{
						key: "model",
						header: t("calls.modelThen"),
						figure: true,
						narrow: false,
						cell: (s) => say(s.call?.model.value),
					},
				]}
			/>
		</section>
	);
}
