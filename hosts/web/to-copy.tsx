import { Button, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useSpeech } from "../kit/kit-words.tsx";

/** Copies a text, and what came of it in words. */
export function useCopy(value: string): { copy: () => void; said: string } {
	const { t } = useSpeech();
	const [said, setSaid] = useState("");
	const copy = () => {
		// Absent where the page came over plain http from another machine.
		const copying = navigator.clipboard?.writeText(value) ?? Promise.reject(new Error("no clipboard"));
		copying.then(
			() => setSaid(t("connection.copied")),
			() => setSaid(t("connection.notCopied")),
		);
	};
	return { copy, said };
}

/** A text to be taken along, with a button that copies it. */
export function ToCopy({ label, value }: { label: string; value: string }) {
	const { t } = useSpeech();
	const { copy, said } = useCopy(value);
	return (
		<div className="row to-copy">
			<Field label={label}>
				<Input readOnly value={value} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
			</Field>
			<Button onClick={copy}>{t("connection.copy")}</Button>
			<span role="status">{said}</span>
		</div>
	);
}
