import { useEffect, useState } from "react";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { Alternatives } from "../territories/alternatives.tsx";
import { HandMoves } from "../territories/hand-moves.tsx";
import { measureName } from "../territories/measure-text.ts";
import { NewPlan } from "../territories/new-plan.tsx";
import { PlanSteps } from "../territories/plan-steps.tsx";
import { PlanSummary } from "../territories/plan-summary.tsx";
import { SearchProgress } from "../territories/search-progress.tsx";
import "../territories/territories.css";
import { TerritoryMap } from "../territories/territory-map.tsx";
import { TerritoryDetail, TerritoryTable } from "../territories/territory-table.tsx";
import { UnitList } from "../territories/unit-list.tsx";
import { WishesForm } from "../territories/wishes-form.tsx";
import { useLoad } from "../use-load.ts";

/** `/territories/new` makes a plan; any other id shows one. */
export function TerritoryPlace({ id }: { id: string }) {
	return id === "new" ? <NewPlan /> : <PlanPage id={id} />;
}

function PlanPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const isOurs = (e: { type: string; entityId: string }) => e.type === "territory.planned" && e.entityId === id;
	const plan = useLoad(`territory-plan-${id}`, () => session.client.territoryPlan(id), isOurs);
	const version = plan.data?.version ?? 0;
	const units = useLoad(`territory-units-${id}-${version}`, () => session.client.territoryUnits(id));
	const map = useLoad(`territory-map-${id}-${version}`, () => session.client.territoryMap(id));
	const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
	const [shown, setShown] = useState<number | null>(null);
	const choose = (unit: number) =>
		setChosen((held) => {
			const next = new Set(held);
			if (!next.delete(unit)) next.add(unit);
			return next;
		});
	const [lastMap, setLastMap] = useState(map.data);
	// While the next version comes, the last one stays where it is.
	useEffect(() => {
		if (map.data) setLastMap(map.data);
	}, [map.data]);
	return (
		<Page
			title={plan.data?.name ?? t("nav.territories")}
			heading={plan.data ? <Finding plan={plan.data} /> : t("nav.territories")}
			above={<Link to="/territories">{t("nav.territories")}</Link>}
		>
			<Loading of={plan} lines={10}>
				{(one) => {
					const names = one.territories.map((row) => row.name);
					const row = one.territories.find((r) => r.district === shown);
					const drawn = map.data ?? lastMap;
					return (
						<div className="stack terr-page">
							<p className="cs-muted terr-about">
								{[one.name, one.team?.name ?? t("terr.wholeCompany"), t(`terr.state.${one.state}`)].join(" · ")}
							</p>
							<SearchProgress plan={one} done={plan.reload} />
							<PlanSteps plan={one} put={plan.put} />
							<div className="terr-two">
								{drawn && <TerritoryMap map={drawn} names={names} chosen={chosen} onChoose={choose} shown={shown} />}
								<PlanSummary plan={one} />
							</div>
							<div>
								<h2>{t("terr.territories")}</h2>
								<TerritoryTable plan={one} shown={shown} onShow={setShown} />
								{row && <TerritoryDetail key={row.district} plan={one} row={row} put={plan.put} />}
							</div>
							{one.may.edit && (
								<>
									<section aria-labelledby="terr-hand">
										<h2 id="terr-hand">{t("terr.hand.title")}</h2>
										<HandMoves
											plan={one}
											chosen={chosen}
											names={units.data?.items.map((u) => u.name) ?? []}
											clear={() => setChosen(new Set())}
											done={plan.reload}
										/>
									</section>
									<Alternatives plan={one} put={plan.put} />
									<WishesForm key={one.version} plan={one} put={plan.put} reload={plan.reload} />
								</>
							)}
							<section aria-labelledby="terr-units">
								<h2 id="terr-units">{t("terr.units.title")}</h2>
								<Loading of={units} lines={6}>
									{({ items }) => <UnitList plan={one} units={items} chosen={chosen} onChoose={choose} />}
								</Loading>
							</section>
						</div>
					);
				}}
			</Loading>
		</Page>
	);
}

/** The answer in a sentence: how even it is, and how much changes hands for it. */
function Finding({ plan }: { plan: TerritoryPlanJson }) {
	const { t, words, locale } = useSpeech();
	const { report } = plan;
	const [first] = report?.fairness ?? [];
	if (!report || !first) return plan.name;
	const [before] = report.fairnessToday;
	return t("terr.finding", {
		territories: plan.districts,
		measure: measureName(words, first.name),
		off: formatPercent(first.worstOff, locale),
		before: before ? formatPercent(before.worstOff, locale) : "",
		hasBefore: before && Math.round(before.worstOff * 100) !== Math.round(first.worstOff * 100) ? "yes" : "no",
		moved: report.moved ? formatNumber(report.moved.accounts, locale) : "0",
		count: report.moved?.accounts ?? 0,
	});
}
