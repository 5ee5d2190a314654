import { Button, Field, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import { useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { LiveLine } from "../../kit/live/live-line.ts";

/** Letters a second of ordinary speech: how long a typed line is taken to have been said. */
const LETTERS_PER_SECOND = 14;

/** Words by hand: a line typed or pasted as somebody says it, for those without a speech provider. */
export function Captions({ line, onFault }: { line: LiveLine; onFault: (fault: Error) => void }) {
	const { t } = useSpeech();
	const [text, setText] = useState("");
	const [side, setSide] = useState<"rep" | "customer">("customer");
	const saidTill = useRef(0);
	const send = () => {
		const lines = text
			.split("\n")
			.map((l) => l.trim())
			.filter((l) => l !== "");
		if (lines.length === 0) return;
		setText("");
		const segments = lines.map((said) => {
			const length = said.length / LETTERS_PER_SECOND;
			const end = Math.max(saidTill.current + length, line.elapsedSec() ?? 0);
			const start = Math.max(saidTill.current, end - length);
			saidTill.current = end;
			const id = crypto.randomUUID();
			return {
				segmentId: id,
				rev: 1,
				channel: null,
				speakerId: side,
				role: side,
				start,
				end,
				text: said,
				final: true,
				lang: null,
			};
		});
		line.say({ type: "transcript:segments", segments }).catch(onFault);
	};
	return (
		<form
			className="live-captions"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			<Field label={t("live.captions")} hint={t("live.captionsHint")}>
				<Textarea
					value={text}
					onChange={(_, { value }) => setText(value)}
					onKeyDown={(event) => {
						if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
						event.preventDefault();
						send();
					}}
				/>
			</Field>
			<RadioGroup
				layout="horizontal"
				aria-label={t("live.whoSaid")}
				value={side}
				onChange={(_, { value }) => setSide(value as typeof side)}
			>
				<Radio value="customer" label={t("live.side.customer")} />
				<Radio value="rep" label={t("live.side.rep")} />
			</RadioGroup>
			<Button type="submit">{t("live.captionsSend")}</Button>
		</form>
	);
}
