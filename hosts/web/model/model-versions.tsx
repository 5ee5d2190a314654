import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ModelVersionJson } from "../../../core/contract/deal-model.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useDeed } from "../room/use-deed.ts";

const SHOWN = 6;

/** The versions of a model that are kept; one is in use, and may be held there. `of` says what each was learnt from. */
export function ModelVersions(props: {
	versions: readonly ModelVersionJson[];
	of: "deals" | "leads";
	mayChange: boolean;
	/** Puts a version in use and holds it there, or (null) takes the newest again. */
	use: (version: string | null) => Promise<unknown>;
}) {
	const { t, locale, zone } = useSpeech();
	const deed = useDeed();
	const [all, setAll] = useState(false);
	const { versions, of, mayChange } = props;
	const isKept = versions.some((version) => version.isLive && version.keptBy !== null);
	const use = (version: string | null) => deed.run(() => props.use(version));
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
			<p className="cs-muted">
				{t(isKept ? "dealModel.keptSays" : of === "deals" ? "dealModel.newestSays" : "leadModel.newestSays")}
			</p>
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
								{t(of === "deals" ? "dealModel.learntFrom" : "leadModel.learntFrom", {
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
