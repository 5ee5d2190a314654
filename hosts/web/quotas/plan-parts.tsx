import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { QuotaPlanJson } from "../../../core/contract/quota-plans.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { showAmount } from "./quota-amount.ts";
import { depthsOf, inTreeOrder } from "./tree-depth.ts";

type Into = "" | "quarter" | "month";
const FINER: Readonly<Record<string, readonly Into[]>> = { year: ["", "quarter", "month"], quarter: ["", "month"] };

/** What of a plan falls into each quarter or month: as past years went, or as somebody says. */
export function PlanParts(props: {
	plan: QuotaPlanJson;
	busy: boolean;
	change: (changed: PlanChange) => Promise<boolean>;
}) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const { plan, busy, change } = props;
	const { division } = plan;
	const choices = FINER[plan.period.grain] ?? [];
	if (choices.length === 0 || (!plan.may.edit && !division)) return null;
	const into = plan.split?.into ?? "";
	const divide = (value: string) =>
		void change({ split: value === "quarter" || value === "month" ? { into: value } : null });
	const nodes = inTreeOrder(plan.nodes);
	const depths = depthsOf(nodes);
	return (
		<section aria-labelledby="plan-parts" className="stack-tight">
			<h2 id="plan-parts">{t("quotaPlan.parts")}</h2>
			{plan.may.edit && (
				<div className="quota-form">
					<Field label={t("quotaPlan.partsInto")}>
						<Select value={into} disabled={busy} onChange={(_, { value }) => divide(value)}>
							{choices.map((one) => (
								<option key={one} value={one}>
									{t(one === "" ? "quotaPlan.partsNone" : `quotaPlan.parts.${one}`)}
								</option>
							))}
						</Select>
					</Field>
				</div>
			)}
			{division && (
				<>
					<p className="cs-muted">
						{division.isGiven
							? t("quotaPlan.partsGiven")
							: division.spans > 0
								? t("quotaPlan.partsPast", { n: division.spans })
								: t("quotaPlan.partsByDays")}
					</p>
					{plan.may.edit && plan.split && (
						<Shares key={`${plan.version} ${into}`} plan={plan} busy={busy} change={change} />
					)}
					<DataTable
						caption={t("quotaPlan.parts")}
						rows={nodes}
						rowKey={(node) => node.nodeId}
						wide
						columns={[
							{
								key: "name",
								header: t("quota.who"),
								cell: (node) => (
									<span style={{ paddingInlineStart: `${depths.get(node.nodeId) ?? 0}rem` }}>{node.name}</span>
								),
							},
							...division.parts.map(({ period, share }, k) => ({
								key: period.name,
								header: `${nameOf(period, { narrow: true })} · ${formatPercent(share, locale, 1)}`,
								figure: true,
								cell: (node: (typeof nodes)[number]) => showAmount(node.parts[k] ?? null, plan.currency, locale),
							})),
						]}
					/>
				</>
			)}
		</section>
	);
}

function Shares(props: { plan: QuotaPlanJson; busy: boolean; change: (changed: PlanChange) => Promise<boolean> }) {
	const { t } = useSpeech();
	const nameOf = usePeriodName();
	const { plan, busy, change } = props;
	const { division, split } = plan;
	const [typed, setTyped] = useState(() =>
		(division?.parts ?? []).map(({ share }) => String(Math.round(share * 1000) / 10)),
	);
	if (!division || !split) return null;
	const weights = typed.map((text) => Number(text.replace(",", ".")));
	const isWrong = weights.some((w) => !(w >= 0)) || weights.every((w) => w === 0);
	const save = (event: FormEvent) => {
		event.preventDefault();
		if (!isWrong) void change({ split: { into: split.into, weights } });
	};
	return (
		<details className="cs-more">
			<summary>{t("quotaPlan.partsSet")}</summary>
			<form onSubmit={save} className="quota-form">
				{division.parts.map(({ period }, k) => (
					<Field key={period.name} label={nameOf(period, { narrow: true })}>
						<Input
							inputMode="decimal"
							value={typed[k] ?? ""}
							contentAfter="%"
							onChange={(_, { value }) => setTyped(typed.map((text, i) => (i === k ? value : text)))}
						/>
					</Field>
				))}
				<Button type="submit" disabled={busy || isWrong}>
					{t("quotaPlan.partsTake")}
				</Button>
				{division.isGiven && (
					<Button disabled={busy} onClick={() => void change({ split: { into: split.into } })}>
						{t("quotaPlan.partsAsPast")}
					</Button>
				)}
			</form>
		</details>
	);
}
