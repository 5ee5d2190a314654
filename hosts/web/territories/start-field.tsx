import { Field, Input } from "@fluentui/react-components";
import { useId } from "react";
import type { PlanChoicesJson } from "../../../core/contract/territory-plans.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readStart } from "./start-place.ts";

/** Where somebody starts from: a known place by name, or coordinates; says when it is neither. */
export function StartField(props: {
	label: string;
	hint: string;
	value: string;
	places: PlanChoicesJson["places"];
	set: (text: string) => void;
}) {
	const { t } = useSpeech();
	const { label, hint, value, places, set } = props;
	const listId = useId();
	const isUnknown = readStart(value, places) === "unknown";
	return (
		<Field label={label} hint={hint} {...(isUnknown && { validationMessage: t("terr.start.unknown") })}>
			<Input value={value} list={listId} maxLength={120} onChange={(_, data) => set(data.value)} />
			<datalist id={listId}>
				{places.map(({ name }) => (
					<option key={name} value={name} />
				))}
			</datalist>
		</Field>
	);
}
