import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What past bookings alone say of the period, beside what deals say. */
export function SecondOpinion(props: { period: string; nodeId: string; forecastId: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { period, nodeId, forecastId } = props;
	const loaded = useLoad(`${forecastId}/${nodeId}`, () =>
		session.client.forecastSecondOpinion({ period, node: nodeId }),
	);
	return (
		<section aria-labelledby="opinion-title">
			<h2 id="opinion-title">{t("opinion.title")}</h2>
			<Loading of={loaded} lines={2}>
				{(opinion) => (
					<>
						<p>{opinion.text}</p>
						{opinion.how && (
							<details className="cs-more">
								<summary>{t("kit.how")}</summary>
								<p>{opinion.how}</p>
							</details>
						)}
					</>
				)}
			</Loading>
		</section>
	);
}
