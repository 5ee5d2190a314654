import { Combobox, Field, Option } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { ListedPersonJson } from "../../../core/contract/identities.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";

/** So long a pause in typing, and the server is asked. */
const PAUSE_MS = 200;

/** Chooses one of the workspace's people, however many there are: typing asks the server. */
export function PersonPicker(props: {
	label: string;
	chosen: { id: string; name: string } | null;
	onChoose: (person: { id: string; name: string } | null) => void;
	/** Left out of the list. */
	except?: string;
	/** Also those who have left. */
	andLeft?: boolean;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { label, chosen, onChoose, except, andLeft = false } = props;
	const [text, setText] = useState(chosen?.name ?? "");
	const [found, setFound] = useState<ListedPersonJson[]>([]);
	useEffect(() => {
		let stale = false;
		const search = chosen && text === chosen.name ? "" : text.trim();
		const timer = setTimeout(() => {
			session.client
				.peoplePage({ search, state: andLeft ? "all" : "here", limit: 20 })
				.then((page) => {
					if (!stale) setFound(page.items);
				})
				.catch(() => undefined);
		}, PAUSE_MS);
		return () => {
			stale = true;
			clearTimeout(timer);
		};
	}, [text, chosen, andLeft, session]);
	return (
		<Field label={label}>
			<Combobox
				freeform
				placeholder={t("people.find")}
				value={text}
				selectedOptions={chosen ? [chosen.id] : []}
				onChange={(event) => {
					setText(event.target.value);
					onChoose(null);
				}}
				onOptionSelect={(_, d) => {
					const person = found.find((p) => p.id === d.optionValue);
					// Typing over a chosen name is told as a choice of nobody.
					if (!person) return;
					setText(person.name);
					onChoose({ id: person.id, name: person.name });
				}}
			>
				{found
					.filter((p) => p.id !== except)
					.map((p) => (
						<Option key={p.id} value={p.id} text={p.name}>
							{[p.name, p.email, p.team].filter(Boolean).join(" · ")}
						</Option>
					))}
			</Combobox>
		</Field>
	);
}
