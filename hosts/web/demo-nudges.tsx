import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { NudgeKind } from "../../core/contract/demo.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import "./story.css";

const NUDGES: readonly NudgeKind[] = ["customer-replies", "close-date-slips"];

/** In the demo: lets something happen to an open deal, so that one sees every open page move. Nothing elsewhere. */
export function DemoNudges({ dealId }: { dealId: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { workspace, permissions } = useMe();
	const [busy, setBusy] = useState(false);
	const [done, setDone] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (!workspace.isDemo || !permissions.includes("deals:write")) return null;
	const nudge = (kind: NudgeKind) => {
		setBusy(true);
		setFault(null);
		session.client
			.nudgeDemo({ dealId, kind })
			.then(() => setDone(true), setFault)
			.finally(() => setBusy(false));
	};
	return (
		<section aria-labelledby="nudge-title">
			<h2 id="nudge-title">{t("nudge.title")}</h2>
			<p className="cs-muted">{t("nudge.says")}</p>
			<div className="nudges">
				{NUDGES.map((kind) => (
					<Button key={kind} disabledFocusable={busy} onClick={() => nudge(kind)}>
						{t(`nudge.${kind}`)}
					</Button>
				))}
			</div>
			<p role="status">{done && !busy && t("nudge.done")}</p>
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
