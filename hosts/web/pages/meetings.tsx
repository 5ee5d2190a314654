import { Button } from "@fluentui/react-components";
import type { MeetingJson } from "../../../core/contract/meetings.ts";
import { meetingTable } from "../../../core/contract/tables/meeting-table.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/meetings.css";
import { UploadMeeting } from "../meetings/upload-meeting.tsx";
import { Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";

/** The meetings, newest first: what each was about, how it went for oneself, and which wait for a deal. */
export function MeetingsPage() {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const mayAdd = useMe().permissions.includes("meetings:write");
	const view = useTableView(meetingTable);
	const list = useList<MeetingJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.meetings({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.meeting(id),
		hears: (e) => e.entity === "meeting",
	});
	const waiting = list.data?.items.filter(({ match }) => match.state === "tie").length ?? 0;
	const heading = list.data ? t("meetings.heading", { count: list.data.total, waiting }) : t("meetings.title");
	const looks: Looks<MeetingJson> = {
		title: {
			cell: (m) => (
				<>
					<Link to={m.state === "live" ? `/live/${m.id}` : `/meetings/${m.id}`} data-row-link>
						{m.title}
					</Link>
					<span className="cs-sub">
						{[t(`meetingKind.${m.kind}`), m.customerName ?? m.account?.name].filter(Boolean).join(" · ")}
					</span>
				</>
			),
		},
		startsAt: { cell: (m) => formatSince(Date.parse(m.startsAt), now(), locale, zone) },
		durationSec: {
			narrow: false,
			cell: (m) =>
				m.durationSec === null ? "–" : t("meetings.minutes", { minutes: Math.max(1, Math.round(m.durationSec / 60)) }),
		},
		deal: { narrow: false, cell: (m) => m.deal?.name ?? t(`meetings.match.${m.match.state}`) },
		owner: { narrow: false },
		score: { cell: (m) => m.score?.text.value ?? (m.state === "ready" ? "–" : t(`meetingState.${m.state}`)) },
	};
	return (
		<Page
			title={t("meetings.title")}
			heading={heading}
			above={<MeetingWays />}
			actions={
				mayAdd && (
					<>
						<Button onClick={() => navigate("/live")}>{t("meetings.playSample")}</Button>
						<Button onClick={() => navigate("/live")}>{t("meetings.start")}</Button>
					</>
				)
			}
		>
			<div className="stack">
				{mayAdd && <UploadMeeting />}
				<LongTable
					view={view}
					list={list}
					looks={looks}
					count={(total, more) => t("meetings.count", { count: total, shown: formatNumber(total, locale), more })}
					none={
						<StateNotice
							state="empty"
							title={t("meetings.none")}
							action={<Link to="/live">{t("meetings.playSample")}</Link>}
						>
							<p>{t("meetings.noneSays")}</p>
						</StateNotice>
					}
				/>
			</div>
		</Page>
	);
}
