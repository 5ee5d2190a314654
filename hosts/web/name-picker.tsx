import { Combobox, Field, Option } from "@fluentui/react-components";
import { useEffect, useState } from "react";

/** So long a pause in typing, and the server is asked. */
const PAUSE_MS = 200;

/** What is chosen: an id, and the name that stands in the field. */
export interface Named {
	id: string;
	name: string;
}

/**
 * Chooses one of however many there are: typing asks the server. `find` gives a few that fit, the likeliest where nothing was
 * typed; the same function while what it asks stays the same.
 */
export function NamePicker<T extends Named>(props: {
	label: string;
	placeholder: string;
	chosen: Named | null;
	onChoose: (one: Named | null) => void;
	find: (search: string) => Promise<readonly T[]>;
	/** One of those found, as its line says it. */
	line: (one: T) => string;
}) {
	const { label, placeholder, chosen, onChoose, find, line } = props;
	const [text, setText] = useState(chosen?.name ?? "");
	const [found, setFound] = useState<readonly T[]>([]);
	useEffect(() => {
		let stale = false;
		const search = chosen && text === chosen.name ? "" : text.trim();
		const timer = setTimeout(() => {
			find(search)
				.then((some) => {
					if (!stale) setFound(some);
				})
				.catch(() => undefined);
		}, PAUSE_MS);
		return () => {
			stale = true;
			clearTimeout(timer);
		};
	}, [text, chosen, find]);
	return (
		<Field label={label}>
			<Combobox
				freeform
				placeholder={placeholder}
				value={text}
				selectedOptions={chosen ? [chosen.id] : []}
				onChange={(event) => {
					setText(event.target.value);
					onChoose(null);
				}}
				onOptionSelect={(_, { optionValue }) => {
					const one = found.find(({ id }) => id === optionValue);
					// Typing over a chosen name is told as a choice of nobody.
					if (!one) return;
					setText(one.name);
					onChoose({ id: one.id, name: one.name });
				}}
			>
				{found.map((one) => (
					<Option key={one.id} value={one.id} text={one.name}>
						{line(one)}
					</Option>
				))}
			</Combobox>
		</Field>
	);
}
