import {
	Button,
	Checkbox,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
	Field,
	Input,
	Select,
	Textarea,
} from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { RoomJson, StakeholderJson } from "../../../core/contract/room.ts";
import { STAKEHOLDER_ROLES, STANCES } from "../../../core/model/room.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "./use-deed.ts";

/** Puts somebody on the map, or changes how they stand there. */
export function PersonForm(props: {
	dealId: string;
	/** Null: somebody new. */
	person: StakeholderJson | null;
	candidates: RoomJson["candidates"];
	done: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { client } = session;
	const { dealId, person, candidates } = props;
	const [contactId, setContactId] = useState(candidates[0]?.id ?? "");
	const [name, setName] = useState("");
	const [title, setTitle] = useState("");
	const [roles, setRoles] = useState(person?.roles ?? []);
	const [stance, setStance] = useState(person?.stance ?? "unknown");
	const [influence, setInfluence] = useState(person?.influence ?? 2);
	const [note, setNote] = useState(person?.note ?? "");
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const isNew = contactId === "";

	const submit = (event: FormEvent) => {
		event.preventDefault();
		const stands = { roles, stance, influence, note: note || null };
		const who = isNew ? { name, title: title || null } : { contactId };
		deed.run(
			() =>
				person
					? client.updateStakeholder(dealId, person.contact.id, { ...stands, version: person.version })
					: client.addStakeholder(dealId, { ...stands, ...who }, key.current),
			props.done,
		);
	};
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && props.done()}>
			<DialogSurface>
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{person ? person.contact.name : t("stakeholder.add")}</DialogTitle>
						<DialogContent className="form">
							{!person && candidates.length > 0 && (
								<Field label={t("stakeholder.who")}>
									<Select value={contactId} onChange={(_, d) => setContactId(d.value)}>
										{candidates.map((c) => (
											<option key={c.id} value={c.id}>
												{[c.name, c.title].filter(Boolean).join(" · ")}
											</option>
										))}
										<option value="">{t("stakeholder.someoneNew")}</option>
									</Select>
								</Field>
							)}
							{!person && isNew && (
								<>
									<Field label={t("stakeholder.name")} required>
										<Input value={name} maxLength={200} onChange={(_, d) => setName(d.value)} />
									</Field>
									<Field label={t("stakeholder.title")}>
										<Input value={title} maxLength={200} onChange={(_, d) => setTitle(d.value)} />
									</Field>
								</>
							)}
							<fieldset className="people-roles">
								<legend>{t("stakeholder.roles")}</legend>
								{STAKEHOLDER_ROLES.map((role) => (
									<Checkbox
										key={role}
										label={t(`stakeholder.role.${role}`)}
										checked={roles.includes(role)}
										onChange={(_, d) => setRoles(d.checked ? [...roles, role] : roles.filter((r) => r !== role))}
									/>
								))}
							</fieldset>
							<Field label={t("stakeholder.stance")}>
								<Select value={stance} onChange={(_, d) => setStance(STANCES.find((s) => s === d.value) ?? "unknown")}>
									{STANCES.map((s) => (
										<option key={s} value={s}>
											{t(`stakeholder.stance.${s}`)}
										</option>
									))}
								</Select>
							</Field>
							<Field label={t("stakeholder.influence")}>
								<Select value={String(influence)} onChange={(_, d) => setInfluence(Number(d.value))}>
									{([3, 2, 1] as const).map((n) => (
										<option key={n} value={n}>
											{t(`stakeholder.influence.${n}`)}
										</option>
									))}
								</Select>
							</Field>
							<Field label={t("stakeholder.note")}>
								<Textarea value={note} maxLength={500} onChange={(_, d) => setNote(d.value)} />
							</Field>
							{deed.fault && <FaultNotice fault={deed.fault} />}
						</DialogContent>
						<DialogActions>
							<Button
								type="submit"
								appearance="primary"
								disabled={deed.busy || (!person && isNew && name.trim() === "")}
							>
								{t("deal.save")}
							</Button>
							{person && (
								<Button
									disabled={deed.busy}
									onClick={() => deed.run(() => client.removeStakeholder(dealId, person.contact.id), props.done)}
								>
									{t("stakeholder.remove")}
								</Button>
							)}
							<Button onClick={props.done}>{t("kit.cancel")}</Button>
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}
