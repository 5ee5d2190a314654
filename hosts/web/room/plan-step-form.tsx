import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { PlanStepJson, RoomJson } from "../../../core/contract/room.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { useDeed } from "./use-deed.ts";

/** One step of the plan as a form: a new one at the end, or one that is changed in its place. */
export function PlanStepForm(props: {
	dealId: string;
	step: PlanStepJson | null;
	contacts: RoomJson["people"];
	done: () => void;
	cancel?: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { dealId, step } = props;
	const people = useLoad("people", () => session.client.people());
	const [title, setTitle] = useState(step?.title ?? "");
	const [side, setSide] = useState<"ours" | "theirs">(step?.side ?? "ours");
	const [who, setWho] = useState(step?.owner?.id ?? step?.contact?.id ?? "");
	const [dueOn, setDueOn] = useState(step?.dueOn ?? "");
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const choices =
		side === "ours"
			? (people.data?.items ?? []).map((p) => ({ id: p.id, name: p.name }))
			: props.contacts.map((p) => ({ id: p.contact.id, name: p.contact.name }));

	const submit = (event: FormEvent) => {
		event.preventDefault();
		const body = {
			title: title.trim(),
			side,
			ownerId: side === "ours" ? who || null : null,
			contactId: side === "theirs" ? who || null : null,
			dueOn: dueOn || null,
		};
		deed.run(
			() =>
				step
					? session.client.updatePlanStep(dealId, step.id, { ...body, version: step.version })
					: session.client.addPlanStep(dealId, body, key.current),
			() => {
				key.current = crypto.randomUUID();
				if (!step) {
					setTitle("");
					setDueOn("");
				}
				props.done();
			},
		);
	};
	return (
		<form className="plan-form" onSubmit={submit}>
			<Field label={step ? t("plan.title") : t("plan.new")} className="plan-form-title">
				<Input value={title} maxLength={300} onChange={(_, d) => setTitle(d.value)} />
			</Field>
			<Field label={t("plan.side")}>
				<Select
					value={side}
					onChange={(_, d) => {
						setSide(d.value === "theirs" ? "theirs" : "ours");
						setWho("");
					}}
				>
					<option value="ours">{t("plan.ours")}</option>
					<option value="theirs">{t("plan.theirs")}</option>
				</Select>
			</Field>
			<Field label={t("plan.who")}>
				<Select value={who} onChange={(_, d) => setWho(d.value)}>
					<option value="">{t("plan.nobody")}</option>
					{choices.map((c) => (
						<option key={c.id} value={c.id}>
							{c.name}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("plan.due")}>
				<Input type="date" value={dueOn} onChange={(_, d) => setDueOn(d.value)} />
			</Field>
			<div className="row">
				<Button type="submit" appearance="primary" disabled={deed.busy || title.trim() === ""}>
					{step ? t("deal.save") : t("plan.add")}
				</Button>
				{props.cancel && <Button onClick={props.cancel}>{t("kit.cancel")}</Button>}
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
