import { Button, Input } from "@fluentui/react-components";
import { useState } from "react";
import type { MeetingJson } from "../../../core/contract/meetings.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/meetings.css";
import { UploadMeeting } from "../meetings/upload-meeting.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import { useList } from "../use-list.ts";

/** The meetings, newest first: what each was about, how it went for oneself, and which wait for a deal. */
export function MeetingsPage() {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const mayAdd = useMe().permissions.includes("meetings:write");
	const [search, setSearch] = useState("");
	const list = useList<MeetingJson>({
		key: `meetings/${search}`,
		load: (cursor) => session.client.meetings({ ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.meeting(id),
		hears: (e) => e.entity === "meeting",
	});
	const waiting = list.data?.items.filter(({ match }) => match.state === "tie").length ?? 0;
	const heading = list.data ? t("meetings.heading", { count: list.data.total, waiting }) : t("meetings.title");
	return (
		<Page
			title={t("meetings.title")}
			heading={heading}
			above={<MeetingWays />}
			actions={mayAdd && <Button onClick={() => navigate("/live")}>{t("meetings.start")}</Button>}
		>
			<div className="stack">
				{mayAdd && <UploadMeeting />}
				<section aria-label={t("meetings.title")} className="stack-tight">
					<Input
						type="search"
						aria-label={t("meetings.find")}
						placeholder={t("meetings.find")}
						value={search}
						onChange={(_, d) => setSearch(d.value)}
					/>
					<Loading of={list} lines={8}>
						{({ items, nextCursor }) =>
							items.length === 0 ? (
								<StateNotice
									state="empty"
									title={t(search ? "meetings.noneFound" : "meetings.none")}
									action={!search && <Link to="/live">{t("meetings.playSample")}</Link>}
								>
									<p>{t("meetings.noneSays")}</p>
								</StateNotice>
							) : (
								<>
									<DataTable
										caption={t("meetings.title")}
										rows={items}
										rowKey={(m) => m.id}
										columns={[
											{
												key: "title",
												header: t("meetings.what"),
												cell: (m) => (
													<>
														<Link to={m.state === "live" ? `/live/${m.id}` : `/meetings/${m.id}`} data-row-link>
															{m.title}
														</Link>
														<span className="cs-sub">
															{[t(`meetingKind.${m.kind}`), m.customerName ?? m.account?.name]
																.filter(Boolean)
																.join(" · ")}
														</span>
													</>
												),
											},
											{
												key: "when",
												header: t("meetings.when"),
												cell: (m) => formatSince(Date.parse(m.startsAt), now(), locale, zone),
											},
											{
												key: "length",
												narrow: false,
												header: t("meetings.length"),
												figure: true,
												cell: (m) =>
													m.durationSec === null
														? "–"
														: t("meetings.minutes", { minutes: Math.max(1, Math.round(m.durationSec / 60)) }),
											},
											{
												key: "deal",
												narrow: false,
												header: t("meetings.deal"),
												cell: (m) => m.deal?.name ?? t(`meetings.match.${m.match.state}`),
											},
											{ key: "rep", narrow: false, header: t("deal.owner"), cell: (m) => m.owner?.name ?? "–" },
											{
												key: "score",
												header: t("meetings.score"),
												figure: true,
												cell: (m) => m.score?.text.value ?? (m.state === "ready" ? "–" : t(`meetingState.${m.state}`)),
											},
										]}
									/>
									{nextCursor && (
										<Button onClick={list.more} disabled={list.busy}>
											{t("meetings.more")}
										</Button>
									)}
								</>
							)
						}
					</Loading>
				</section>
			</div>
		</Page>
	);
}
