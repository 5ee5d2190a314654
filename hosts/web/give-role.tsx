import { Button, Combobox, Field, Option } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Person } from "../../core/contract/people.ts";
import type { RoleJson } from "../../core/contract/roles.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice, Loading } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { useLoad } from "./use-load.ts";

/** So many names stand in the list; typing finds the others. */
const SHOWN = 50;

/** Gives the role to somebody of the workspace. */
export function GiveRole({ role, given }: { role: RoleJson; given: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const people = useLoad("people", () => session.client.people());
	return (
		<section aria-labelledby="give-title">
			<h2 id="give-title">{t("roles.people")}</h2>
			<Loading of={people} lines={2}>
				{({ items }) => <GiveForm role={role} people={items.filter((p) => p.isActive)} given={given} />}
			</Loading>
		</section>
	);
}

function GiveForm({ role, people, given }: { role: RoleJson; people: Person[]; given: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [text, setText] = useState("");
	const [chosen, setChosen] = useState<Person | null>(null);
	const [said, setSaid] = useState("");
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const sought = text.trim().toLocaleLowerCase();
	const fitting = people.filter((p) => `${p.name} ${p.email ?? ""}`.toLocaleLowerCase().includes(sought));
	const give = (person: Person) => {
		session.client.giveRole(person.id, role.id).then(
			() => {
				setFault(null);
				setSaid(t("roles.given", { name: person.name }));
				setText("");
				setChosen(null);
				given();
			},
			(f: CourtsideError) => setFault(f),
		);
	};
	return (
		<div className="give-role">
			<Field label={t("roles.give")}>
				<Combobox
					freeform
					value={text}
					selectedOptions={chosen ? [chosen.id] : []}
					onChange={(event) => {
						setText(event.target.value);
						setChosen(null);
					}}
					onOptionSelect={(_, d) => {
						const person = people.find((p) => p.id === d.optionValue) ?? null;
						setChosen(person);
						setText(person?.name ?? "");
					}}
				>
					{fitting.slice(0, SHOWN).map((p) => (
						<Option key={p.id} value={p.id} text={p.name}>
							{p.email ? `${p.name} · ${p.email}` : p.name}
						</Option>
					))}
				</Combobox>
			</Field>
			<Button disabled={!chosen} onClick={() => chosen && give(chosen)}>
				{t("roles.giveButton")}
			</Button>
			<span role="status">{said}</span>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
