import type { ChatSettingsJson } from "../../../core/contract/chat-settings.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { PreviewPart } from "../chat/preview-part.tsx";
import { RolloutPart } from "../chat/rollout-part.tsx";
import { AddPart, SetupPart } from "../chat/setup-part.tsx";
import { TroublesPart } from "../chat/troubles-part.tsx";
import "../chat/chat.css";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, usePlace } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { useLoad } from "../use-load.ts";

const HOST = "slack";
const ENDS = ["done", "refused", "stale", "failed"];

/** Slack: connect it, see a real digest, choose who gets what, and mend what was not sent. */
export function SlackPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { query } = usePlace();
	const loaded = useLoad(
		"chat",
		() => session.client.chatSettings(HOST),
		(e) => e.entity === "connection",
	);
	const ended = query.get("install") ?? "";
	return (
		<Page title={t("chat.title")} heading={headingOf(t, loaded.data)} above={<SettingsWays />}>
			<p className="page-sub cs-muted">{t("chat.says")}</p>
			{ENDS.includes(ended) && (
				<StateNotice state={ended === "done" ? "note" : "error"} title={t(`chat.install.${ended}` as PageWord)} />
			)}
			<Loading of={loaded}>
				{(chat) => (
					<div className="stack">
						<SetupPart chat={chat} host={HOST} />
						{chat.teams.length > 0 && (
							<>
								<TeamsPart chat={chat} />
								<PeoplePart chat={chat} />
								<PreviewPart chat={chat} host={HOST} seen={loaded.reload} />
								<RolloutPart key={chat.rollout.previewedAt ?? ""} chat={chat} host={HOST} put={loaded.put} />
								<TroublesPart chat={chat} host={HOST} />
							</>
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function headingOf(t: ReturnType<typeof useSpeech>["t"], chat: ChatSettingsJson | null): string {
	if (!chat) return t("chat.title");
	if (chat.teams.length === 0) return t("chat.heading.off");
	const { audience, userIds } = chat.rollout;
	if (audience === "nobody") return t("chat.heading.nobody");
	const reachable = chat.reachable.filter(({ userId }) => audience === "everybody" || userIds.includes(userId));
	return t("chat.heading.on", { people: reachable.length });
}

function TeamsPart({ chat }: { chat: ChatSettingsJson }) {
	const { t, locale } = useSpeech();
	return (
		<section aria-labelledby="chat-teams" className="stack-tight">
			<h2 id="chat-teams">{t("chat.teams")}</h2>
			<ul>
				{chat.teams.map((team) => (
					<li key={team.id}>
						{t("chat.team", { name: team.name, day: formatDay(team.installedAt.slice(0, 10), locale) })}
					</li>
				))}
			</ul>
			<div className="row">
				<AddPart chat={chat} host={HOST} />
				<Link to={`/connections/${HOST}`}>{t("chat.toConnection")}</Link>
			</div>
		</section>
	);
}

function PeoplePart({ chat }: { chat: ChatSettingsJson }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="chat-people" className="stack-tight">
			<h2 id="chat-people">{t("chat.people")}</h2>
			<p>
				{t("chat.known", { known: chat.reachable.length, waiting: chat.waiting })}{" "}
				<Link to="/people?kind=slack">{t("chat.correct")}</Link>
			</p>
		</section>
	);
}
