import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { QuotaPlanJson, QuotaPlanNodeJson } from "../../../core/contract/quota-plans.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { readTyped, showAmount, typedAmount } from "./quota-amount.ts";

type Rule = NonNullable<PlanChange["nodes"]>[number];

/** What one number is made of, and the rules that can be set for it; an emptied field goes back to what the records say. */
export function NodeRules(props: {
	plan: QuotaPlanJson;
	node: QuotaPlanNodeJson;
	change: (changed: PlanChange) => Promise<boolean>;
}) {
	const { t, locale } = useSpeech();
	const { plan, node, change } = props;
	const { currency } = plan;
	const percentOf = (given: { value: number; isGiven: boolean } | null) =>
		given?.isGiven ? String(Math.round(given.value * 1000) / 10) : "";
	const [draft, setDraft] = useState({
		floor: typedAmount(node.floor, currency, locale),
		cap: typedAmount(node.cap, currency, locale),
		bid: typedAmount(node.bid, currency, locale),
		over: node.isOverGiven ? String(Math.round(node.over * 1000) / 10) : "",
		potential: node.potential?.isGiven ? String(node.potential.value) : "",
		capacity: percentOf(node.capacity),
		ramp: percentOf(node.ramp),
		history: percentOf(node.history),
	});
	const [wrong, setWrong] = useState<string[]>([]);
	const amounts = ["floor", "cap", ...(node.kind === "user" ? ["bid"] : [])] as ("floor" | "cap" | "bid")[];
	const shares = node.kind === "user" ? (["capacity", "ramp", "history"] as const) : (["over"] as const);
	const save = (event: FormEvent) => {
		event.preventDefault();
		const rule: Rule = { nodeId: node.nodeId };
		const bad: string[] = [];
		for (const field of amounts) {
			const typed = draft[field].trim();
			const read = typed === "" ? null : readTyped(typed, currency, locale);
			if (typed !== "" && read === null) bad.push(field);
			rule[field] = read;
		}
		for (const field of shares)
			rule[field] = shareOf(draft[field], field === "capacity" || field === "history" ? 10 : 1);
		if (node.kind === "user") rule.potential = draft.potential.trim() === "" ? null : Number(draft.potential) || 0;
		setWrong(bad);
		if (bad.length === 0) void change({ nodes: [rule] });
	};
	const found = {
		capacity: node.capacity?.found,
		ramp: node.ramp?.found,
		history: node.history?.found,
		over: node.kind === "user" ? undefined : plan.over[node.kind],
	};
	return (
		<form onSubmit={save} className="stack-tight">
			<Facts plan={plan} node={node} />
			{plan.may.edit && (
				<div className="quota-form">
					{amounts.map((field) => (
						<Field
							key={field}
							label={t(`quotaPlan.rule.${field}`)}
							{...(wrong.includes(field) && { validationMessage: t("quotaPage.notAmount") })}
						>
							<Input
								inputMode="decimal"
								value={draft[field]}
								onChange={(_, { value }) => setDraft({ ...draft, [field]: value })}
							/>
						</Field>
					))}
					{node.potential && (
						<Field label={t("quotaPlan.rule.potential")}>
							<Input
								type="number"
								min={0}
								value={draft.potential}
								placeholder={formatNumber(node.potential.found, "en").replaceAll(",", "")}
								onChange={(_, { value }) => setDraft({ ...draft, potential: value })}
							/>
						</Field>
					)}
					{shares.map((field) => (
						<Field key={field} label={t(`quotaPlan.rule.${field}`)}>
							<Input
								type="number"
								min={0}
								max={1000}
								step={0.1}
								contentAfter="%"
								value={draft[field]}
								placeholder={String(Math.round((found[field] ?? 0) * 1000) / 10)}
								onChange={(_, { value }) => setDraft({ ...draft, [field]: value })}
							/>
						</Field>
					))}
					<Button type="submit">{t("quotaPlan.reckon")}</Button>
				</div>
			)}
		</form>
	);
}

function Facts({ plan, node }: { plan: QuotaPlanJson; node: QuotaPlanNodeJson }) {
	const { t, locale } = useSpeech();
	const percent = (share: number | undefined) => formatPercent(share ?? 0, locale);
	const { potential, capacity, ramp, history, fairShare, before } = node;
	const lines = [
		fairShare === null ? null : t("quotaPlan.fact.share", { share: formatPercent(fairShare, locale, 1) }),
		potential &&
			(plan.currency === null
				? t("quotaPlan.fact.accounts", { n: potential.accounts })
				: t("quotaPlan.fact.potential", {
						n: potential.accounts,
						worth: showAmount(String(Math.round(potential.value)), plan.currency, locale),
					})),
		capacity &&
			t("quotaPlan.fact.capacity", {
				share: percent(capacity.value),
				hours: capacity.hoursPerWeek === null ? "–" : formatNumber(capacity.hoursPerWeek, locale),
			}),
		ramp && t("quotaPlan.fact.ramp", { share: percent(ramp.value) }),
		history && t("quotaPlan.fact.history", { share: percent(history.value), n: history.n }),
		before === null ? null : t("quotaPlan.fact.before", { amount: showAmount(before, plan.currency, locale) }),
	].filter((line) => line !== null);
	return (
		<ul className="quota-list">
			{lines.map((line) => (
				<li key={line}>{line}</li>
			))}
		</ul>
	);
}

function shareOf(text: string, most: number): number | null {
	if (text.trim() === "") return null;
	const share = Number(text) / 100;
	return Number.isFinite(share) ? Math.min(most, Math.max(0, share)) : null;
}
