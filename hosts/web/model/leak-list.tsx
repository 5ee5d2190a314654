import { Button } from "@fluentui/react-components";
import type { DealModelPageJson } from "../../../core/contract/deal-model.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/** Columns that seem to know the end, each to be left out or called known in time. */
export function LeakList(props: {
	page: DealModelPageJson;
	mayChange: boolean;
	put: (page: DealModelPageJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const { page, mayChange, put } = props;
	if (page.leaks.length === 0) return null;
	const decide = (column: string, decision: "left_out" | "known_in_time" | null) =>
		deed.run(() => session.client.decideModelColumn({ column, decision }).then(put));
	const blocks = page.leaks.some((leak) => leak.blocks);
	return (
		<StateNotice state={blocks ? "stale" : "note"} title={t(blocks ? "dealModel.leaksBlock" : "dealModel.leaks")}>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<ul className="model-leaks">
				{page.leaks.map((leak) => (
					<li key={leak.column}>
						<span>{leak.text}</span>
						{leak.decision && <span className="cs-muted">{t(`dealModel.decided.${leak.decision}`)}</span>}
						{mayChange && (
							<span className="row">
								{leak.decision !== "left_out" && (
									<Button size="small" disabled={deed.busy} onClick={() => decide(leak.column, "left_out")}>
										{t("dealModel.leaveOut")}
									</Button>
								)}
								{leak.decision !== "known_in_time" && (
									<Button size="small" disabled={deed.busy} onClick={() => decide(leak.column, "known_in_time")}>
										{t("dealModel.knownInTime")}
									</Button>
								)}
								{leak.decision && (
									<Button size="small" disabled={deed.busy} onClick={() => decide(leak.column, null)}>
										{t("dealModel.takeBack")}
									</Button>
								)}
							</span>
						)}
					</li>
				))}
			</ul>
		</StateNotice>
	);
}
