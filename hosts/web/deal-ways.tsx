import { useSpeech } from "../kit/kit-words.tsx";
import { Link, usePlace, withQuery } from "./router.tsx";

/** What the list has and the board has not, or the other way round. */
const OWN = { stage: null, pipelineId: null, stageId: null, status: null, sort: null, columns: null };

/** The same deals as a list or as a board; what both filter by goes along. */
export function DealWays() {
	const { t } = useSpeech();
	const place = usePlace();
	const ways = [
		["/deals", "deals.asList"],
		["/board", "deals.asBoard"],
	] as const;
	return (
		<nav className="grains" aria-label={t("deals.ways")}>
			{ways.map(([path, word]) => (
				<Link
					key={path}
					to={withQuery({ ...place, path }, OWN)}
					aria-current={place.path === path ? "page" : undefined}
				>
					{t(word)}
				</Link>
			))}
		</nav>
	);
}
