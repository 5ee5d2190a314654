import { Button } from "@fluentui/react-components";
import { useEffect } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { useLoad } from "../use-load.ts";

/** How often the learning is asked how far it is. */
const ASK_MS = 2000;

/** Newly learnt models: by how much each would have missed the past beside the one in use, and whether it was taken. */
export function ModelTrials() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayTry = useMe().permissions.includes("workspace:write");
	const loaded = useLoad("model-trials", () => session.client.modelTrials());
	const { data, fault, reload } = loaded;
	const deed = useDeed();
	const isBusy = data?.learning != null;
	// biome-ignore lint/correctness/useExhaustiveDependencies: each answer, or fault, sets the next asking
	useEffect(() => {
		if (!isBusy) return;
		const timer = setTimeout(reload, ASK_MS);
		return () => clearTimeout(timer);
	}, [isBusy, reload, data, fault]);
	return (
		<section aria-labelledby="trials-title">
			<h2 id="trials-title">{t("accuracyTrial.title")}</h2>
			<p className="cs-muted">{t("accuracyTrial.says")}</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<Loading of={loaded} lines={3}>
				{({ items, learning, inUse }) => (
					<div className="stack-tight">
						{inUse && (
							<div className="section-head">
								<strong>{inUse.text}</strong>
								{mayTry && inUse.keptBy !== null && (
									<Button
										size="small"
										disabled={deed.busy}
										onClick={() => deed.run(() => session.client.putForecastModel(null), reload)}
									>
										{t("accuracyTrial.release")}
									</Button>
								)}
							</div>
						)}
						{learning ? (
							<Progress text={t("accuracyTrial.trying")} done={learning.done} total={learning.total} />
						) : (
							mayTry && (
								<div>
									<Button disabled={deed.busy} onClick={() => deed.run(() => session.client.learnDealModel(), reload)}>
										{t("accuracyTrial.try")}
									</Button>
								</div>
							)
						)}
						{items.length === 0 && <p>{t("accuracyTrial.none")}</p>}
						<ul className="accuracy-trials">
							{items.map(({ at, text, reason, candidate, inUse, offer }) => (
								<li key={`${at} ${candidate.version}`}>
									<strong>{text}</strong>
									<span className="cs-sub">{reason}</span>
									{candidate.way !== inUse.way && (
										<span className="cs-sub">
											{t("accuracyTrial.ways", { inUse: inUse.way, candidate: candidate.way })}
										</span>
									)}
									{mayTry && offer && (
										<Button
											size="small"
											disabled={deed.busy}
											onClick={() => deed.run(() => session.client.putForecastModel(offer.version), reload)}
										>
											{t(`accuracyTrial.${offer.act}`)}
										</Button>
									)}
								</li>
							))}
						</ul>
					</div>
				)}
			</Loading>
		</section>
	);
}
