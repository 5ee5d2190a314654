import {
	Button,
	Checkbox,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
	Field,
	Input,
	Textarea,
} from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readAmount } from "../read-amount.ts";
import { useDeed } from "../room/use-deed.ts";

/** What another number is said of: a node, or one open deal. */
export interface OverrideTarget {
	period: string;
	name: string;
	nodeId?: string;
	dealId?: string;
	model: MoneyJson;
	/** Of the newest override of the same; 0 before the first. */
	version: number;
}

/** Puts another number beside the model's, with a reason. */
export function OverrideForm({ target, done }: { target: OverrideTarget; done: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { model, name, ...which } = target;
	const [amount, setAmount] = useState("");
	const [reason, setReason] = useState("");
	const [isUsed, setIsUsed] = useState(true);
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const minor = amount === "" ? null : readAmount(amount, model.currency, locale);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (minor === null) return;
		const said = { ...which, valueMinor: minor.toString(), currency: model.currency, reason, isUsed };
		deed.run(() => session.client.overrideForecast(said, key.current), done);
	};
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && done()}>
			<DialogSurface>
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{t("byHand.for", { name })}</DialogTitle>
						<DialogContent className="form">
							<p>{t("byHand.says", { model: formatMoney(readMoney(model), locale, { compact: true }) })}</p>
							<Field
								label={t("byHand.amount", { currency: model.currency })}
								required
								{...(amount !== "" &&
									minor === null && { validationState: "error" as const, validationMessage: t("calls.notAnAmount") })}
							>
								<Input value={amount} inputMode="decimal" maxLength={24} onChange={(_, d) => setAmount(d.value)} />
							</Field>
							<Field label={t("byHand.reason")} hint={t("byHand.reasonHint")} required>
								<Textarea value={reason} maxLength={2000} onChange={(_, d) => setReason(d.value)} />
							</Field>
							<Checkbox label={t("byHand.use")} checked={isUsed} onChange={(_, d) => setIsUsed(d.checked === true)} />
							{deed.fault && <FaultNotice fault={deed.fault} />}
						</DialogContent>
						<DialogActions>
							<Button onClick={done}>{t("byHand.cancel")}</Button>
							<Button type="submit" appearance="primary" disabled={deed.busy || minor === null || reason.trim() === ""}>
								{t("byHand.put")}
							</Button>
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}
