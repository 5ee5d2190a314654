import { waterfallTable } from "../../../core/contract/tables/waterfall-table.ts";
import type { WaterfallDealJson, WaterfallJson } from "../../../core/contract/waterfall.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** The deals behind one step of a waterfall. */
export function WaterfallDeals({ shown, kind }: { shown: WaterfallJson; kind: WaterfallJson["bars"][number]["kind"] }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const ask = {
		period: shown.period.name,
		node: shown.node.nodeId,
		from: shown.opening.day,
		to: shown.closing.day,
		kind,
	};
	const view = useTableView(waterfallTable, { prefix: "deals.", given: ask });
	const loaded = useLoad(JSON.stringify(ask), () => session.client.waterfallDeals(ask));
	const looks: Looks<WaterfallDealJson> = {
		deal: {
			cell: (d) =>
				d.name === null ? (
					<span className="cs-muted">{t("waterfall.hidden")}</span>
				) : (
					<Link to={`/deals/${d.id}`} data-row-link>
						{d.name}
					</Link>
				),
		},
		value: { narrow: true },
		owner: { cell: (d) => d.owner ?? (d.name === null ? "–" : t("deal.noOwner")) },
	};
	return (
		<section aria-labelledby="waterfall-deals-title">
			<h2 id="waterfall-deals-title">{t("waterfall.dealsOf", { step: t(`waterfall.kind.${kind}`) })}</h2>
			<Loading of={loaded} lines={4}>
				{({ items, total }) => (
					<>
						<WholeTable view={view} rows={items} rowKey={(d) => d.id} looks={looks} atFirst={25} />
						{total > items.length && (
							<p className="cs-muted">
								{t("waterfall.more", {
									shown: formatNumber(items.length, locale),
									count: formatNumber(total, locale),
								})}
							</p>
						)}
					</>
				)}
			</Loading>
		</section>
	);
}
