import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { QuotaPlanJson } from "../../../core/contract/quota-plans.ts";
import { quotaPlanTable } from "../../../core/contract/tables/quota-tables.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { PlanBids } from "../quotas/plan-bids.tsx";
import { PlanFairness } from "../quotas/plan-fairness.tsx";
import { PlanParts } from "../quotas/plan-parts.tsx";
import { PlanSettings } from "../quotas/plan-settings.tsx";
import { PlanSteps } from "../quotas/plan-steps.tsx";
import { PlanTree } from "../quotas/plan-tree.tsx";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import "../quotas/quotas.css";
import { DownloadMenu } from "../table/download-menu.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { type Loaded, useLoad } from "../use-load.ts";

/** What a change of a plan sends. */
export type PlanChange = Parameters<ReturnType<typeof usePortal>["session"]["client"]["updateQuotaPlan"]>[1];

/** One quota plan: from the company down to everybody, each number with its chance and what it is made of. */
export function QuotaPlanPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		id,
		() => session.client.quotaPlan(id),
		(e) => (e.type === "quota.changed" && e.entityId === id) || e.type === "forecast.computed",
	);
	return (
		<Page title={loaded.data?.name ?? t("quota.plan")} heading={loaded.data?.text} above={<QuotaWays />}>
			<Loading of={loaded} lines={12}>
				{(plan) => <Plan plan={plan} loaded={loaded} />}
			</Loading>
		</Page>
	);
}

function Plan({ plan, loaded }: { plan: QuotaPlanJson; loaded: Loaded<QuotaPlanJson> }) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const { session } = usePortal();
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const settle = async (call: Promise<QuotaPlanJson>): Promise<boolean> => {
		setBusy(true);
		setFault(null);
		try {
			loaded.put(await call);
			return true;
		} catch (caught) {
			setFault(caught as CourtsideError);
			return false;
		} finally {
			setBusy(false);
		}
	};
	const change = (changed: PlanChange) =>
		settle(session.client.updateQuotaPlan(plan.id, { version: plan.version, ...changed }));
	const view = useTableView({ ...quotaPlanTable, path: `/quota-plans/${plan.id}` });
	return (
		<div className="stack">
			<p className="cs-muted">
				{[
					plan.name,
					nameOf(plan.period),
					t(`quotaPage.measure.${plan.measure}`),
					t(`quotaPlans.state.${plan.state}`),
				].join(" · ")}
			</p>
			{plan.conflicts.map((conflict) => (
				<StateNotice
					key={`${conflict.node.nodeId} ${conflict.code}`}
					state="error"
					title={t("quotaPlan.conflict", { name: conflict.node.name })}
				>
					<p className="quota-conflict">{conflict.text}</p>
				</StateNotice>
			))}
			{fault && <FaultNotice fault={fault} onRetry={loaded.reload} />}
			<PlanSteps plan={plan} busy={busy} settle={settle} />
			<PlanSettings key={`settings ${plan.version}`} plan={plan} busy={busy} change={change} />
			<section aria-labelledby="plan-tree" className="stack-tight">
				<h2 id="plan-tree">{t("quotaPlan.tree")}</h2>
				{plan.may.edit && <p>{t("quotaPlan.treeSays")}</p>}
				<DownloadMenu view={view} />
				<PlanTree plan={plan} change={change} />
				<p className="cs-muted" role="status">
					{busy
						? t("quotaPlan.saving")
						: t("quotaPlan.asOf", { when: formatInstant(Date.parse(plan.asOf), locale, zone) })}
				</p>
			</section>
			<PlanBids plan={plan} busy={busy} change={change} settle={settle} />
			<PlanParts plan={plan} busy={busy} change={change} />
			<PlanFairness plan={plan} busy={busy} change={change} />
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("quotaPlan.how")}</p>
				<p>{t("quotaPlan.howFair")}</p>
				<p>{t(plan.measure === "revenue" ? "quotaPage.how" : "quotaPlan.howPieces")}</p>
				{plan.forecast && (
					<p>
						{t("quotaPage.howForecast", {
							when: formatInstant(Date.parse(plan.forecast.asOf), locale, zone),
							model: plan.forecast.modelVersion,
						})}
					</p>
				)}
			</details>
		</div>
	);
}
