import type { DealOutlookJson } from "../../core/contract/deal-outlook.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Link } from "./router.tsx";
import "./deal-outlook.css";

/** What the company's own past says of such a chance, and when the deal will close. */
export function DealOutlook({ outlook }: { outlook: DealOutlookJson }) {
	const { t } = useSpeech();
	const lines = [outlook.text.past, outlook.text.winBy, outlook.text.expectedClose].filter(Boolean);
	if (lines.length === 0) return null;
	return (
		<section aria-labelledby="outlook-title" className="outlook">
			<h2 id="outlook-title">{t("outlook.title")}</h2>
			{lines.map((line) => (
				<p key={line}>{line}</p>
			))}
		</section>
	);
}

/** Three closed deals to learn from. */
export function SimilarDeals({ outlook }: { outlook: DealOutlookJson }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="similar-title">
			<h2 id="similar-title">{t("similar.title")}</h2>
			{outlook.similar.length === 0 && <p className="cs-muted">{t("similar.none")}</p>}
			<ul className="similar">
				{outlook.similar.map((deal) => (
					<li key={deal.id}>
						<Link to={`/deals/${deal.id}`}>{deal.name}</Link>
						<span className="cs-sub">{deal.text}</span>
					</li>
				))}
			</ul>
		</section>
	);
}
