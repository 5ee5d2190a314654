import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { QuotaPlanJson, QuotaPlanNodeJson } from "../../../core/contract/quota-plans.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { usePortal } from "../portal-context.tsx";
import { readTyped, showAmount, typedAmount } from "./quota-amount.ts";

interface Bidding {
	plan: QuotaPlanJson;
	busy: boolean;
	change: (changed: PlanChange) => Promise<boolean>;
	settle: (call: Promise<QuotaPlanJson>) => Promise<boolean>;
}

/** What people say they can bring beside what the plan would have them carry, and ways to settle what differs. */
export function PlanBids({ plan, busy, change, settle }: Bidding) {
	const { t, locale, zone } = useSpeech();
	const { may } = plan;
	const told = plan.nodes.filter((node) => node.bidNote !== null);
	const bidding = may.edit ? [] : plan.nodes.filter((node) => node.mayBid);
	if (!may.edit && bidding.length === 0 && told.length === 0) return null;
	const gapOf = ({ amount, bid }: QuotaPlanNodeJson) =>
		amount === null || bid === null || amount === "0" ? null : Number(bid) / Number(amount) - 1;
	const hold = ({ nodeId }: QuotaPlanNodeJson, amount: string | null) =>
		void change({ nodes: [{ nodeId, floor: amount, cap: amount }] });
	return (
		<section aria-labelledby="plan-bids" className="stack-tight">
			<h2 id="plan-bids">{t("quotaPlan.bids")}</h2>
			{may.edit && (
				<Checkbox
					checked={plan.bidsOpen}
					disabled={busy}
					label={t("quotaPlan.bidsOpen")}
					onChange={(_, { checked }) => void change({ bidsOpen: checked === true })}
				/>
			)}
			{bidding.map((node) => (
				<OneBid key={`${node.nodeId} ${node.bid}`} plan={plan} node={node} busy={busy} settle={settle} />
			))}
			{told.length === 0 ? (
				may.edit && <p className="cs-muted">{t(plan.bidsOpen ? "quotaPlan.bidsNone" : "quotaPlan.bidsClosed")}</p>
			) : (
				<DataTable
					caption={t("quotaPlan.bids")}
					rows={told}
					rowKey={(node) => node.nodeId}
					columns={[
						{
							key: "name",
							header: t("quota.who"),
							cell: ({ name, bidNote }) => (
								<>
									{name}
									<span className="cs-sub">
										{[bidNote?.by, bidNote && formatInstant(Date.parse(bidNote.at), locale, zone), bidNote?.reason]
											.filter(Boolean)
											.join(" · ")}
									</span>
								</>
							),
						},
						{
							key: "amount",
							header: t("quotaPlan.bidsPlan"),
							figure: true,
							cell: (node) => showAmount(node.amount, plan.currency, locale),
						},
						{
							key: "bid",
							header: t("quotaPlan.bidsTheirs"),
							figure: true,
							cell: (node) => {
								const gap = gapOf(node);
								return (
									<>
										{showAmount(node.bid, plan.currency, locale)}
										{gap !== null && (
											<span className="cs-sub">
												<bdi dir="ltr">{`${gap >= 0 ? "+" : "−"}${formatPercent(Math.abs(gap), locale, 1)}`}</bdi>
											</span>
										)}
									</>
								);
							},
						},
						...(may.edit
							? [
									{
										key: "settle",
										header: t("quotaPlan.bidsSettle"),
										cell: (node: QuotaPlanNodeJson) => (
											<Settle key={node.nodeId} node={node} busy={busy} hold={(amount) => hold(node, amount)} />
										),
									},
								]
							: []),
					]}
				/>
			)}
		</section>
	);
}

function Settle(props: { node: QuotaPlanNodeJson; busy: boolean; hold: (amount: string | null) => void }) {
	const { t } = useSpeech();
	const { node, busy, hold } = props;
	const { amount, bid, name, floor, cap } = node;
	if (amount === null || bid === null) return "–";
	const isHeld = floor !== null && floor === cap;
	if (isHeld) {
		return (
			<Button
				size="small"
				disabled={busy}
				aria-label={`${name}: ${t("quotaPlan.bidsLetGo")}`}
				onClick={() => hold(null)}
			>
				{t("quotaPlan.bidsLetGo")}
			</Button>
		);
	}
	if (amount === bid) return t("quotaPlan.bidsAgree");
	const middle = ((BigInt(amount) + BigInt(bid)) / 2n).toString();
	const ways = [
		["quotaPlan.bidsTake", bid],
		["quotaPlan.bidsMiddle", middle],
		["quotaPlan.bidsKeep", amount],
	] as const;
	return (
		<span className="row">
			{ways.map(([key, value]) => (
				<Button key={key} size="small" disabled={busy} aria-label={`${name}: ${t(key)}`} onClick={() => hold(value)}>
					{t(key)}
				</Button>
			))}
		</span>
	);
}

function OneBid(props: {
	plan: QuotaPlanJson;
	node: QuotaPlanNodeJson;
	busy: boolean;
	settle: (call: Promise<QuotaPlanJson>) => Promise<boolean>;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { plan, node, busy, settle } = props;
	const [text, setText] = useState(() => typedAmount(node.bid, plan.currency, locale));
	const [reason, setReason] = useState(node.bidNote?.reason ?? "");
	const read = text.trim() === "" ? null : readTyped(text, plan.currency, locale);
	const isWrong = text.trim() !== "" && read === null;
	const send = (event: FormEvent) => {
		event.preventDefault();
		if (isWrong) return;
		const bid = { nodeId: node.nodeId, amount: read, ...(reason.trim() !== "" && { reason: reason.trim() }) };
		void settle(session.client.bidQuota(plan.id, { bids: [bid] }));
	};
	return (
		<form className="quota-form" onSubmit={send} aria-label={t("quotaPlan.bidOf", { name: node.name })}>
			<Field
				label={t("quotaPlan.bidOf", { name: node.name })}
				hint={t("quotaPlan.bidBeside", { amount: showAmount(node.amount, plan.currency, locale) })}
				{...(isWrong && { validationMessage: t("quotaPage.notAmount") })}
			>
				<Input inputMode="decimal" value={text} onChange={(_, { value }) => setText(value)} />
			</Field>
			<Field label={t("quotaPlan.bidWhy")}>
				<Input value={reason} maxLength={2000} onChange={(_, { value }) => setReason(value)} />
			</Field>
			<Button type="submit" appearance="primary" disabled={busy || isWrong}>
				{t("quotaPlan.bidSend")}
			</Button>
		</form>
	);
}
