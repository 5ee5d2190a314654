import { Button, Field, Input, Textarea } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { readTyped, typedAmount } from "./quota-amount.ts";

/** The door to another quota: what it should be and why; whoever leads me answers first. */
export function AskForQuota(props: { period: string; currency: string; had: string; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { period, currency, had } = props;
	const [isOpen, setOpen] = useState(false);
	const [amount, setAmount] = useState(() => typedAmount(had, currency, locale));
	const [reason, setReason] = useState("");
	const [isWrong, setWrong] = useState(false);
	const [isSent, setSent] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const send = (event: FormEvent) => {
		event.preventDefault();
		const askedMinor = readTyped(amount, currency, locale);
		setWrong(askedMinor === null);
		if (askedMinor === null) return;
		setFault(null);
		session.client.askForQuota({ period, askedMinor, reason }, key).then(
			() => {
				setSent(true);
				props.done();
			},
			(caught: CourtsideError) => {
				setFault(caught);
				setKey(crypto.randomUUID());
			},
		);
	};
	if (isSent) {
		return (
			<StateNotice
				state="note"
				title={t("quotaPage.sent")}
				action={<Link to="/quotas/requests">{t("quotaPage.toRequests")}</Link>}
			/>
		);
	}
	if (!isOpen) {
		return (
			<div>
				<Button onClick={() => setOpen(true)}>{t("quotaPage.ask")}</Button>
			</div>
		);
	}
	return (
		<form onSubmit={send} className="stack-tight" aria-label={t("quotaPage.ask")}>
			<Field
				label={t("quotaPage.askAmount", { currency })}
				{...(isWrong && { validationMessage: t("quotaPage.notAmount") })}
			>
				<Input required inputMode="decimal" value={amount} onChange={(_, { value }) => setAmount(value)} />
			</Field>
			<Field label={t("quotaPage.askReason")} hint={t("quotaPage.askHint")}>
				<Textarea required maxLength={2000} value={reason} onChange={(_, { value }) => setReason(value)} />
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary">
					{t("quotaPage.send")}
				</Button>
				<Button onClick={() => setOpen(false)}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}
