import type { DealPage, HistoryEntry } from "../../core/contract/deals.ts";
import { formatInstant, formatSince } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";

/** Calls, mails and meetings, newest first. */
export function ActivityList({ activities, none }: { activities: DealPage["activities"]; none: string }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="activities-title">
			<h2 id="activities-title">{t("deal.activities")}</h2>
			{activities.length === 0 && <p className="cs-muted">{none}</p>}
			<ul className="happenings">
				{activities.map((a) => (
					<li key={a.id}>
						<span>
							{t("deal.activity", { kind: a.kind, way: a.direction ?? "none" })}
							{a.subject && <>: {a.subject}</>}
							{a.owner && a.kind !== "web" && <span className="cs-muted"> · {a.owner.name}</span>}
						</span>
						<When at={a.occurredAt} />
					</li>
				))}
			</ul>
		</section>
	);
}

/** How a record came to be as it is, newest first. */
export function HistoryList({ title, history }: { title: string; history: HistoryEntry[] }) {
	const { t } = useSpeech();
	if (history.length === 0) return null;
	return (
		<section aria-labelledby="history-title">
			<h2 id="history-title">{title}</h2>
			<ul className="happenings">
				{history.map((h) => (
					<li key={`${h.at}/${h.field}/${h.text}`}>
						<span>
							{h.text}
							{h.inferred && <span className="cs-muted"> · {t("deal.inferred")}</span>}
						</span>
						<When at={h.at} />
					</li>
				))}
			</ul>
		</section>
	);
}

function When({ at }: { at: string }) {
	const { locale, zone, now } = useSpeech();
	return (
		<time dateTime={at} title={formatInstant(Date.parse(at), locale, zone)} className="cs-muted">
			{formatSince(Date.parse(at), now(), locale, zone)}
		</time>
	);
}
