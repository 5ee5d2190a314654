import { Button } from "@fluentui/react-components";
import type { ModelLeakJson } from "../../../core/contract/deal-model.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useDeed } from "../room/use-deed.ts";

/** Columns that seem to know the end, each to be left out or called known in time. */
export function LeakList(props: {
	leaks: readonly ModelLeakJson[];
	of: "deals" | "leads";
	mayChange: boolean;
	decide: (asked: { column: string; decision: ModelLeakJson["decision"] }) => Promise<unknown>;
}) {
	const { t } = useSpeech();
	const deed = useDeed();
	const { leaks, of, mayChange } = props;
	if (leaks.length === 0) return null;
	const decide = (column: string, decision: ModelLeakJson["decision"]) =>
		deed.run(() => props.decide({ column, decision }));
	const blocks = leaks.some((leak) => leak.blocks);
	const title = !blocks ? "dealModel.leaks" : of === "deals" ? "dealModel.leaksBlock" : "leadModel.leaksBlock";
	return (
		<StateNotice state={blocks ? "stale" : "note"} title={t(title)}>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<ul className="model-leaks">
				{leaks.map((leak) => (
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
