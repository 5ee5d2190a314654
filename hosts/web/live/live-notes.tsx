import { Button, Field, Input } from "@fluentui/react-components";
import { useId, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { LiveLine } from "../../kit/live/live-line.ts";
import { clock } from "../../kit/live/live-tabs.tsx";
import { useLiveKeys } from "../../kit/live/use-live-keys.ts";
import { useLiveLine } from "../../kit/live/use-live-line.ts";

/** Notes, typed at any time; they stay whatever happens to the recording. */
export function LiveNotes({ line, onFault }: { line: LiveLine; onFault: (fault: Error) => void }) {
	const { t } = useSpeech();
	const { state } = useLiveLine(line);
	const [text, setText] = useState("");
	const field = useId();
	useLiveKeys({ n: () => document.getElementById(field)?.focus() });
	return (
		<section className="live-notes">
			<form
				onSubmit={(event) => {
					event.preventDefault();
					if (text.trim() === "") return;
					line.say({ type: "note:add", noteId: crypto.randomUUID(), text: text.trim() }).catch(onFault);
					setText("");
				}}
			>
				<Field label={t("live.notes")}>
					<Input
						id={field}
						type="text"
						value={text}
						aria-keyshortcuts="N"
						onChange={(_, { value }) => setText(value)}
					/>
				</Field>
				<Button type="submit">{t("live.noteAdd")}</Button>
			</form>
			<ul>
				{state.notes.map((note) => (
					<li key={note.noteId} dir="auto">
						{note.at !== null && <bdi className="cs-muted">{clock(note.at)} </bdi>}
						{note.text}
					</li>
				))}
			</ul>
		</section>
	);
}
