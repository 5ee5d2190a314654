import type { MeetingBriefJson } from "../../../core/contract/meeting-brief.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { OwedList } from "../../kit/live/owed-list.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { usePanel } from "./panel-context.tsx";

/** What to know before the meeting, in a column of 280 px: three questions, what is owed, the deal, who is there. */
export function BriefPart({ brief }: { brief: MeetingBriefJson }) {
	const { t } = useSpeech();
	const { teams } = usePanel();
	const { deal } = brief;
	return (
		<div className="panel-brief">
			<section>
				<h2>{t("live.askThese")}</h2>
				{brief.questions.length === 0 ? (
					<p className="cs-muted">{t("live.askNothing")}</p>
				) : (
					<ol>
						{brief.questions.map(({ slot, say }) => (
							<li key={slot} dir="auto" className="panel-say">
								{t("live.quote", { quote: say })}
							</li>
						))}
					</ol>
				)}
			</section>
			<section>
				<OwedList title={t("live.weOwe")} none={t("live.weOweNothing")} items={brief.actions} />
			</section>
			<section>
				<OwedList title={t("live.theyOwe")} none={t("live.theyOweNothing")} items={brief.promises} />
			</section>
			<section>
				{deal ? (
					<>
						<h2>
							<button
								type="button"
								className="panel-link"
								onClick={() => void teams?.open(`${location.origin}/deals/${deal.id}`)}
							>
								{deal.name}
							</button>
						</h2>
						<p className="cs-muted">{[deal.account, deal.stage].filter(Boolean).join(" · ")}</p>
						{deal.view && <NumberCard view={deal.view} form="short" heading={0} hasBar={false} />}
					</>
				) : (
					<p className="cs-muted">{t("live.noDealYet")}</p>
				)}
			</section>
			<List title={t("live.risks")} items={brief.risks} />
			<List
				title={t("live.people")}
				items={brief.people.map(({ name, title }) => (title ? `${name} · ${title}` : name))}
			/>
		</div>
	);
}

function List({ title, items }: { title: string; items: readonly string[] }) {
	if (items.length === 0) return null;
	return (
		<section>
			<h2>{title}</h2>
			<ul>
				{items.map((item) => (
					<li key={item} dir="auto">
						{item}
					</li>
				))}
			</ul>
		</section>
	);
}
