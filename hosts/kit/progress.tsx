import { Button, ProgressBar } from "@fluentui/react-components";
import { useSpeech } from "./kit-words.tsx";

/** Work that takes longer than a second: what is being done, how far it is, and a way to stop it. */
export function Progress(props: { text: string; done: number | null; total: number | null; onCancel?: () => void }) {
	const { t } = useSpeech();
	const { text, done, total, onCancel } = props;
	const share = done !== null && total !== null && total > 0 ? Math.min(1, done / total) : undefined;
	return (
		<div className="cs-progress">
			<p role="status">{text}</p>
			<ProgressBar aria-label={text} {...(share === undefined ? {} : { value: share })} thickness="large" />
			{onCancel && (
				<Button size="small" onClick={onCancel}>
					{t("kit.cancel")}
				</Button>
			)}
		</div>
	);
}
