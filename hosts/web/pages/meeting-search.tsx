import { Button, Input } from "@fluentui/react-components";
import { useState } from "react";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { clockText } from "../meetings/clock-text.ts";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/meetings.css";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Words anywhere in what was said, in all meetings that one may see. */
export function MeetingSearchPage() {
	const { t } = useSpeech();
	const place = usePlace();
	const asked = place.query.get("q") ?? "";
	const [text, setText] = useState(asked);
	return (
		<Page title={t("meetings.search")} above={<MeetingWays />}>
			<div className="stack">
				<form
					className="row"
					onSubmit={(e) => {
						e.preventDefault();
						navigate(withQuery(place, { q: text.trim() || null }));
					}}
				>
					<Input
						type="search"
						value={text}
						onChange={(_, d) => setText(d.value)}
						aria-label={t("meetings.searchFor")}
					/>
					<Button type="submit" appearance="primary">
						{t("meetings.look")}
					</Button>
				</form>
				{asked === "" ? <p className="cs-muted">{t("meetings.searchSays")}</p> : <Hits asked={asked} />}
			</div>
		</Page>
	);
}

function Hits({ asked }: { asked: string }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(`said/${asked}`, () => session.client.searchMeetings({ q: asked, limit: 50 }));
	return (
		<Loading of={loaded} lines={6}>
			{({ items, isPart }) =>
				items.length === 0 ? (
					<StateNotice state="empty" title={t("meetings.notSaid")} />
				) : (
					<>
						<p role="status">{t("meetings.hits", { count: items.length, more: String(isPart) })}</p>
						<ul className="meeting-lines">
							{items.map((hit) => (
								<li key={`${hit.meeting.id}${hit.segmentId}`}>
									<Link to={`/meetings/${hit.meeting.id}`}>{hit.meeting.title}</Link>{" "}
									<span className="cs-sub">
										{[
											hit.speaker,
											clockText(hit.startSec),
											formatInstant(Date.parse(hit.meeting.startsAt), locale, zone),
										]
											.filter(Boolean)
											.join(" · ")}
									</span>
									<p dir="auto">{hit.text}</p>
								</li>
							))}
						</ul>
					</>
				)
			}
		</Loading>
	);
}
