import { Button } from "@fluentui/react-components";
import type { DealModelPageJson } from "../../../core/contract/deal-model.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CalibrationPlot } from "../model/calibration-plot.tsx";
import { LeakList } from "../model/leak-list.tsx";
import { ModelEvidence } from "../model/model-evidence.tsx";
import { ModelVersions } from "../model/model-versions.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { SettingsWays } from "../settings-sections.tsx";
import { useLoad } from "../use-load.ts";
import "../model/model.css";

/** How right deals' chances have been, what they rest on, and which versions of the model there are. */
export function ModelPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayChange = useMe().permissions.includes("workspace:write");
	const page = useLoad<DealModelPageJson>(
		"deal-model",
		() => session.client.dealModel(),
		(e) => e.type === "deal.scored" && e.entityId === "*",
	);
	const deed = useDeed();
	return (
		<Page
			title={t("dealModel.title")}
			{...(page.data ? { heading: page.data.answer } : {})}
			above={<SettingsWays />}
			actions={
				mayChange && (
					<Button
						disabled={deed.busy || page.data?.learning != null}
						onClick={() => deed.run(() => session.client.learnDealModel(), page.reload)}
					>
						{t("dealModel.learn")}
					</Button>
				)
			}
		>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<Loading of={page} lines={10}>
				{(data) => (
					<div className="stack model-page">
						{data.learning && (
							<p role="status" className="cs-amber">
								{t("dealModel.learning", { done: data.learning.done, total: data.learning.total ?? 0 })}
							</p>
						)}
						{data.notice && <p className="cs-amber">{data.notice}</p>}
						<LeakList
							leaks={data.leaks}
							of="deals"
							mayChange={mayChange}
							decide={(asked) => session.client.decideModelColumn(asked).then(page.put)}
						/>
						{data.test && <CalibrationPlot test={data.test} />}
						<ModelEvidence page={data} />
						<ModelVersions
							versions={data.versions}
							of="deals"
							mayChange={mayChange}
							use={(version) => session.client.putDealModel(version).then(page.put)}
						/>
					</div>
				)}
			</Loading>
		</Page>
	);
}
