import { useSpeech } from "../../kit/kit-words.tsx";

/** Words that were said: a press goes to where they were. */
export function QuoteButton(props: {
	quote: string;
	segmentIds: readonly string[];
	goTo: (segmentId: string | undefined) => void;
}) {
	const { t } = useSpeech();
	const { quote, segmentIds, goTo } = props;
	if (segmentIds.length === 0) return null;
	const shown = quote === "" ? t("meetings.toWords") : `“${quote}”`;
	return (
		<button type="button" className="meeting-quote" onClick={() => goTo(segmentIds[0])}>
			<bdi>{shown}</bdi>
		</button>
	);
}
