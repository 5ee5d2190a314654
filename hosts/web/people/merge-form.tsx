import { Button } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ListedPersonJson, PeopleChangeJson } from "../../../core/contract/identities.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import { PersonPicker } from "./person-picker.tsx";
import type { Decisions } from "./use-decisions.ts";

/** Makes this person part of another, with a second yes where both sign in. */
export function MergeForm(props: { person: ListedPersonJson; decisions: Decisions; done: (intoId: string) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { person, decisions, done } = props;
	const [into, setInto] = useState<{ id: string; name: string } | null>(null);
	const mustConfirm = decisions.fault?.code === "wrong_state";
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (!into) return;
		const body = { intoId: into.id, confirmed: mustConfirm };
		decisions.make(
			(key): Promise<PeopleChangeJson> => session.client.mergePerson(person.id, body, key),
			() => done(into.id),
		);
	};
	return (
		<form className="form" onSubmit={submit}>
			<h2>{t("people.mergeTitle")}</h2>
			<p>{t("people.mergeSays", { name: person.name })}</p>
			<PersonPicker
				label={t("people.mergeInto")}
				chosen={into}
				onChoose={(next) => {
					setInto(next);
					decisions.clear();
				}}
				except={person.id}
				andLeft
			/>
			<Button type="submit" disabled={!into || decisions.busy}>
				{t(mustConfirm ? "people.mergeAnyway" : "people.merge")}
			</Button>
		</form>
	);
}
