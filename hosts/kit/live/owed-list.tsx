import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../kit-words.tsx";

/** What one side still owes the other, with its day and the meeting in which it was said. */
export function OwedList({ title, none, items }: { title: string; none: string; items: MeetingBriefJson["actions"] }) {
	const { t, locale } = useSpeech();
	return (
		<>
			<h2>{title}</h2>
			{items.length === 0 ? (
				<p className="cs-muted">{none}</p>
			) : (
				<ul>
					{items.map(({ text, dueOn, from }) => (
						<li key={`${from}${text}`} dir="auto">
							{text}{" "}
							<span className="cs-muted">
								{dueOn && `${t("live.by", { day: formatDay(dueOn, locale) })} · `}
								{from}
							</span>
						</li>
					))}
				</ul>
			)}
		</>
	);
}
