import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** The strongest reason to draw territories anew, where there is one, with the way to a plan; else nothing. */
export function AdviceNudge() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { data } = useLoad(
		"territory-advice",
		() => session.client.territoryAdvice(),
		(e) => e.type === "territory.planned" || e.type === "people.changed",
	);
	const [first] = data?.items ?? [];
	if (!first) return null;
	return (
		<section aria-labelledby="terr-nudge">
			<h2 id="terr-nudge">{t("nav.territories")}</h2>
			<p>{first.text}</p>
			<p>
				<Link to="/territories">{t("terr.nudge", { count: data?.items.length ?? 0 })}</Link>
			</p>
		</section>
	);
}
