import { Button } from "@fluentui/react-components";
import { useMemo } from "react";
import { territoryUnitTable } from "../../../core/contract/tables/territory-unit-table.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import type { PlanUnitJson } from "../../../core/contract/territory-units.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { measureText } from "./measure-text.ts";

/** Where everything goes and why: the map's twin, from which units are chosen too. */
export function UnitList(props: {
	plan: TerritoryPlanJson;
	units: PlanUnitJson[];
	chosen: ReadonlySet<number>;
	onChoose: (unit: number) => void;
}) {
	const { t, locale } = useSpeech();
	const { plan, units, chosen, onChoose } = props;
	const table = useMemo(() => territoryUnitTable(plan.id), [plan.id]);
	const view = useTableView(table, { prefix: "u." });
	const amount = (name: string) => ({
		cell: (row: PlanUnitJson) => {
			const value = row.measures[name];
			return value === undefined ? "–" : measureText(name, value, plan.currency, locale);
		},
	});
	return (
		<WholeTable
			view={view}
			rows={units}
			rowKey={(row) => String(row.unit)}
			atFirst={25}
			looks={{
				to: { narrow: true },
				why: { desk: true },
				potential: amount("potential"),
				revenue: amount("revenue"),
				pipeline: amount("pipeline"),
			}}
			also={
				plan.may.edit
					? [
							{
								key: "choose",
								header: t("terr.hand.chooseColumn"),
								cell: (row: PlanUnitJson) => (
									<Button
										size="small"
										appearance={chosen.has(row.unit) ? "primary" : "secondary"}
										aria-pressed={chosen.has(row.unit)}
										aria-label={t("terr.hand.chooseNamed", { name: row.name })}
										onClick={() => onChoose(row.unit)}
									>
										{t("terr.hand.chooseOne")}
									</Button>
								),
							},
						]
					: []
			}
			none={<p className="cs-muted">{t("table.noneMatch")}</p>}
		/>
	);
}
