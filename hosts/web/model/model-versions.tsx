import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { DealModelPageJson } from "../../../core/contract/deal-model.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

const SHOWN = 6;

/** The versions that are kept; one is in use, and may be held there. */
export function ModelVersions(props: {
	page: DealModelPageJson;
	mayChange: boolean;
	put: (page: DealModelPageJson) => void;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const [all, setAll] = useState(false);
	const { page, mayChange, put } = props;
	const { versions } = page;
	const isKept = versions.some((version) => version.isLive && version.keptBy !== null);
	const use = (version: string | null) => deed.run(() => session.client.putDealModel(version).then(put));
	return (
		<section aria-labelledby="versions-title">
			<div className="section-head">
				<h2 id="versions-title">{t("dealModel.versions")}</h2>
				{mayChange && isKept && (
					<Button size="small" disabled={deed.busy} onClick={() => use(null)}>
						{t("dealModel.release")}
					</Button>
				)}
			</div>
			<p className="cs-muted">{t(isKept ? "dealModel.keptSays" : "dealModel.newestSays")}</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<ul className="model-versions">
				{versions.slice(0, all ? versions.length : SHOWN).map((version) => (
					<li key={version.version}>
						<span>
							<strong>{formatInstant(Date.parse(version.trainedAt), locale, zone)}</strong>
							{version.isLive && <span> · {t("dealModel.inUse")}</span>}
							{version.waits && <span className="cs-amber"> · {t(`dealModel.waits.${version.waits}`)}</span>}
							<span className="cs-sub">{version.text}</span>
							<span className="cs-sub">
								{t("dealModel.learntFrom", {
									n: version.n,
									shown: formatNumber(version.n, locale),
									from: version.dataFrom ? formatDay(version.dataFrom.slice(0, 10), locale) : "–",
									to: version.dataTo ? formatDay(version.dataTo.slice(0, 10), locale) : "–",
								})}
							</span>
							<span className="cs-sub">
								<bdi>{version.version}</bdi>
							</span>
						</span>
						{mayChange && !(version.isLive && version.keptBy !== null) && (
							<Button
								size="small"
								disabled={deed.busy}
								onClick={() => use(version.version)}
								aria-label={t("dealModel.keepThis", {
									when: formatInstant(Date.parse(version.trainedAt), locale, zone),
								})}
							>
								{t(version.isLive ? "dealModel.keep" : "dealModel.use")}
							</Button>
						)}
					</li>
				))}
			</ul>
			{!all && versions.length > SHOWN && <Button onClick={() => setAll(true)}>{t("list.more")}</Button>}
		</section>
	);
}
