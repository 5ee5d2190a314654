import { Button } from "@fluentui/react-components";
import type { QuotaPlanJson } from "../../../core/contract/quota-plans.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { showAmount } from "./quota-amount.ts";

const AT_FIRST = 8;

/** Who has it hardest and who easiest, and the numbers with which everyone would have the same chance. */
export function PlanFairness(props: {
	plan: QuotaPlanJson;
	busy: boolean;
	change: (changed: PlanChange) => Promise<boolean>;
}) {
	const { t, locale } = useSpeech();
	const { plan, busy, change } = props;
	const { fairness } = plan;
	if (!fairness) return null;
	const percent = (share: number) => formatPercent(share, locale);
	const people = plan.nodes
		.filter((n) => n.kind === "user" && n.chance !== null)
		.toSorted((a, b) => (a.chance?.chance ?? 0) - (b.chance?.chance ?? 0));
	const isEven = plan.basis === "chance";
	return (
		<section aria-labelledby="plan-fair" className="stack-tight">
			<h2 id="plan-fair">{t("quotaPlan.fair")}</h2>
			<p>
				{t("quotaPlan.fairSays", {
					lowest: fairness.lowest.name,
					low: percent(fairness.lowest.chance),
					highest: fairness.highest.name,
					high: percent(fairness.highest.chance),
				})}
				{fairness.unknown > 0 && ` ${t("quotaPlan.fairUnknown", { n: fairness.unknown })}`}
			</p>
			{!isEven && fairness.evenSpread !== null && (
				<p>{t("quotaPlan.evenSays", { spread: percent(fairness.spread), even: percent(fairness.evenSpread) })}</p>
			)}
			{plan.may.edit && (isEven || fairness.evenSpread !== null) && (
				<div>
					<Button disabled={busy} onClick={() => void change({ basis: isEven ? "strength" : "chance" })}>
						{t(isEven ? "quotaPlan.byStrength" : "quotaPlan.byChance")}
					</Button>
				</div>
			)}
			<DataTable
				caption={t("quotaPlan.fair")}
				rows={people.length > AT_FIRST * 2 ? [...people.slice(0, AT_FIRST), ...people.slice(-AT_FIRST)] : people}
				rowKey={(node) => node.nodeId}
				columns={[
					{ key: "name", header: t("quota.who"), cell: (node) => node.name },
					{ key: "chance", header: t("quotaPage.chance"), figure: true, cell: (n) => percent(n.chance?.chance ?? 0) },
					{
						key: "amount",
						header: t("quota.quota"),
						figure: true,
						cell: (n) => showAmount(n.amount, plan.currency, locale),
					},
					{
						key: "even",
						header: t("quotaPlan.even"),
						figure: true,
						cell: (n) => showAmount(n.even?.amount ?? null, plan.currency, locale),
					},
				]}
			/>
			{people.length > AT_FIRST * 2 && (
				<p className="cs-muted">{t("quotaPlan.fairPart", { n: AT_FIRST, all: people.length })}</p>
			)}
		</section>
	);
}
