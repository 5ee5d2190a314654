import type { IdentityJson } from "../../../core/contract/identities.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Link } from "../router.tsx";

/** Who it is and how that is known, or who it may be and why. */
export function IdentityPerson({ identity }: { identity: IdentityJson }) {
	const { t, words, locale } = useSpeech();
	const { person, suggestion, matchedBy, state } = identity;
	if (person) {
		return (
			<>
				<Link to={`/people/${person.id}`}>{person.name}</Link>
				<span className="cs-sub">
					{matchedBy && words(`people.by.${matchedBy}`)}
					{person.leftOn && ` · ${t("people.leftOn", { when: formatDay(person.leftOn, locale) })}`}
				</span>
			</>
		);
	}
	if (suggestion) {
		const share = formatPercent(suggestion.confidence, locale);
		return (
			<>
				<span>{t("people.maybe", { name: suggestion.person.name })}</span>
				<span className="cs-sub">{words(`people.why.${suggestion.by}` as PageWord, { share })}</span>
			</>
		);
	}
	return <span className="cs-muted">{state === "ignored" ? t("people.idState.ignored") : t("people.fitsNobody")}</span>;
}

/** Kind and source of a name or account, in words: a source that has none is said by its own name. */
export function useWhence(): (identity: IdentityJson) => string {
	const { words } = useSpeech();
	return ({ kind, source }) => {
		const key = `people.source.${source}`;
		const said = words(key);
		return `${words(`people.kind.${kind}`)} · ${said === key ? source : said}`;
	};
}
