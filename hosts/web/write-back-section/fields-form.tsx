import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { WriteBackJson } from "../../../core/contract/write-backs.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import type { Act } from "./write-back-section.tsx";

type FieldJson = WriteBackJson["fields"][number];

/** What is written and into which field of the vendor's. Ours always; theirs only those that are ticked. */
export function FieldsForm({ state, busy, act }: { state: WriteBackJson; busy: boolean; act: Act }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [chosen, setChosen] = useState(() => new Set(state.fields.filter((f) => f.isChosen).map(keyOf)));
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const fields: Partial<Record<FieldJson["entity"], Record<string, string | null>>> = {};
		for (const field of state.fields) {
			const isOn = chosen.has(keyOf(field));
			const name = String(given.get(keyOf(field)) ?? "").trim() || field.vendorField;
			const isSame = isOn === field.isChosen && (!isOn || name === field.vendorField);
			if (!isSame) fields[field.entity] = { ...fields[field.entity], [field.field]: isOn ? name : null };
		}
		void act(() => session.client.updateWriteBack(state.host, { fields, version: state.version }));
	};
	const toggle = (field: FieldJson) => (isOn: boolean) => {
		const next = new Set(chosen);
		if (isOn) next.add(keyOf(field));
		else next.delete(keyOf(field));
		setChosen(next);
	};
	return (
		<details className="write-fields">
			<summary>
				<h3>{t("writeBack.what")}</h3>
			</summary>
			<form className="stack-tight" onSubmit={submit}>
				{(["native", "courtside"] as const).map((kind) => (
					<fieldset key={kind}>
						<legend>{t(`writeBack.${kind}`)}</legend>
						<p className="cs-muted">{t(`writeBack.${kind}Says`)}</p>
						<div className="write-field-grid">
							{state.fields
								.filter((field) => field.kind === kind)
								.map((field) => (
									<OneField
										key={keyOf(field)}
										field={field}
										isOn={chosen.has(keyOf(field))}
										toggle={kind === "native" ? toggle(field) : null}
									/>
								))}
						</div>
					</fieldset>
				))}
				<div className="row">
					<Button type="submit" disabled={busy}>
						{t("deal.save")}
					</Button>
					<span className="cs-muted">{t("writeBack.fieldsNote")}</span>
				</div>
			</form>
		</details>
	);
}

function OneField({
	field,
	isOn,
	toggle,
}: {
	field: FieldJson;
	isOn: boolean;
	toggle: ((on: boolean) => void) | null;
}) {
	const { t } = useSpeech();
	const label = t("writeBack.fieldOf", {
		entity: field.entity,
		field: t(`writeBack.field.${field.field}` as PageWord),
	});
	const name = t("writeBack.nameThere", { field: label });
	return (
		<div className="write-field">
			{toggle ? (
				<Checkbox label={label} checked={isOn} onChange={(_, d) => toggle(d.checked === true)} />
			) : (
				<span className="write-field-name">{label}</span>
			)}
			{isOn && (
				<Field>
					<Input
						name={keyOf(field)}
						aria-label={name}
						dir="ltr"
						defaultValue={field.vendorField ?? ""}
						maxLength={200}
					/>
				</Field>
			)}
		</div>
	);
}

function keyOf({ entity, field }: FieldJson): string {
	return `${entity}.${field}`;
}
