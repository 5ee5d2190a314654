import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { QuotaPlanListJson } from "../../../core/contract/quota-plans.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { readTyped, showAmount } from "../quotas/quota-amount.ts";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import "../quotas/quotas.css";
import { Link, navigate } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** The plans there are, each with where it stands, and the way to a new one. */
export function QuotaPlansPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const loaded = useLoad(
		"quota-plans",
		() => session.client.quotaPlans(),
		(e) => e.type === "quota.changed",
	);
	const waiting = loaded.data?.items.filter((plan) => plan.state === "submitted").length ?? 0;
	return (
		<Page
			title={t("quotaPlans.title")}
			heading={loaded.data ? t("quotaPlans.heading", { n: waiting }) : t("quotaPlans.title")}
			above={<QuotaWays />}
		>
			<Loading of={loaded} lines={8}>
				{(list) => (
					<div className="stack">
						{list.items.length === 0 ? (
							<StateNotice state="empty" title={t("quotaPlans.none")}>
								<p>{t("quotaPlans.noneSays")}</p>
							</StateNotice>
						) : (
							<Plans items={list.items} />
						)}
						{me.permissions.includes("quotas:write") && (
							<NewPlan periods={list.periods} currency={me.workspace.reportingCurrency} />
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Plans({ items }: Pick<QuotaPlanListJson, "items">) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	return (
		<DataTable
			caption={t("quotaPlans.title")}
			rows={items}
			rowKey={(plan) => plan.id}
			columns={[
				{
					key: "name",
					header: t("quotaPlans.name"),
					cell: (plan) => (
						<>
							<Link to={`/quotas/${plan.id}`} data-row-link>
								{plan.name}
							</Link>
							<span className="cs-sub">
								{[nameOf(plan.period), t(`quotaPage.measure.${plan.measure}`)].join(" · ")}
							</span>
						</>
					),
				},
				{ key: "state", header: t("quotaPlans.state"), cell: (plan) => t(`quotaPlans.state.${plan.state}`) },
				{
					key: "total",
					header: t("quotaPlans.target"),
					figure: true,
					cell: (plan) => showAmount(plan.total, plan.currency, locale),
				},
				{
					key: "updated",
					header: t("quotaPlans.changed"),
					narrow: false,
					cell: (plan) =>
						[plan.updatedBy, formatInstant(Date.parse(plan.updatedAt), locale, zone)].filter(Boolean).join(" · "),
				},
			]}
		/>
	);
}

function NewPlan({ periods, currency }: { periods: QuotaPlanListJson["periods"]; currency: string }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const { session } = usePortal();
	const [draft, setDraft] = useState({ name: "", period: periods[1]?.name ?? "", measure: "revenue", target: "" });
	const [isWrong, setWrong] = useState(false);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const isMoney = draft.measure === "revenue";
	const make = (event: FormEvent) => {
		event.preventDefault();
		const typed = draft.target.trim();
		const target = typed === "" ? null : readTyped(typed, isMoney ? currency : null, locale);
		setWrong(typed !== "" && target === null);
		if (typed !== "" && target === null) return;
		setBusy(true);
		const measure = (["units", "activities"] as const).find((m) => m === draft.measure) ?? "revenue";
		const name = draft.name.trim() || t("quotaPlans.usualName", { period: nameOf(draft.period) });
		session.client.createQuotaPlan({ name, period: draft.period, measure, target }, key).then(
			(plan) => navigate(`/quotas/${plan.id}`),
			(caught: CourtsideError) => {
				setFault(caught);
				setBusy(false);
				setKey(crypto.randomUUID());
			},
		);
	};
	return (
		<section aria-labelledby="new-plan">
			<h2 id="new-plan">{t("quotaPlans.new")}</h2>
			<form onSubmit={make} className="quota-form">
				<Field label={t("quotaPlans.name")}>
					<Input
						maxLength={120}
						value={draft.name}
						placeholder={t("quotaPlans.usualName", { period: nameOf(draft.period) })}
						onChange={(_, { value }) => setDraft({ ...draft, name: value })}
					/>
				</Field>
				<Field label={t("quotaPlans.period")}>
					<Select value={draft.period} onChange={(_, { value }) => setDraft({ ...draft, period: value })}>
						{periods.map((period) => (
							<option key={period.name} value={period.name}>
								{nameOf(period)}
							</option>
						))}
					</Select>
				</Field>
				<Field label={t("quotaPage.measure")}>
					<Select value={draft.measure} onChange={(_, { value }) => setDraft({ ...draft, measure: value })}>
						<option value="revenue">{t("quotaPage.measure.revenue")}</option>
						<option value="units">{t("quotaPage.measure.units")}</option>
						<option value="activities">{t("quotaPage.measure.activities")}</option>
					</Select>
				</Field>
				<Field
					label={isMoney ? t("quotaPlans.targetIn", { currency }) : t("quotaPlans.targetPieces")}
					hint={t("quotaPlans.targetHint")}
					{...(isWrong && { validationMessage: t("quotaPage.notAmount") })}
				>
					<Input
						inputMode="decimal"
						value={draft.target}
						onChange={(_, { value }) => setDraft({ ...draft, target: value })}
					/>
				</Field>
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("quotaPlans.make")}
				</Button>
			</form>
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
