import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { LeadAssignmentJson } from "../../../core/contract/lead-routing.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { PersonPicker } from "../people/person-picker.tsx";
import { usePortal } from "../portal-context.tsx";

/** Hands a lead to somebody else; who does not lead asks for it. */
export function HandOver({ lead, done }: { lead: LeadJson; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [isOpen, setOpen] = useState(false);
	const [to, setTo] = useState<{ id: string; name: string } | null>(null);
	const [reason, setReason] = useState("");
	const [made, setMade] = useState<LeadAssignmentJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const send = (event: FormEvent) => {
		event.preventDefault();
		if (!to) return;
		setFault(null);
		session.client.reassignLead(lead.id, { toId: to.id, reason }, key).then(
			(assignment) => {
				setMade(assignment);
				setOpen(false);
				done();
			},
			(f: CourtsideError) => {
				setFault(f);
				setKey(crypto.randomUUID());
			},
		);
	};
	if (made) {
		return (
			<StateNotice
				state="note"
				title={t(made.state === "asked" ? "routing.wishSent" : "routing.wishDone", { name: made.to?.name ?? "" })}
			/>
		);
	}
	if (!isOpen) {
		return (
			<Button size="small" onClick={() => setOpen(true)}>
				{t("routing.handOver")}
			</Button>
		);
	}
	return (
		<form onSubmit={send} className="stack-tight">
			<PersonPicker
				label={t("routing.handTo")}
				chosen={to}
				onChoose={setTo}
				{...(lead.owner && { except: lead.owner.id })}
			/>
			<Field label={t("grade.reason")} required>
				<Input value={reason} minLength={3} maxLength={500} onChange={(_, d) => setReason(d.value)} />
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" size="small" appearance="primary" disabled={!to}>
					{t("routing.handOver")}
				</Button>
				<Button size="small" onClick={() => setOpen(false)}>
					{t("kit.cancel")}
				</Button>
			</div>
		</form>
	);
}
