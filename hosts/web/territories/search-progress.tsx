import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { isUnderWay, useTerritoryRun } from "./use-territory-run.ts";

/** A search while it runs: how far, the best so far and what cannot be beaten, and a way to stop it. */
export function SearchProgress({ plan, done }: { plan: TerritoryPlanJson; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [run, setRun] = useTerritoryRun(plan.run, done);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (fault) return <FaultNotice fault={fault} />;
	if (!run) return null;
	if (run.state === "failed") {
		return (
			<StateNotice state="error" title={t("terr.search.failed")}>
				<p>{run.reason}</p>
			</StateNotice>
		);
	}
	if (!isUnderWay(run)) return null;
	const stop = () => session.client.cancelTerritoryRun(run.id).then(setRun, setFault);
	const found =
		run.cost === null
			? t("terr.search.begins")
			: t(run.violation === 0 ? "terr.search.best" : "terr.search.near", { km: formatNumber(run.cost, locale) });
	const gap = run.gap === null ? "" : t("terr.search.gap", { gap: formatPercent(run.gap, locale, 1) });
	return (
		<div className="terr-search">
			<Progress
				text={[t(run.kind === "design" ? "terr.search.design" : "terr.search.alternatives"), found, gap]
					.filter((text) => text !== "")
					.join(" ")}
				done={run.passed}
				total={run.seconds}
			/>
			<Button size="small" onClick={() => void stop()}>
				{t("terr.search.stop")}
			</Button>
		</div>
	);
}
