import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson, TerritoryRunJson } from "../../../core/contract/territory-plans.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** How often a search is asked how far it is. */
const ASK_MS = 700;

/** A search while it runs: how far, the best so far, and a way to stop it; then what it came to. */
export function SearchProgress({ plan, done }: { plan: TerritoryPlanJson; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [run, setRun] = useState<TerritoryRunJson | null>(plan.run);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const finish = useRef(done);
	finish.current = done;
	useEffect(() => setRun(plan.run), [plan.run]);
	const id = run?.id;
	const isBusy = run?.state === "waiting" || run?.state === "running";
	useEffect(() => {
		if (!id || !isBusy) return;
		const timer = setInterval(() => {
			session.client.territoryRun(id).then(
				(next) => {
					setRun(next);
					if (next.state !== "waiting" && next.state !== "running") finish.current();
				},
				() => {},
			);
		}, ASK_MS);
		return () => clearInterval(timer);
	}, [id, isBusy, session]);
	if (fault) return <FaultNotice fault={fault} />;
	if (!run) return null;
	if (run.state === "failed") {
		return (
			<StateNotice state="error" title={t("terr.search.failed")}>
				<p>{run.reason}</p>
			</StateNotice>
		);
	}
	if (!isBusy) return null;
	const stop = () => session.client.cancelTerritoryRun(run.id).then(setRun, setFault);
	const found =
		run.cost === null
			? t("terr.search.begins")
			: t(run.violation === 0 ? "terr.search.best" : "terr.search.near", { km: formatNumber(run.cost, locale) });
	return (
		<div className="terr-search">
			<Progress
				text={`${t(run.kind === "design" ? "terr.search.design" : "terr.search.alternatives")} ${found}`}
				done={run.passed}
				total={run.seconds}
			/>
			<Button size="small" onClick={() => void stop()}>
				{t("terr.search.stop")}
			</Button>
		</div>
	);
}
