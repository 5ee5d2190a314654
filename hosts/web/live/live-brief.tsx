import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { OwedList } from "../../kit/live/owed-list.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { Link } from "../router.tsx";

/** What to know before a meeting: three questions first, then what is owed, what weighs, and who is there. */
export function LiveBrief({ brief }: { brief: MeetingBriefJson }) {
	const { t } = useSpeech();
	return (
		<div className="live-brief">
			<section>
				<h2>{t("live.askThese")}</h2>
				{brief.questions.length === 0 ? (
					<p className="cs-muted">{t("live.askNothing")}</p>
				) : (
					<ol className="live-ask-list">
						{brief.questions.map(({ slot, say }) => (
							<li key={slot} dir="auto">
								{t("live.quote", { quote: say })}
							</li>
						))}
					</ol>
				)}
				<OwedList title={t("live.weOwe")} none={t("live.weOweNothing")} items={brief.actions} />
				<OwedList title={t("live.theyOwe")} none={t("live.theyOweNothing")} items={brief.promises} />
			</section>
			<section>
				{brief.deal ? (
					<>
						<h2>
							<Link to={`/deals/${brief.deal.id}`}>{brief.deal.name}</Link>
						</h2>
						<p className="cs-muted">{[brief.deal.account, brief.deal.stage].filter(Boolean).join(" · ")}</p>
						{brief.deal.view && <NumberCard view={brief.deal.view} form="short" heading={0} hasBar={false} />}
					</>
				) : (
					<p className="cs-muted">{t("live.noDealYet")}</p>
				)}
				{brief.risks.length > 0 && (
					<>
						<h2>{t("live.risks")}</h2>
						<ul>
							{brief.risks.map((risk) => (
								<li key={risk}>{risk}</li>
							))}
						</ul>
					</>
				)}
				{brief.people.length > 0 && (
					<>
						<h2>{t("live.people")}</h2>
						<ul>
							{brief.people.map(({ name, title }) => (
								<li key={`${name}${title}`}>
									{name}
									{title && <span className="cs-muted"> · {title}</span>}
								</li>
							))}
						</ul>
					</>
				)}
			</section>
		</div>
	);
}
