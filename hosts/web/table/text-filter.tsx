import { Field, Input } from "@fluentui/react-components";
import { type FormEvent, useEffect, useState } from "react";

/** A text to filter by: taken when typing pauses, and at once on Enter. */
export function TextFilter(props: {
	label: string;
	value: string;
	onSet: (value: string) => void;
	type?: "search" | "number" | "text";
	/** Bounds of a number. */
	min?: number;
	max?: number;
}) {
	const { label, value, onSet, type = "text" } = props;
	const [text, setText] = useState(value);
	const [seen, setSeen] = useState(value);
	// The address was changed from elsewhere: back button, a saved view, "clear filters".
	if (seen !== value) {
		setSeen(value);
		if (text.trim() !== value) setText(value);
	}
	useEffect(() => {
		if (text.trim() === value) return;
		const timer = setTimeout(() => onSet(text.trim()), 400);
		return () => clearTimeout(timer);
	}, [text, value, onSet]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		onSet(text.trim());
	};
	return (
		<form onSubmit={submit}>
			<Field label={label}>
				<Input
					type={type}
					value={text}
					onChange={(_, d) => setText(d.value)}
					input={{ min: props.min, max: props.max, ...(type === "number" ? { step: "any" } : {}) }}
				/>
			</Field>
		</form>
	);
}
