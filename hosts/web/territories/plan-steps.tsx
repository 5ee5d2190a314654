import { Button, Checkbox, Field, Input, Textarea } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { navigate } from "../router.tsx";

/** From draft to force and back: what may be done now, and what was. */
export function PlanSteps({ plan, put }: { plan: TerritoryPlanJson; put: (plan: TerritoryPlanJson) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [isSubmitting, setSubmitting] = useState(false);
	const { client } = session;
	const { may, state, id } = plan;
	const send = (work: () => Promise<TerritoryPlanJson>) => {
		setBusy(true);
		setFault(null);
		work()
			.then((next) => {
				setSubmitting(false);
				put(next);
			}, setFault)
			.finally(() => setBusy(false));
	};
	const remove = () => client.deleteTerritoryPlan(id).then(() => navigate("/territories"), setFault);
	const isBack = me.permissions.includes("territories:plan") && ["submitted", "approved", "undone"].includes(state);
	return (
		<section className="terr-steps" aria-label={t("terr.steps.title")}>
			<Said plan={plan} />
			<div className="row">
				{may.submit && !isSubmitting && (
					<Button appearance="primary" disabled={busy || !plan.report} onClick={() => setSubmitting(true)}>
						{t("terr.steps.submit")}
					</Button>
				)}
				{may.apply && (
					<Button appearance="primary" disabled={busy} onClick={() => send(() => client.applyTerritoryPlan(id))}>
						{t("terr.steps.apply")}
					</Button>
				)}
				{may.undo && (
					<Button disabled={busy} onClick={() => send(() => client.undoTerritoryPlan(id))}>
						{t("terr.steps.undo")}
					</Button>
				)}
				{isBack && (
					<Button disabled={busy} onClick={() => send(() => client.withdrawTerritoryPlan(id))}>
						{t("terr.steps.withdraw")}
					</Button>
				)}
				{may.edit && (
					<Button disabled={busy} onClick={() => void remove()}>
						{t("terr.steps.delete")}
					</Button>
				)}
			</div>
			{isSubmitting && <SubmitForm plan={plan} busy={busy} send={send} cancel={() => setSubmitting(false)} />}
			{may.approve && <DecideForm plan={plan} busy={busy} send={send} />}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}

type Send = (work: () => Promise<TerritoryPlanJson>) => void;

function SubmitForm(props: { plan: TerritoryPlanJson; busy: boolean; send: Send; cancel: () => void }) {
	const { t, now } = useSpeech();
	const { session } = usePortal();
	const { plan, busy, send, cancel } = props;
	const [day, setDay] = useState(() => new Date(now()).toISOString().slice(0, 10));
	const [movesDeals, setMovesDeals] = useState(false);
	const [note, setNote] = useState("");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const body = { effectiveOn: day, movesDeals, version: plan.version, ...(note.trim() && { note }) };
		send(() => session.client.submitTerritoryPlan(plan.id, body));
	};
	return (
		<form className="form terr-form" onSubmit={submit} aria-label={t("terr.steps.submit")}>
			<Field label={t("terr.steps.from")} required>
				<Input type="date" value={day} onChange={(_, { value }) => setDay(value)} />
			</Field>
			<Checkbox
				checked={movesDeals}
				onChange={(_, { checked }) => setMovesDeals(checked === true)}
				label={t("terr.steps.movesDeals")}
			/>
			<Field label={t("terr.steps.note")}>
				<Textarea value={note} maxLength={1000} onChange={(_, { value }) => setNote(value)} />
			</Field>
			<div className="row">
				<Button appearance="primary" type="submit" disabled={busy || day === ""}>
					{t("terr.steps.handIn")}
				</Button>
				<Button onClick={cancel}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}

function DecideForm({ plan, busy, send }: { plan: TerritoryPlanJson; busy: boolean; send: Send }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [answer, setAnswer] = useState("");
	const decide = (approve: boolean) =>
		send(() => session.client.decideTerritoryPlan(plan.id, { approve, ...(answer.trim() && { answer }) }));
	return (
		<div className="form terr-form">
			<Field label={t("terr.steps.answer")}>
				<Textarea value={answer} maxLength={1000} onChange={(_, { value }) => setAnswer(value)} />
			</Field>
			<div className="row">
				<Button appearance="primary" disabled={busy} onClick={() => decide(true)}>
					{t("terr.steps.approve")}
				</Button>
				<Button disabled={busy} onClick={() => decide(false)}>
					{t("terr.steps.sendBack")}
				</Button>
			</div>
		</div>
	);
}

/** What has become of the plan so far, in a sentence or two. */
function Said({ plan }: { plan: TerritoryPlanJson }) {
	const { t, locale, zone } = useSpeech();
	const { approval, application, state } = plan;
	const when = (at: string) => formatInstant(Date.parse(at), locale, zone);
	const lines: string[] = [];
	if (approval && state !== "draft") {
		const day = formatDay(approval.effectiveOn, locale);
		lines.push(t("terr.said.asked", { name: approval.askedBy ?? "–", when: when(approval.askedAt), day }));
		lines.push(t(approval.movesDeals ? "terr.said.dealsMove" : "terr.said.dealsStay"));
		if (approval.note) lines.push(`“${approval.note}”`);
	}
	if (approval?.decidedAt && (approval.state === "approved" || approval.state === "rejected")) {
		const given = { name: approval.decidedBy ?? "–", when: when(approval.decidedAt) };
		lines.push(t(approval.state === "approved" ? "terr.said.approved" : "terr.said.rejected", given));
		if (approval.answer) lines.push(`“${approval.answer}”`);
	}
	if (application?.state === "waiting")
		lines.push(t("terr.said.waits", { day: formatDay(application.effectiveOn, locale) }));
	if (application?.appliedAt && application.state === "applied") {
		lines.push(t("terr.said.applied", { when: when(application.appliedAt), count: application.rows }));
		if (application.written > 0) lines.push(t("terr.said.written", { count: application.written }));
	}
	if (application?.undoneAt) lines.push(t("terr.said.undone", { when: when(application.undoneAt) }));
	if (lines.length === 0) return null;
	return (
		<ul className="terr-said">
			{lines.map((line) => (
				<li key={line}>{line}</li>
			))}
		</ul>
	);
}
