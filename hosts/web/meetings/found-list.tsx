import { Button } from "@fluentui/react-components";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { clockText } from "./clock-text.ts";
import { QuoteButton } from "./quote-button.tsx";
import type { SummaryPart } from "./summary-parts.tsx";

/** Kinds that stand in the list; questions are too many and have their number. */
const SHOWN = ["objection", "buying", "price", "discount", "competitor", "tracker", "next-step"];

/** Everything that was heard; one press says that it is none, and numbers and score follow. */
export function FoundList({ meetingId, summary, mayChange, goTo, changed }: SummaryPart) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const found = summary.insights.filter(({ kind }) => SHOWN.includes(kind));
	if (found.length === 0) return null;
	const judge = (foundId: string, verdict: "wrong" | null) =>
		deed.run(async () => changed(await session.client.sayInsight(meetingId, foundId, { verdict })));
	return (
		<details className="cs-more">
			<summary>{t("meetings.found", { count: found.length })}</summary>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<ul className="meeting-lines">
				{found.map((one) => (
					<li key={one.foundId}>
						<span className={one.verdict === "wrong" ? "meeting-done" : undefined}>
							<span className="cs-figure">{clockText(one.atSec ?? 0)}</span> {one.label}
						</span>{" "}
						<QuoteButton quote={one.quote} segmentIds={one.segmentIds} goTo={goTo} />
						{mayChange && (
							<div className="meeting-line-tools">
								<Button
									size="small"
									disabled={deed.busy}
									aria-label={`${t(one.verdict === "wrong" ? "meetings.takeBack" : "meetings.notThat")}: ${one.label} ${clockText(one.atSec ?? 0)}`}
									onClick={() => judge(one.foundId, one.verdict === "wrong" ? null : "wrong")}
								>
									{t(one.verdict === "wrong" ? "meetings.takeBack" : "meetings.notThat")}
								</Button>
							</div>
						)}
					</li>
				))}
			</ul>
		</details>
	);
}
