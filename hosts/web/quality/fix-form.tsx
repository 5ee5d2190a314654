import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { FixedJson, QualityJson } from "../../../core/contract/quality.ts";
import { addDays, dateIn } from "../../../core/model/instant.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** Mends a rule's faults in the records chosen, or in all: what it sets depends on the rule. */
export function FixForm(props: {
	rule: QualityJson["rules"][number];
	ids: string[];
	done: (fixed: FixedJson) => void;
}) {
	const { t, zone, now } = useSpeech();
	const { session } = usePortal();
	const { workspace } = useMe();
	const { rule, ids, done } = props;
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (rule.fix === null) return <p className="cs-muted">{t("quality.openOne")}</p>;
	const today = dateIn(zone, now());
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		setBusy(true);
		setFault(null);
		const work =
			rule.fix === "rate"
				? session.client.addRate({
						from: text("from").toUpperCase(),
						rate: text("rate").replace(",", "."),
						validFrom: text("validFrom"),
					})
				: session.client.fixQuality({
						rule: rule.rule,
						...(ids.length > 0 ? { ids } : {}),
						...(rule.fix === "close-date" ? { closeDate: text("closeDate") } : {}),
						...(rule.fix === "owner" ? { ownerId: text("ownerId") } : {}),
					});
		work.then(done, setFault).finally(() => setBusy(false));
	};
	return (
		<form onSubmit={submit} className="fix-form">
			{rule.fix === "close-date" && (
				<Field label={t("quality.newCloseDate")}>
					<Input name="closeDate" type="date" min={today} defaultValue={addDays(today, 30)} />
				</Field>
			)}
			{rule.fix === "owner" && <OwnerField />}
			{rule.fix === "rate" && (
				<>
					<Field label={t("quality.rateFrom")}>
						<Input name="from" defaultValue="" maxLength={3} required />
					</Field>
					<Field label={t("quality.rateIs", { currency: workspace.reportingCurrency })}>
						<Input name="rate" inputMode="decimal" required />
					</Field>
					<Field label={t("quality.rateSince")}>
						<Input name="validFrom" type="date" defaultValue={`${Number(today.slice(0, 4)) - 1}-01-01`} required />
					</Field>
				</>
			)}
			<Button type="submit" appearance="primary" disabledFocusable={busy}>
				{rule.fix === "rate" ? t("quality.giveRate") : t("quality.mendChosen", { count: ids.length })}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</form>
	);
}

function OwnerField() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const people = useLoad("people", () => session.client.people());
	return (
		<Field label={t("quality.newOwner")}>
			<Select name="ownerId">
				{people.data?.items
					.filter((person) => person.isActive)
					.map((person) => (
						<option key={person.id} value={person.id}>
							{person.name}
						</option>
					))}
			</Select>
		</Field>
	);
}
