import { Button, Checkbox, Field, Input, Select } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { NurtureSequenceJson, NurtureTrialJson } from "../../../core/contract/nurture.ts";
import { LEAD_GRADES, type LeadGrade } from "../../../core/model/lead.ts";
import { NURTURE_EXITS } from "../../../core/model/nurture.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, draftOf, newCondition } from "./condition-words.ts";
import { NurtureSteps } from "./nurture-steps.tsx";

type Draft = Pick<NurtureSequenceJson, "name" | "grade" | "when" | "steps" | "exits" | "holdoutShare" | "measureDays">;
const NEW: Draft = {
	name: "",
	grade: "warm",
	when: [],
	steps: [{ waitDays: 0, channel: "call", text: "", contentId: null }],
	exits: ["replied", "hot"],
	holdoutShare: 0.2,
	measureDays: 60,
};

/** Edits a sequence, or a new one (null): whom it takes, its steps, what ends it, how it is measured; tried before it is kept. */
export function NurtureEditor(props: {
	sequence: NurtureSequenceJson | null;
	extras: readonly string[];
	saved: () => void;
	close: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { sequence, extras, saved, close } = props;
	const [draft, setDraft] = useState<Draft>(sequence ? draftFrom(sequence) : NEW);
	const [tried, setTried] = useState<NurtureTrialJson | null>(null);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key] = useState(() => crypto.randomUUID());
	const top = useRef<HTMLHeadingElement>(null);
	useEffect(() => top.current?.focus(), []);
	const change = (part: Partial<Draft>) => {
		setDraft({ ...draft, ...part });
		setTried(null);
	};
	const work = (call: Promise<unknown>) => {
		setBusy(true);
		setFault(null);
		call.catch(setFault).finally(() => setBusy(false));
	};
	const save = (event: FormEvent) => {
		event.preventDefault();
		const kept = sequence
			? session.client.updateNurture(sequence.id, { ...draft, version: sequence.version })
			: session.client.createNurture(draft, key);
		work(
			kept.then(() => {
				saved();
				close();
			}),
		);
	};
	const trial = () => {
		const { grade, when, holdoutShare } = draft;
		const asked = { grade, when, holdoutShare, ...(sequence && { id: sequence.id }) };
		work(session.client.tryNurture(asked).then(setTried));
	};
	const heading = sequence?.name ?? t("nurture.add");
	return (
		<form onSubmit={save} className="stack-tight grade-form" aria-label={heading}>
			<h3 ref={top} tabIndex={-1}>
				{heading}
			</h3>
			<div className="form-line">
				<Field label={t("nurture.name")} required>
					<Input value={draft.name} maxLength={120} onChange={(_, d) => change({ name: d.value })} />
				</Field>
				<Field label={t("lead.grade")}>
					<Select
						value={draft.grade ?? ""}
						onChange={(_, d) => change({ grade: (d.value || null) as LeadGrade | null })}
					>
						<option value="">{t("nurture.anyGrade")}</option>
						{LEAD_GRADES.map((grade) => (
							<option key={grade} value={grade}>
								{t(`leadGrade.${grade}`)}
							</option>
						))}
					</Select>
				</Field>
			</div>
			<fieldset className="grade-rules">
				<legend>{t("nurture.takes")}</legend>
				<p className="cs-muted">{t("nurture.takesSay")}</p>
				{draft.when.map((when, k) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a condition has nothing else to be known by
					<div key={k} className="grade-rule">
						<ConditionFields
							draft={draftOf(when)}
							extras={extras}
							change={(next) => change({ when: draft.when.map((w, i) => (i === k ? conditionOf(next, w) : w)) })}
						/>
						<Button
							size="small"
							icon={<DeleteRegular />}
							aria-label={t("nurture.dropCondition", { number: k + 1 })}
							onClick={() => change({ when: draft.when.filter((_, i) => i !== k) })}
						/>
					</div>
				))}
				<Button
					size="small"
					icon={<AddRegular />}
					onClick={() => change({ when: [...draft.when, conditionOf(newCondition())] })}
				>
					{t("nurture.addCondition")}
				</Button>
			</fieldset>
			<NurtureSteps steps={draft.steps} change={(steps) => change({ steps })} />
			<fieldset className="grade-rules">
				<legend>{t("nurture.exits")}</legend>
				{NURTURE_EXITS.map((exit) => (
					<Checkbox
						key={exit}
						label={t(`nurture.exit.${exit}`)}
						checked={draft.exits.includes(exit)}
						onChange={(_, d) =>
							change({
								exits: NURTURE_EXITS.filter((e) => (e === exit ? d.checked === true : draft.exits.includes(e))),
							})
						}
					/>
				))}
				<p className="cs-muted">{t("nurture.exitsSay")}</p>
			</fieldset>
			<div className="form-line">
				<Field label={t("nurture.holdout")} hint={t("nurture.holdoutSays")}>
					<Input
						type="number"
						min={0}
						max={50}
						required
						value={String(Math.round(draft.holdoutShare * 100))}
						onChange={(_, d) => change({ holdoutShare: Number(d.value) / 100 })}
					/>
				</Field>
				<Field label={t("nurture.measure")}>
					<Input
						type="number"
						min={7}
						max={365}
						required
						value={String(draft.measureDays)}
						onChange={(_, d) => change({ measureDays: Number(d.value) })}
					/>
				</Field>
			</div>
			{tried && <Trial trial={tried} />}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button disabled={busy} onClick={trial}>
					{t("nurture.try")}
				</Button>
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
				<Button onClick={close}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}

function Trial({ trial }: { trial: NurtureTrialJson }) {
	const { t } = useSpeech();
	const { taken, open, heldOut, examples, isPart } = trial;
	return (
		<StateNotice state="note" title={t("nurture.tried", { taken, open, heldOut })}>
			{isPart && <p>{t("nurture.triedPart", { open })}</p>}
			<ul className="routing-log">
				{examples.map(({ id, name, company }) => (
					<li key={id}>
						<Link to={`/leads/${id}`}>{name}</Link>
						{company && ` · ${company}`}
					</li>
				))}
			</ul>
		</StateNotice>
	);
}

function draftFrom({ name, grade, when, steps, exits, holdoutShare, measureDays }: NurtureSequenceJson): Draft {
	return { name, grade, when, steps, exits, holdoutShare, measureDays };
}
