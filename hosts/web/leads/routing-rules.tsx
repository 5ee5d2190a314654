import { Button, Field, Input, Select, Switch } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import type { RoutingJson, RoutingTrialJson } from "../../../core/contract/lead-routing.ts";
import { ROUTING_NEEDS, ROUTING_WAYS, type RoutingNeed, type RoutingWay } from "../../../core/model/routing.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useTriedSettings } from "../use-tried-settings.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, draftOf, newCondition, TEXT_FIELDS } from "./condition-words.ts";
import { RoutingTrial } from "./routing-trial.tsx";

type Settings = RoutingJson["settings"];
type Rule = Settings["rules"][number];

/** Who gets which lead: rules in order, tried on the last 30 days before they are kept. */
export function RoutingRules({ routing, put }: { routing: RoutingJson; put: (routing: RoutingJson) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { draft, tried, isKept, busy, fault, change, attempt, save } = useTriedSettings<Settings, RoutingTrialJson>(
		routing.settings,
		{
			attempt: ({ version, ...settings }) => session.client.tryLeadRouting(settings),
			keep: async (settings) => {
				const next = await session.client.updateLeadRouting(settings);
				put(next);
				return next.settings;
			},
		},
	);
	const putRule = (k: number, rule: Rule) => change({ rules: draft.rules.map((r, i) => (i === k ? rule : r)) });
	const add = () => {
		const when = [conditionOf(newCondition())];
		const rule: Rule = { ...BLANK, id: crypto.randomUUID(), when };
		// Before the one that takes everything.
		change({ rules: [rule, ...draft.rules] });
	};
	return (
		<form onSubmit={save} className="stack-tight">
			<Switch checked={draft.isOn} label={t("routing.isOn")} onChange={(_, d) => change({ isOn: d.checked })} />
			<Switch
				checked={draft.needsApproval}
				label={t("routing.needsApproval")}
				onChange={(_, d) => change({ needsApproval: d.checked })}
			/>
			<Switch
				checked={draft.accountsToo}
				label={t("routing.accountsToo")}
				onChange={(_, d) => change({ accountsToo: d.checked })}
			/>
			<div className="form-line">
				{(["skillField", "languageField"] as const).map((name) => (
					<Field key={name} label={t(`routing.${name}`)}>
						<Select value={draft[name] ?? ""} onChange={(_, d) => change({ [name]: d.value || null })}>
							<option value="">{t("routing.noField")}</option>
							{Object.entries(TEXT_FIELDS).map(([field, word]) => (
								<option key={field} value={field}>
									{t(word)}
								</option>
							))}
							{routing.extraFields.map((field) => (
								<option key={field} value={`extra.${field}`}>
									{field}
								</option>
							))}
						</Select>
					</Field>
				))}
			</div>
			<p className="cs-muted">{t("routing.rulesSay")}</p>
			<div>
				<Button icon={<AddRegular />} onClick={add}>
					{t("grade.addRule")}
				</Button>
			</div>
			{draft.rules.map((rule, k) => (
				<RuleFields
					key={rule.id}
					rule={rule}
					people={routing.people}
					extras={routing.extraFields}
					put={(next) => putRule(k, next)}
					drop={() => change({ rules: draft.rules.filter((_, i) => i !== k) })}
				/>
			))}
			{tried && <RoutingTrial trial={tried} />}
			{isKept && <StateNotice state="note" title={t(draft.isOn ? "routing.keptOn" : "routing.keptOff")} />}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button disabled={busy} onClick={attempt}>
					{t("routing.try")}
				</Button>
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
			</div>
		</form>
	);
}

const BLANK: Omit<Rule, "id" | "when"> = {
	label: "",
	among: [],
	way: "turns",
	territory: "prefer",
	skill: "ignore",
	language: "ignore",
};

function RuleFields(props: {
	rule: Rule;
	people: RoutingJson["people"];
	extras: readonly string[];
	put: (rule: Rule) => void;
	drop: () => void;
}) {
	const { t } = useSpeech();
	const { rule, people, extras, put, drop } = props;
	const name = rule.label || t("routing.allLeads");
	return (
		<section className="grade-rule" aria-label={name}>
			<div className="form-line">
				<Field label={t("grade.ruleName")}>
					<Input
						value={rule.label}
						placeholder={t("routing.allLeads")}
						onChange={(_, d) => put({ ...rule, label: d.value })}
					/>
				</Field>
				<Field label={t("routing.way")}>
					<Select value={rule.way} onChange={(_, d) => put({ ...rule, way: d.value as RoutingWay })}>
						{ROUTING_WAYS.map((way) => (
							<option key={way} value={way}>
								{t(`routing.way.${way}`)}
							</option>
						))}
					</Select>
				</Field>
				<Button icon={<DeleteRegular />} aria-label={t("grade.dropRule", { name })} onClick={drop} />
			</div>
			{rule.when.map((when, i) => (
				<ConditionFields
					// biome-ignore lint/suspicious/noArrayIndexKey: a condition has nothing else to be known by
					key={i}
					draft={draftOf(when)}
					extras={extras}
					change={(draft) => put({ ...rule, when: rule.when.map((w, j) => (j === i ? conditionOf(draft, w) : w)) })}
				/>
			))}
			<div className="form-line">
				{(["territory", "skill", "language"] as const).map((need) => (
					<Field key={need} label={t(`routing.need.${need}`)}>
						<Select value={rule[need]} onChange={(_, d) => put({ ...rule, [need]: d.value as RoutingNeed })}>
							{ROUTING_NEEDS.map((how) => (
								<option key={how} value={how}>
									{t(`routing.needs.${how}`)}
								</option>
							))}
						</Select>
					</Field>
				))}
			</div>
			<details className="cs-more">
				<summary>{t("routing.among", { count: rule.among.length })}</summary>
				<fieldset className="routing-among">
					<legend className="cs-unseen">{t("routing.among", { count: rule.among.length })}</legend>
					{people.map((p) => (
						<label key={p.id}>
							<input
								type="checkbox"
								checked={rule.among.includes(p.id)}
								onChange={(event) =>
									put({
										...rule,
										among: event.target.checked ? [...rule.among, p.id] : rule.among.filter((a) => a !== p.id),
									})
								}
							/>
							{p.name}
						</label>
					))}
				</fieldset>
			</details>
		</section>
	);
}
