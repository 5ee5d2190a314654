import type { SearchAnswer, SearchKind } from "../../../core/contract/search.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { addressOf } from "../search/hit-address.ts";
import { rememberRecent } from "../search/recent.ts";
import { TextFilter } from "../table/text-filter.tsx";
import { useLoad } from "../use-load.ts";
import "../search/search.css";

const FEW = 8;
const MANY = 50;

/** All that was found for a text; of one kind when asked for more of it. */
export function SearchPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const q = (place.query.get("q") ?? "").trim();
	const kind = place.query.get("kind") as SearchKind | null;
	const found = useLoad<SearchAnswer | null>(`${q}/${kind}`, async () =>
		q === "" ? null : session.client.search({ q, limit: kind ? MANY : FEW, ...(kind ? { kind } : {}) }),
	);
	const isNothing = found.data?.groups.length === 0;
	return (
		<Page
			title={t("search.title")}
			heading={q ? t(isNothing ? "search.nothingFor" : "search.for", { text: q }) : t("search.title")}
		>
			<div className="short-field">
				<TextFilter
					label={t("search.everything")}
					type="search"
					value={q}
					onSet={(text) => navigate(withQuery(place, { q: text, kind: null }), { replace: true })}
				/>
			</div>
			{q === "" ? (
				<p className="cs-muted">{t("search.says")}</p>
			) : (
				<Loading of={found} lines={8}>
					{(answer) => answer && <Found answer={answer} kind={kind} />}
				</Loading>
			)}
		</Page>
	);
}

function Found({ answer, kind }: { answer: SearchAnswer; kind: SearchKind | null }) {
	const { t } = useSpeech();
	const me = useMe();
	const place = usePlace();
	if (answer.groups.length === 0) {
		return (
			<StateNotice state="empty" title={t("search.none")}>
				<p>{t("search.noneSays")}</p>
			</StateNotice>
		);
	}
	return (
		<div className="stack">
			{answer.isSimilar && <StateNotice state="note" title={t("search.similar")} />}
			{answer.isPartial && (
				<StateNotice state="note" title={t("search.partial")}>
					<p>{t("search.partialSays")}</p>
				</StateNotice>
			)}
			{kind && <Link to={withQuery(place, { kind: null })}>{t("search.allKinds")}</Link>}
			{answer.groups.map((group) => (
				<section key={group.kind} className="found" aria-labelledby={`found-${group.kind}`}>
					<h2 id={`found-${group.kind}`}>{t(`search.kind.${group.kind}`)}</h2>
					<ul>
						{group.hits.map((hit) => (
							<li key={hit.id}>
								<Link
									to={addressOf({ kind: group.kind, id: hit.id }, me.permissions)}
									onMouseDown={() => rememberRecent(me.id, { ...hit, kind: group.kind })}
								>
									<bdi>{hit.name}</bdi>
								</Link>
								{hit.detail && <span className="cs-sub">{hit.detail}</span>}
							</li>
						))}
					</ul>
					{group.more &&
						(kind ? (
							<p className="cs-muted">{t("search.narrow", { shown: group.hits.length })}</p>
						) : (
							<p>
								<Link to={withQuery(place, { kind: group.kind })}>
									{t("search.moreOf", { kind: t(`search.kind.${group.kind}`) })}
								</Link>
							</p>
						))}
				</section>
			))}
		</div>
	);
}
