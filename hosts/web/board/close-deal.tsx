import {
	Button,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
	Field,
	Input,
	Select,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { DealJson } from "../../../core/contract/deals.ts";
import { LOST_REASONS } from "../../../core/model/deal.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { decimalFromMinor } from "../../../core/model/money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { useMe } from "../portal-context.tsx";
import { readAmount } from "../read-amount.ts";
import type { CloseFacts } from "./use-board.ts";

const OTHER = "other";

/** Asks the few things that a deal needs when it closes: the day; if won, the amount; if lost, why. */
export function CloseDeal(props: {
	deal: DealJson;
	kind: "won" | "lost";
	close: (facts: CloseFacts) => void;
	cancel: () => void;
}) {
	const { t, locale, now } = useSpeech();
	const { workspace } = useMe();
	const { deal, kind } = props;
	const today = dateIn(workspace.zone, now());
	const currency = deal.amount?.currency ?? workspace.reportingCurrency;
	const first = deal.amount
		? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(
				decimalFromMinor(readMoney(deal.amount)) as Intl.StringNumericLiteral,
			)
		: "";
	const [day, setDay] = useState(today);
	const [amount, setAmount] = useState(first);
	const [reason, setReason] = useState("");
	const [words, setWords] = useState("");
	const minor = amount.trim() === "" ? null : readAmount(amount, currency, locale);
	const badAmount = amount.trim() !== "" && minor === null;
	const lostReason = reason === OTHER ? words.trim() : reason;

	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (badAmount || day === "") return;
		if (kind === "lost") props.close({ closeDate: day, lostReason: lostReason || null });
		else
			props.close({
				closeDate: day,
				...(amount === first ? {} : { amountMinor: minor?.toString() ?? null, currency }),
			});
	};
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && props.cancel()}>
			<DialogSurface>
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{t(`close.${kind}`, { name: deal.name })}</DialogTitle>
						<DialogContent className="form">
							{kind === "won" ? (
								<Field
									label={t("deal.amountIn", { currency })}
									{...(badAmount ? { validationMessage: t("deal.badAmount") } : {})}
								>
									<Input inputMode="decimal" value={amount} onChange={(_, d) => setAmount(d.value)} />
								</Field>
							) : (
								<>
									<Field label={t("close.reason")}>
										<Select value={reason} onChange={(_, d) => setReason(d.value)}>
											<option value="">{t("close.chooseReason")}</option>
											{LOST_REASONS.map((code) => (
												<option key={code} value={code}>
													{t(`lost.${code}`)}
												</option>
											))}
											<option value={OTHER}>{t("close.otherReason")}</option>
										</Select>
									</Field>
									{reason === OTHER && (
										<Field label={t("close.inWords")}>
											<Input value={words} maxLength={200} onChange={(_, d) => setWords(d.value)} />
										</Field>
									)}
								</>
							)}
							<Field label={t("close.day")} required>
								<Input type="date" value={day} max={today} onChange={(_, d) => setDay(d.value)} />
							</Field>
						</DialogContent>
						<DialogActions>
							<Button type="submit" appearance="primary">
								{t(`close.save.${kind}`)}
							</Button>
							<Button onClick={props.cancel}>{t("kit.cancel")}</Button>
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}
