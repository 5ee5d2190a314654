import { Button, Field, Input, Textarea } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { DealOutlookJson, DealOverrideJson } from "../../core/contract/deal-outlook.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { useDeed } from "./room/use-deed.ts";

/** What somebody says of the deal beside the model's number: shown, asked about again, changed or withdrawn. */
export function DealOverride(props: { dealId: string; outlook: DealOutlookJson; reload: () => void }) {
	const { t } = useSpeech();
	const mayChange = useMe().permissions.includes("deals:write");
	const [isOpen, setOpen] = useState(false);
	const { override } = props.outlook;
	if (!override && !mayChange) return null;
	return (
		<section aria-labelledby="override-title" className="own-chance">
			<h2 id="override-title">{t("override.title")}</h2>
			{override && !isOpen && (
				<Standing {...props} override={override} edit={() => setOpen(true)} mayChange={mayChange} />
			)}
			{!override && !isOpen && (
				<>
					<p className="cs-muted">{t("override.none")}</p>
					<Button size="small" onClick={() => setOpen(true)}>
						{t("override.open")}
					</Button>
				</>
			)}
			{isOpen && <OverrideForm {...props} override={override} close={() => setOpen(false)} />}
		</section>
	);
}

function Standing(props: {
	dealId: string;
	override: DealOverrideJson;
	mayChange: boolean;
	edit: () => void;
	reload: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const { dealId, override, mayChange, reload } = props;
	const { probability, reason, text } = override;
	return (
		<>
			<p>
				<strong className="own-chance-value">
					<bdi>{text.value}</bdi>
				</strong>{" "}
				<span className="own-chance-reason">{reason}</span>
			</p>
			<p className="cs-sub">{text.says}</p>
			{text.forecast && <p className="cs-sub">{text.forecast}</p>}
			{text.asks && (
				<p className="cs-amber" role="status">
					{text.asks}
				</p>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} onRetry={reload} />}
			{mayChange && (
				<div className="row">
					{override.asks && (
						<Button
							size="small"
							appearance="primary"
							disabled={deed.busy}
							onClick={() => deed.run(() => session.client.setDealOverride(dealId, { probability, reason }), reload)}
						>
							{t("override.keep")}
						</Button>
					)}
					<Button size="small" onClick={props.edit}>
						{t("override.change")}
					</Button>
					<Button
						size="small"
						disabled={deed.busy}
						onClick={() => deed.run(() => session.client.withdrawDealOverride(dealId), reload)}
					>
						{t("override.withdraw")}
					</Button>
				</div>
			)}
		</>
	);
}

function OverrideForm(props: {
	dealId: string;
	override: DealOverrideJson | null;
	close: () => void;
	reload: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const { dealId, override } = props;
	const [chance, setChance] = useState(override ? String(Math.round(override.probability * 100)) : "");
	const [reason, setReason] = useState(override?.reason ?? "");
	const points = /^\s*\d{1,3}\s*%?\s*$/.test(chance) ? Number.parseInt(chance, 10) : null;
	const isBad = chance.trim() !== "" && (points === null || points > 100);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (points === null || isBad || reason.trim() === "") return;
		const done = () => {
			props.close();
			props.reload();
		};
		deed.run(() => session.client.setDealOverride(dealId, { probability: points / 100, reason: reason.trim() }), done);
	};
	return (
		<form className="form" onSubmit={submit}>
			<Field label={t("override.chance")} required {...(isBad ? { validationMessage: t("override.badChance") } : {})}>
				<Input inputMode="numeric" value={chance} maxLength={5} onChange={(_, d) => setChance(d.value)} />
			</Field>
			<Field label={t("override.reason")} hint={t("override.reasonHint")} required>
				<Textarea value={reason} maxLength={1000} onChange={(_, d) => setReason(d.value)} />
			</Field>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={deed.busy}>
					{t("override.save")}
				</Button>
				<Button onClick={props.close}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}
