import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { LeadGradeJson, LeadJson } from "../../../core/contract/leads.ts";
import { LEAD_GRADES, type LeadGrade } from "../../../core/model/lead.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";

/** A grade in a row of a list; one that a person said is marked so. */
export function GradeCell({ grade }: { grade: LeadGradeJson }) {
	const { t } = useSpeech();
	return (
		<span title={grade.text}>
			{grade.grade ? grade.label : "–"}
			{grade.said && <span className="cs-sub">{t("grade.byHand")}</span>}
		</span>
	);
}

/** How hot a lead is, on what that rests, what a person said instead, and the way to say so. */
export function GradeSaid({
	lead,
	grade,
	put,
}: {
	lead: LeadJson;
	grade: LeadGradeJson;
	put: (lead: LeadJson) => void;
}) {
	const { t, locale, zone } = useSpeech();
	const me = useMe();
	const [isOpen, setOpen] = useState(false);
	const { said } = grade;
	return (
		<section className="grade-said" aria-labelledby="grade-title">
			<h2 id="grade-title">{grade.label}</h2>
			<p>{grade.text}</p>
			{said && (
				<p>
					{t("grade.saidBy", {
						name: said.by ?? "–",
						grade: t(`leadGrade.${said.grade}`),
						when: formatInstant(Date.parse(said.at), locale, zone),
						reason: said.reason,
					})}
					{said.asksAgain && <strong> {t("grade.asksAgain")}</strong>}
				</p>
			)}
			{me.permissions.includes("leads:write") &&
				(isOpen ? (
					<SayForm lead={lead} grade={grade} put={put} close={() => setOpen(false)} />
				) : (
					<div>
						<Button size="small" onClick={() => setOpen(true)}>
							{t("grade.sayYourself")}
						</Button>
					</div>
				))}
		</section>
	);
}

function SayForm(props: { lead: LeadJson; grade: LeadGradeJson; put: (lead: LeadJson) => void; close: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { lead, grade, put, close } = props;
	const [chosen, setChosen] = useState<LeadGrade | "">(grade.grade ?? "warm");
	const [reason, setReason] = useState("");
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const save = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		session.client.qualifyLead(lead.id, { grade: chosen === "" ? null : chosen, reason }).then((next) => {
			put(next);
			close();
		}, setFault);
	};
	return (
		<form onSubmit={save} className="stack-tight">
			<div className="form-line">
				<Field label={t("lead.grade")}>
					<Select value={chosen} onChange={(_, d) => setChosen(d.value as LeadGrade | "")}>
						{LEAD_GRADES.map((g) => (
							<option key={g} value={g}>
								{t(`leadGrade.${g}`)}
							</option>
						))}
						{grade.said && <option value="">{t("grade.asFound")}</option>}
					</Select>
				</Field>
				<Field label={t("grade.reason")} required>
					<Input value={reason} minLength={3} maxLength={500} onChange={(_, d) => setReason(d.value)} />
				</Field>
			</div>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" size="small">
					{t("deal.save")}
				</Button>
				<Button size="small" onClick={close}>
					{t("kit.cancel")}
				</Button>
			</div>
		</form>
	);
}
