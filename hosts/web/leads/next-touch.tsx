import type { LeadJson } from "../../../core/contract/leads.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { IntoSequence } from "./into-sequence.tsx";
import "./advice.css";

/** How, when and with what an open lead is best reached next, with the reasons. */
export function NextTouch({ lead }: { lead: LeadJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayWrite = useMe().permissions.includes("leads:write");
	const advice = useLoad(
		lead.id,
		() => session.client.leadRecommendation(lead.id),
		(e) => e.entityId === lead.id || (e.type === "lead.scored" && e.entityId === "*"),
	);
	return (
		<section aria-labelledby="next-touch-title" className="next-touch">
			<h2 id="next-touch-title">{t("nextTouch.title", { name: lead.name })}</h2>
			<Loading of={advice} lines={3}>
				{(shown) => (
					<>
						<p className="next-touch-do">{shown.text}</p>
						{shown.content && (
							<p>
								<Link to={`/content/${shown.content.id}`}>{shown.content.title}</Link>
							</p>
						)}
						<ul className="next-touch-why">
							{shown.reasons.map(({ about, text }) => (
								<li key={`${about} ${text}`}>{text}</li>
							))}
						</ul>
						<details className="cs-more">
							<summary>{t("kit.how")}</summary>
							<p>{shown.how}</p>
						</details>
						{mayWrite && shown.sequences.length > 0 && (
							<IntoSequence lead={lead} sequences={shown.sequences} done={advice.reload} />
						)}
					</>
				)}
			</Loading>
		</section>
	);
}
