import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PeopleChangeJson } from "../../../core/contract/identities.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import type { Decisions } from "./use-decisions.ts";

/** What was just decided, with the way back. */
export function DecisionNews({ decisions, undone }: { decisions: Decisions; undone: () => void }) {
	const { t } = useSpeech();
	const { busy, fault, made } = decisions;
	const undo = useUndo(undone);
	if (busy) return <Progress text={t("people.working")} done={null} total={null} />;
	if (fault) return <FaultNotice fault={fault} />;
	if (undo.said) return <StateNotice state="note" title={undo.said} />;
	if (!made) return null;
	return (
		<StateNotice
			state="note"
			title={t("people.done", { text: made.text, rows: made.rows })}
			action={
				<Button disabled={undo.busy} onClick={() => undo.take(made.id)}>
					{t("people.undo")}
				</Button>
			}
		>
			{undo.fault && <FaultNotice fault={undo.fault} />}
		</StateNotice>
	);
}

/** Changes of people, newest first, each with the way back while it has not been gone. */
export function ChangeList({ changes, undone }: { changes: PeopleChangeJson[]; undone: () => void }) {
	const { t, locale, zone, now } = useSpeech();
	const me = useMe();
	const undo = useUndo(undone);
	if (changes.length === 0) return null;
	return (
		<section aria-labelledby="changes-title">
			<h2 id="changes-title">{t("people.changes")}</h2>
			<p role="status" className="cs-muted">
				{undo.said}
			</p>
			{undo.fault && <FaultNotice fault={undo.fault} />}
			<ul className="people-changes">
				{changes.map((change) => (
					<li key={change.id}>
						<div>
							{change.text}
							<span className="cs-sub">
								{t("people.changedBy", {
									who: change.by ?? t("people.bySystem"),
									when: formatSince(Date.parse(change.madeAt), now(), locale, zone),
								})}
								{change.undoneAt && ` · ${t("people.takenBack")}`}
							</span>
						</div>
						{!change.undoneAt && me.permissions.includes("people:match") && (
							<Button size="small" disabled={undo.busy} onClick={() => undo.take(change.id)}>
								{t("people.undo")}
								<span className="cs-unseen">: {change.text}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

function useUndo(undone: () => void) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [said, setSaid] = useState("");
	const take = (id: string) => {
		setBusy(true);
		session.client
			.undoPeopleChange(id)
			.then(
				(counts) => {
					setFault(null);
					setSaid(t("people.undone", counts));
					undone();
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	return { busy, fault, said, take };
}
