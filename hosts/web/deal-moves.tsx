import type { TimelineJson } from "../../core/contract/room.ts";
import { formatInstant, formatSince } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { usePortal } from "./portal-context.tsx";
import { useLoad } from "./use-load.ts";

const SHOWN = 5;

/** The newest moves of a deal's chance, each with what caused it. */
export function DealMoves({ dealId }: { dealId: string }) {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const moves = useLoad<TimelineJson>(
		`moves/${dealId}`,
		() => session.client.timeline(dealId, { kinds: "score", limit: SHOWN }),
		(e) => e.entityId === dealId,
	);
	if (!moves.data || moves.data.items.length === 0) return null;
	return (
		<section aria-labelledby="moves-title">
			<h2 id="moves-title">{t("deal.moves")}</h2>
			<ul className="happenings">
				{moves.data.items.map((move) => (
					<li key={move.id}>
						<span>
							{move.text}
							{move.cause && <span className="cs-sub">{move.cause}</span>}
							{move.reasons.map((reason) => (
								<span key={reason} className="cs-sub">
									{reason}
								</span>
							))}
						</span>
						<time dateTime={move.at} title={formatInstant(Date.parse(move.at), locale, zone)} className="cs-muted">
							{formatSince(Date.parse(move.at), now(), locale, zone)}
						</time>
					</li>
				))}
			</ul>
		</section>
	);
}
