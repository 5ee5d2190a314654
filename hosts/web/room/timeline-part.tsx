import { Button, ToggleButton } from "@fluentui/react-components";
import { useState } from "react";
import type { TimelineJson, TimelineKind } from "../../../core/contract/room.ts";
import { formatInstant, formatSince } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

const KINDS: TimelineKind[] = ["activity", "stage", "change", "score", "document", "step"];

/** Everything that happened to a deal, newest first; which kinds are shown is kept in the address. */
export function TimelinePart({ dealId }: { dealId: string }) {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const kinds = KINDS.filter((kind) => (place.query.get("kinds") ?? "").split(",").includes(kind));
	const asked = kinds.length > 0 ? { kinds: kinds.join() } : {};
	const [busy, setBusy] = useState(false);
	const page = useLoad<TimelineJson>(
		`${dealId}/${kinds.join()}`,
		() => session.client.timeline(dealId, asked),
		(e) => e.entityId === dealId,
	);
	const toggle = (kind: TimelineKind) => {
		const next = kinds.includes(kind) ? kinds.filter((k) => k !== kind) : [...kinds, kind];
		navigate(withQuery(place, { kinds: next.join() }), { stay: true });
	};
	const more = (held: TimelineJson) => {
		if (!held.nextCursor) return;
		setBusy(true);
		session.client
			.timeline(dealId, { ...asked, cursor: held.nextCursor })
			.then((next) => page.put({ ...next, items: [...held.items, ...next.items] }), page.reload)
			.finally(() => setBusy(false));
	};
	return (
		<section aria-labelledby="timeline-title" className="stack">
			<h2 id="timeline-title">{t("deal.history")}</h2>
			{/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
			<div className="row" role="group" aria-label={t("timeline.filter")}>
				{KINDS.map((kind) => (
					<ToggleButton key={kind} size="small" checked={kinds.includes(kind)} onClick={() => toggle(kind)}>
						{t(`timeline.kind.${kind}`)}
					</ToggleButton>
				))}
			</div>
			<Loading of={page} lines={8}>
				{(held) => (
					<>
						{held.items.length === 0 && <p className="cs-muted">{t("timeline.none")}</p>}
						<ol className="timeline">
							{held.items.map((e) => (
								<li key={e.id} className={`timeline-${e.kind}`}>
									<span className="cs-muted timeline-kind">{t(`timeline.kind.${e.kind}`)}</span>
									<span>
										{e.text}
										{e.who && <span className="cs-muted"> · {e.who}</span>}
										{e.inferred && <span className="cs-muted"> · {t("deal.inferred")}</span>}
										{e.cause && <span className="cs-sub">{e.cause}</span>}
										{e.reasons.map((reason) => (
											<span key={reason} className="cs-sub">
												{reason}
											</span>
										))}
									</span>
									<time dateTime={e.at} title={formatInstant(Date.parse(e.at), locale, zone)} className="cs-muted">
										{formatSince(Date.parse(e.at), now(), locale, zone)}
									</time>
								</li>
							))}
						</ol>
						{held.nextCursor && (
							<div className="list-more">
								<Button onClick={() => more(held)} disabled={busy}>
									{t("list.more")}
								</Button>
							</div>
						)}
					</>
				)}
			</Loading>
		</section>
	);
}
