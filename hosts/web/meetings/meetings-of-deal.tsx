import { formatSince } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** The meetings about a deal, newest first; nothing where there are none. */
export function MeetingsOfDeal({ dealId }: { dealId: string }) {
	const me = useMe();
	return me.permissions.includes("meetings:read") ? <Held dealId={dealId} /> : null;
}

function Held({ dealId }: { dealId: string }) {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const { data } = useLoad(
		`meetings-of/${dealId}`,
		() => session.client.meetings({ dealId, limit: 5 }),
		(e) => e.entity === "meeting",
	);
	if (!data || data.items.length === 0) return null;
	return (
		<section aria-labelledby="deal-meetings">
			<h2 id="deal-meetings">{t("nav.meetings")}</h2>
			<ul className="plain-list">
				{data.items.map((meeting) => (
					<li key={meeting.id}>
						<Link to={`/meetings/${meeting.id}`}>{meeting.title}</Link>{" "}
						<span className="cs-sub">
							{[formatSince(Date.parse(meeting.startsAt), now(), locale, zone), meeting.score?.text.value]
								.filter(Boolean)
								.join(" · ")}
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}
