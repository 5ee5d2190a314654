import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { QuotaPlanJson } from "../../../core/contract/quota-plans.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { readTyped, typedAmount } from "./quota-amount.ts";

const LEVELS = ["company", "region", "team"] as const;

/** The whole plan's choices: the target or none, how far bids count, what each level gives out beyond what it carries. */
export function PlanSettings(props: {
	plan: QuotaPlanJson;
	busy: boolean;
	change: (changed: PlanChange) => Promise<boolean>;
}) {
	const { t, locale } = useSpeech();
	const { plan, busy, change } = props;
	const [target, setTarget] = useState(() => typedAmount(plan.target, plan.currency, locale));
	const [bids, setBids] = useState(String(Math.round(plan.bidWeight * 100)));
	const [over, setOver] = useState(() => LEVELS.map((level) => String(Math.round(plan.over[level] * 1000) / 10)));
	const [isWrong, setWrong] = useState(false);
	if (!plan.may.edit) return null;
	const save = (event: FormEvent) => {
		event.preventDefault();
		const typed = target.trim();
		const read = typed === "" ? null : readTyped(typed, plan.currency, locale);
		setWrong(typed !== "" && read === null);
		if (typed !== "" && read === null) return;
		const [company = 0, region = 0, team = 0] = over.map((text) => Math.min(1, Math.max(0, Number(text) / 100 || 0)));
		void change({ target: read, bidWeight: Number(bids) / 100, over: { company, region, team } });
	};
	return (
		<section aria-labelledby="plan-settings">
			<h2 id="plan-settings">{t("quotaPlan.settings")}</h2>
			<form onSubmit={save} className="quota-form">
				<Field
					label={plan.currency ? t("quotaPlans.targetIn", { currency: plan.currency }) : t("quotaPlans.targetPieces")}
					hint={t("quotaPlans.targetHint")}
					{...(isWrong && { validationMessage: t("quotaPage.notAmount") })}
				>
					<Input inputMode="decimal" value={target} onChange={(_, { value }) => setTarget(value)} />
				</Field>
				<Field label={t("quotaPlan.share")} hint={t("quotaPlan.shareHint")}>
					<Select value={bids} disabled={target.trim() === ""} onChange={(_, { value }) => setBids(value)}>
						{["0", "25", "50", "75", "100"].map((weight) => (
							<option key={weight} value={weight}>
								{t(`quotaPlan.share.${weight as "0" | "25" | "50" | "75" | "100"}`)}
							</option>
						))}
					</Select>
				</Field>
				{LEVELS.map((level, k) => (
					<Field key={level} label={t("quotaPlan.over", { level: t(`quota.kind.${level}`) })}>
						<Input
							type="number"
							min={0}
							max={100}
							step={0.5}
							value={over[k] ?? "0"}
							contentAfter="%"
							onChange={(_, { value }) => setOver(over.map((text, i) => (i === k ? value : text)))}
						/>
					</Field>
				))}
				<Button type="submit" disabled={busy}>
					{t("quotaPlan.reckon")}
				</Button>
			</form>
		</section>
	);
}
