import { Button, Field, Input, Textarea } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { CallDeskJson } from "../../../core/contract/forecast-calls.ts";
import { decimalFromMinor } from "../../../core/model/money.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readAmount } from "../read-amount.ts";
import { useDeed } from "../room/use-deed.ts";

/** My commit and best case for the period, begun with what I said before. */
export function MyCall({ desk, done }: { desk: CallDeskJson; done: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { currency } = desk.model.value;
	const amountText = (minor: string) =>
		new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(
			decimalFromMinor({ amountMinor: BigInt(minor), currency }) as Intl.StringNumericLiteral,
		);
	const begin = desk.own?.amounts ?? desk.categories;
	const [commit, setCommit] = useState(amountText(begin.commit.amountMinor));
	const [bestCase, setBestCase] = useState(amountText(begin.bestCase.amountMinor));
	const [note, setNote] = useState("");
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const amounts = [readAmount(commit, currency, locale), readAmount(bestCase, currency, locale)] as const;

	const submit = (event: FormEvent) => {
		event.preventDefault();
		const [commitMinor, bestCaseMinor] = amounts;
		if (commitMinor === null || bestCaseMinor === null) return;
		const call = {
			period: desk.period.name,
			nodeId: desk.node.nodeId,
			commitMinor: commitMinor.toString(),
			bestCaseMinor: bestCaseMinor.toString(),
			currency,
			version: desk.version,
			...(note && { note }),
		};
		deed.run(
			() => session.client.submitCall(call, key.current),
			() => {
				key.current = crypto.randomUUID();
				done();
			},
		);
	};
	const fieldOf = (label: string, text: string, set: (text: string) => void, minor: bigint | null) => (
		<Field
			label={`${label} (${currency})`}
			required
			{...(minor === null && { validationState: "error" as const, validationMessage: t("calls.notAnAmount") })}
		>
			<Input value={text} inputMode="decimal" maxLength={24} onChange={(_, d) => set(d.value)} />
		</Field>
	);
	return (
		<section aria-labelledby="my-call-title">
			<h2 id="my-call-title">{t("calls.mine", { name: desk.node.name })}</h2>
			<form className="form short-field" onSubmit={submit}>
				{desk.round && <p>{t("calls.due", { when: formatInstant(Date.parse(desk.round.closesAt), locale, zone) })}</p>}
				{desk.own && (
					<p className="cs-muted">
						{t("calls.begunWith", { when: formatInstant(Date.parse(desk.own.submittedAt), locale, zone) })}
					</p>
				)}
				{fieldOf(t("calls.cat.commit"), commit, setCommit, amounts[0])}
				{fieldOf(t("calls.cat.bestCase"), bestCase, setBestCase, amounts[1])}
				<Field label={t("calls.note")}>
					<Textarea value={note} maxLength={2000} onChange={(_, d) => setNote(d.value)} />
				</Field>
				<Button type="submit" appearance="primary" disabled={deed.busy || amounts.includes(null)}>
					{deed.busy ? t("calls.submitting") : t("calls.submit")}
				</Button>
				{deed.fault && <FaultNotice fault={deed.fault} />}
			</form>
		</section>
	);
}
