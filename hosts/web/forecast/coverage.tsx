import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What must be open for the target to come, by one's own yield. */
export function Coverage(props: { period: string; nodeId: string; forecastId: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { period, nodeId, forecastId } = props;
	const loaded = useLoad(`${forecastId}/${nodeId}`, () => session.client.forecastCoverage({ period, node: nodeId }));
	return (
		<section aria-labelledby="coverage-title">
			<h2 id="coverage-title">{t("coverage.title")}</h2>
			<Loading of={loaded} lines={2}>
				{(coverage) => (
					<>
						<p>{coverage.text}</p>
						{coverage.needed && (
							<details className="cs-more">
								<summary>{t("kit.how")}</summary>
								<p>{t("coverage.how", { days: coverage.yield.days })}</p>
							</details>
						)}
					</>
				)}
			</Loading>
		</section>
	);
}
