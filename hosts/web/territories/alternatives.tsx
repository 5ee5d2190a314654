import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import type { TerritoryRunJson } from "../../../core/contract/territory-runs.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** Other plans between evenness, travel and moves, none beaten by another in all three; one can be taken. */
export function Alternatives({ plan, put }: { plan: TerritoryPlanJson; put: (plan: TerritoryPlanJson) => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const { run } = plan;
	const isBusy = run?.state === "waiting" || run?.state === "running";
	const start = () =>
		session.client
			.startTerritoryRun(plan.id, { kind: "alternatives", seconds: 30 })
			.then((next) => put({ ...plan, run: next }), setFault);
	const take = (of: TerritoryRunJson, alternative: number) =>
		session.client
			.chooseTerritoryAlternative(plan.id, { runId: of.id, alternative, version: plan.version })
			.then(put, setFault);
	const found = run?.kind === "alternatives" ? run : null;
	return (
		<section aria-labelledby="terr-alternatives">
			<h2 id="terr-alternatives">{t("terr.alt.title")}</h2>
			<p className="cs-muted">{t("terr.alt.says")}</p>
			{found && found.alternatives.length > 0 && (
				<DataTable
					caption={t("terr.alt.title")}
					rows={found.alternatives.map((row, k) => ({ ...row, k }))}
					rowKey={(row) => String(row.k)}
					columns={[
						{ key: "k", header: t("terr.alt.nth"), cell: (row) => t("terr.alt.n", { n: row.k + 1 }) },
						{
							key: "imbalance",
							header: t("terr.alt.off"),
							figure: true,
							cell: (row) => formatPercent(row.imbalance, locale),
						},
						{
							key: "cost",
							header: t("terr.allTravel"),
							figure: true,
							cell: (row) => t("terr.km", { km: formatNumber(row.cost, locale) }),
						},
						{
							key: "disruption",
							header: t("terr.changeHands"),
							figure: true,
							cell: (row) => formatPercent(row.disruption, locale),
						},
						{
							key: "fits",
							header: t("terr.alt.fits"),
							narrow: false,
							cell: (row) => t(row.isFeasible ? "terr.alt.yes" : "terr.alt.no"),
						},
						{
							key: "take",
							header: t("terr.alt.take"),
							cell: (row) => (
								<Button
									size="small"
									aria-label={t("terr.alt.takeNth", { n: row.k + 1 })}
									onClick={() => void take(found, row.k)}
								>
									{t("terr.alt.take")}
								</Button>
							),
						},
					]}
				/>
			)}
			<Button disabled={isBusy} onClick={() => void start()}>
				{t("terr.alt.look")}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
