import { Button, Field, Input, Select } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import type { GradeReportJson } from "../../../core/contract/lead-grades.ts";
import { LEAD_GRADES, type LeadGrade } from "../../../core/model/lead.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, draftOf, newCondition } from "./condition-words.ts";

type Rule = GradeReportJson["settings"]["rules"][number];

/** The workspace's own rules, in the order in which they are asked; the first that holds decides. */
export function GradeRules(props: { rules: Rule[]; extras: readonly string[]; change: (rules: Rule[]) => void }) {
	const { t } = useSpeech();
	const { rules, extras, change } = props;
	const put = (k: number, rule: Rule) => change(rules.map((r, i) => (i === k ? rule : r)));
	const add = () => {
		const when = [conditionOf(newCondition())];
		change([...rules, { id: crypto.randomUUID(), label: "", grade: "hot", when }]);
	};
	return (
		<fieldset className="grade-rules">
			<legend>{t("grade.rules")}</legend>
			<p className="cs-muted">{t("grade.rulesSay")}</p>
			{rules.map((rule, k) => (
				<section key={rule.id} className="grade-rule" aria-label={rule.label || t("grade.newRule")}>
					<div className="form-line">
						<Field label={t("grade.ruleName")} required>
							<Input value={rule.label} onChange={(_, d) => put(k, { ...rule, label: d.value })} />
						</Field>
						<Field label={t("lead.grade")}>
							<Select value={rule.grade} onChange={(_, d) => put(k, { ...rule, grade: d.value as LeadGrade })}>
								{LEAD_GRADES.map((grade) => (
									<option key={grade} value={grade}>
										{t(`leadGrade.${grade}`)}
									</option>
								))}
							</Select>
						</Field>
						<Button
							icon={<DeleteRegular />}
							aria-label={t("grade.dropRule", { name: rule.label })}
							onClick={() => change(rules.filter((_, i) => i !== k))}
						/>
					</div>
					{rule.when.map((when, i) => (
						<ConditionFields
							// biome-ignore lint/suspicious/noArrayIndexKey: a condition has nothing else to be known by
							key={i}
							draft={draftOf(when)}
							extras={extras}
							change={(draft) =>
								put(k, { ...rule, when: rule.when.map((w, j) => (j === i ? conditionOf(draft, w) : w)) })
							}
						/>
					))}
					<Button
						size="small"
						icon={<AddRegular />}
						onClick={() => put(k, { ...rule, when: [...rule.when, conditionOf(newCondition())] })}
					>
						{t("condition.and")}
					</Button>
				</section>
			))}
			<Button icon={<AddRegular />} onClick={add}>
				{t("grade.addRule")}
			</Button>
		</fieldset>
	);
}
