import type { RoutingTrialJson } from "../../../core/contract/lead-routing.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";

/** What the rules would have done with the leads, and the accounts, of the last 30 days. */
export function RoutingTrial({ trial }: { trial: RoutingTrialJson }) {
	const { t, locale } = useSpeech();
	const finding = t("routing.tried", {
		leads: trial.leads,
		days: trial.days,
		waits: trial.waits,
		others: trial.others,
	});
	return (
		<section role="status" className="stack-tight">
			<p>
				<strong>{finding}</strong>
			</p>
			<p className="cs-muted">
				{trial.rules.map((r) => `${r.label || t("routing.allLeads")}: ${formatNumber(r.leads, locale)}`).join(" · ")}
				{trial.expected !== null && ` · ${t("routing.expected", { deals: formatNumber(trial.expected, locale, 1) })}`}
				{trial.isPart && ` · ${t("routing.part")}`}
			</p>
			<DataTable
				caption={finding}
				rows={trial.people.filter((p) => p.got > 0 || p.hasNow > 0)}
				rowKey={(p) => p.id}
				columns={[
					{ key: "name", header: t("routing.person"), cell: (p) => p.name },
					{ key: "got", header: t("routing.wouldGet"), figure: true, cell: (p) => formatNumber(p.got, locale) },
					{
						key: "due",
						header: t("routing.due"),
						figure: true,
						cell: (p) => (p.due === null ? "–" : formatNumber(p.due, locale, 1)),
					},
					{ key: "has", header: t("routing.hasNow"), figure: true, cell: (p) => formatNumber(p.hasNow, locale) },
				]}
			/>
			{trial.accounts && <AccountTrial trial={trial.accounts} days={trial.days} />}
		</section>
	);
}

function AccountTrial({ trial, days }: { trial: NonNullable<RoutingTrialJson["accounts"]>; days: number }) {
	const { t, locale } = useSpeech();
	const { accounts, placed, waits, others } = trial;
	const finding = t("routing.triedAccounts", { accounts, days, placed, waits, others });
	return (
		<>
			<p>
				<strong>{finding}</strong>
				{trial.isPart && <span className="cs-muted"> · {t("routing.partAccounts")}</span>}
			</p>
			{accounts > 0 && (
				<DataTable
					caption={finding}
					rows={trial.people.filter((p) => p.got > 0 || p.hasNow > 0)}
					rowKey={(p) => p.id}
					columns={[
						{ key: "name", header: t("routing.person"), cell: (p) => p.name },
						{ key: "got", header: t("routing.wouldGet"), figure: true, cell: (p) => formatNumber(p.got, locale) },
						{ key: "has", header: t("routing.hasNow"), figure: true, cell: (p) => formatNumber(p.hasNow, locale) },
					]}
				/>
			)}
		</>
	);
}
