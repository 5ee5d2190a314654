import { Button, Field, Input, Select } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import type { LeadModelTrialJson } from "../../../core/contract/lead-score.ts";
import type { LeadModelJson } from "../../../core/contract/leads.ts";
import { asNumber } from "../../../core/words/as-number.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useTriedSettings } from "../use-tried-settings.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, draftOf, newCondition } from "./condition-words.ts";

const PARTS = ["fit", "demographic", "behaviour", "engagement", "intent"] as const;

interface Rule {
	id: string;
	part: (typeof PARTS)[number];
	points: number;
	label?: string;
	when: Record<string, unknown>;
}

/** The base is as it is typed. */
interface Points {
	base: string;
	rules: Rule[];
}

/** The points a lead gets by rules: changed, tried on past leads, then kept. Points may be negative. */
export function PointRules(props: {
	model: LeadModelJson;
	extras: readonly string[];
	put: (model: LeadModelJson) => void;
}) {
	const { t, words, locale } = useSpeech();
	const { session } = usePortal();
	const { model, extras, put } = props;
	// The server checks what it gave.
	const given = model.body as unknown as { base: number; rules: Rule[] };
	const bodyOf = ({ base, rules }: Points) => ({ base: Number(base), rules });
	const { draft, tried, isKept, busy, fault, change, attempt, save } = useTriedSettings<Points, LeadModelTrialJson>(
		{ base: String(given.base), rules: given.rules },
		{
			attempt: (points) => session.client.tryLeadModel({ body: bodyOf(points) }),
			keep: async (points) => {
				put(await session.client.updateLeadModel({ version: model.version, body: bodyOf(points) }));
				return points;
			},
		},
	);
	const { rules } = draft;
	const nameOf = (rule: Rule) => {
		const key = `lead.rule.${rule.id}`;
		const said = words(key as PageWord, { count: 1 });
		return rule.label ?? (said === key ? rule.id : said);
	};
	const putRule = (k: number, rule: Rule) => change({ rules: rules.map((r, i) => (i === k ? rule : r)) });
	const add = () =>
		change({
			rules: [
				...rules,
				{ id: crypto.randomUUID(), part: "fit", points: 5, label: "", when: conditionOf(newCondition()) },
			],
		});
	return (
		<form onSubmit={save} className="stack-tight">
			<Field label={t("scoring.base")} className="grade-margin">
				<Input type="number" value={draft.base} onChange={(_, d) => change({ base: d.value })} />
			</Field>
			{rules.map((rule, k) => (
				<details key={rule.id} className="cs-more">
					<summary>
						{t("scoring.ruleLine", {
							name: nameOf(rule),
							points: asNumber(formatNumber(rule.points, locale), locale),
							part: t(`leadPart.${rule.part}`),
						})}
					</summary>
					<div className="form-line">
						<Field label={t("grade.ruleName")}>
							<Input value={nameOf(rule)} onChange={(_, d) => putRule(k, { ...rule, label: d.value })} />
						</Field>
						<Field label={t("scoring.points")}>
							<Input
								type="number"
								value={String(rule.points)}
								onChange={(_, d) => putRule(k, { ...rule, points: Number(d.value) })}
							/>
						</Field>
						<Field label={t("scoring.part")}>
							<Select value={rule.part} onChange={(_, d) => putRule(k, { ...rule, part: d.value as Rule["part"] })}>
								{PARTS.map((part) => (
									<option key={part} value={part}>
										{t(`leadPart.${part}`)}
									</option>
								))}
							</Select>
						</Field>
						<Button
							icon={<DeleteRegular />}
							aria-label={t("grade.dropRule", { name: nameOf(rule) })}
							onClick={() => change({ rules: rules.filter((_, i) => i !== k) })}
						/>
					</div>
					<ConditionFields
						draft={draftOf(rule.when)}
						extras={extras}
						change={(draft) => putRule(k, { ...rule, when: conditionOf(draft, rule.when) })}
					/>
				</details>
			))}
			<div>
				<Button icon={<AddRegular />} onClick={add}>
					{t("grade.addRule")}
				</Button>
			</div>
			{tried && <Tried trial={tried} />}
			{isKept && <StateNotice state="note" title={t("scoring.kept")} />}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button disabled={busy} onClick={attempt}>
					{t("scoring.try")}
				</Button>
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
			</div>
		</form>
	);
}

function Tried({ trial }: { trial: LeadModelTrialJson }) {
	const { t, locale } = useSpeech();
	const { n, tried, inUse, moved, open } = trial;
	const share = (value: number | null) => (value === null ? "–" : formatPercent(value, locale));
	return (
		<StateNotice
			state="note"
			title={
				n === 0
					? t("scoring.triedNone")
					: t("scoring.tried", {
							tried: share(tried.topFifth),
							inUse: share(inUse.topFifth),
							n: formatNumber(n, locale),
						})
			}
		>
			<p>{t("scoring.moved", { moved, open })}</p>
		</StateNotice>
	);
}
