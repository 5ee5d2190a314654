import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ScenarioJson } from "../../../core/contract/scenarios.ts";
import type { ScopeNodeJson } from "../../../core/contract/waterfall.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import { type ChangeDraft, changeOf, DRAFT_KINDS, type DraftKind, draftOf, newDraft } from "./change-draft.ts";
import { ChangeFields } from "./change-fields.tsx";
import { periodAskOf } from "./period-choice.tsx";
import { ScopeChoice } from "./scope-choice.tsx";

/** Makes a scenario, or changes one; either way it is computed then. */
export function ScenarioForm(props: {
	scenario: ScenarioJson | null;
	nodes: ScopeNodeJson[];
	done: (scenario: ScenarioJson) => void;
	cancel: () => void;
}) {
	const { t, locale, now } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const { scenario, nodes, done, cancel } = props;
	const currency = me.workspace.reportingCurrency;
	const today = new Date(now()).toISOString().slice(0, 10);
	const [name, setName] = useState(scenario?.name ?? "");
	const [nodeId, setNodeId] = useState(scenario?.node.nodeId ?? nodes[0]?.nodeId ?? "");
	const [drafts, setDrafts] = useState<ChangeDraft[]>(() => draftsOf(scenario, today, currency));
	const [next, setNext] = useState<DraftKind>("win_rate");
	const [busy, setBusy] = useState(false);
	const [isChecked, setChecked] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const changes = drafts.map((draft) => changeOf(draft, currency, locale));
	const set = (key: string, change: Partial<ChangeDraft>) =>
		setDrafts((held) => held.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)));
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setChecked(true);
		const given = changes.flatMap((change) => change ?? []);
		if (name.trim() === "" || given.length < changes.length) return;
		setBusy(true);
		setFault(null);
		const sent = scenario
			? session.client.updateScenario(scenario.id, { name, changes: given, version: scenario.version })
			: session.client.modelScenario({ ...periodAskOf(place), name, nodeId, changes: given }, crypto.randomUUID());
		sent.then(done, setFault).finally(() => setBusy(false));
	};
	return (
		<form className="form scenario-form" onSubmit={submit} aria-busy={busy} aria-label={t("scenarios.form")}>
			<Field
				label={t("scenarios.name")}
				required
				{...(isChecked && name.trim() === "" ? { validationMessage: t("scenarios.needsName") } : {})}
			>
				<Input value={name} maxLength={120} onChange={(_, { value }) => setName(value)} />
			</Field>
			{!scenario && <ScopeChoice label={t("scenarios.for")} nodes={nodes} value={nodeId} onChoose={setNodeId} />}
			<fieldset className="scenario-changes">
				<legend>{t("scenarios.changes")}</legend>
				{drafts.length === 0 && <p className="cs-muted">{t("scenarios.noChanges")}</p>}
				<ol>
					{drafts.map((draft, k) => (
						<li key={draft.key}>
							<strong>{draft.kind === "kept" ? t("scenarios.kind.other") : t(`scenarios.kind.${draft.kind}`)}</strong>
							<div className="scenario-fields">
								<ChangeFields draft={draft} nodes={nodes} set={(change) => set(draft.key, change)} />
							</div>
							{isChecked && changes[k] === null && (
								<p className="scenario-missing" role="alert">
									{t("scenarios.incomplete")}
								</p>
							)}
							<Button
								size="small"
								onClick={() => setDrafts((held) => held.filter((one) => one.key !== draft.key))}
								aria-label={t("scenarios.removeNth", { nth: k + 1 })}
							>
								{t("scenarios.remove")}
							</Button>
						</li>
					))}
				</ol>
				<div className="row scenario-add">
					<Field label={t("scenarios.what")}>
						<Select
							value={next}
							onChange={(_, { value }) => setNext(DRAFT_KINDS.find((k) => k === value) ?? "win_rate")}
						>
							{DRAFT_KINDS.map((kind) => (
								<option key={kind} value={kind}>
									{t(`scenarios.kind.${kind}`)}
								</option>
							))}
						</Select>
					</Field>
					<Button onClick={() => setDrafts((held) => [...held, newDraft(next, today)])} disabled={drafts.length >= 50}>
						{t("scenarios.add")}
					</Button>
				</div>
			</fieldset>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button appearance="primary" type="submit" disabled={busy}>
					{t("scenarios.compute")}
				</Button>
				<Button
					onClick={() => {
						cancel();
						if (!scenario) navigate(withQuery(place, { scenario: null }), { stay: true });
					}}
				>
					{t("kit.cancel")}
				</Button>
			</div>
		</form>
	);
}

function draftsOf(scenario: ScenarioJson | null, day: string, currency: string): ChangeDraft[] {
	return (scenario?.changes ?? []).map((change, k) => {
		const says = scenario?.says[k] ?? "";
		// A deal's sentence begins with its name.
		return draftOf(change, { says, day, currency, dealName: says.split(/: |：/)[0] ?? "" });
	});
}
