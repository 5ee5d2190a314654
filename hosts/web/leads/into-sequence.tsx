import { Button, Field, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { LeadRecommendationJson } from "../../../core/contract/lead-advice.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/** Puts a lead into a sequence that runs, and says what became of it. */
export function IntoSequence(props: {
	lead: LeadJson;
	sequences: LeadRecommendationJson["sequences"];
	done: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const { lead, sequences, done } = props;
	const usual = sequences.find((s) => s.fits && !s.isIn) ?? sequences.find((s) => !s.isIn) ?? sequences[0];
	const [chosen, setChosen] = useState<string | null>(null);
	const [said, setSaid] = useState<string | null>(null);
	const campaignId = chosen ?? usual?.id ?? "";
	const put = () => {
		deed.run(
			() =>
				session.client.triggerNurture({ campaignId, leadIds: [lead.id] }, crypto.randomUUID()).then((came) => {
					const word: PageWord =
						came.taken.length > 0
							? "nextTouch.taken"
							: came.heldOut.length > 0
								? "nextTouch.heldOut"
								: "nextTouch.already";
					setSaid(t(word, { name: lead.name, sequence: came.campaign.name }));
				}),
			done,
		);
	};
	return (
		<div className="stack-tight">
			<div className="next-touch-sequence">
				<Field label={t("nextTouch.sequence")}>
					<Select value={campaignId} onChange={(_, d) => setChosen(d.value)}>
						{sequences.map(({ id, name, fits, isIn }) => (
							<option key={id} value={id}>
								{isIn ? t("nextTouch.isIn", { name }) : fits ? t("nextTouch.fits", { name }) : name}
							</option>
						))}
					</Select>
				</Field>
				<Button disabled={deed.busy} onClick={put}>
					{t("nextTouch.put")}
				</Button>
			</div>
			{said && (
				<div role="status">
					<StateNotice state="note" title={said} />
				</div>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</div>
	);
}
