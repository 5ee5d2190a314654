import { Button, Field, Input, Textarea } from "@fluentui/react-components";
import { type FormEvent, useId, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { SourceCostJson, SourceCostsJson } from "../../../core/contract/lead-sources.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readAmount } from "../read-amount.ts";
import { useLoad } from "../use-load.ts";

/** What was paid for each source by month: set one, paste many, take one away. */
export function SourceCosts({ sources, month, changed }: { sources: string[]; month: string; changed: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("source-costs", () => session.client.sourceCosts());
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [isKept, setKept] = useState(false);
	const keep = async (call: Promise<SourceCostsJson>): Promise<boolean> => {
		setBusy(true);
		setFault(null);
		setKept(false);
		try {
			loaded.put(await call);
			setKept(true);
			changed();
			return true;
		} catch (caught) {
			setFault(caught as CourtsideError);
			return false;
		} finally {
			setBusy(false);
		}
	};
	const drop = ({ source, campaign, month }: SourceCostJson) =>
		keep(session.client.updateSourceCosts({ costs: [{ source, campaign, month, amountMinor: null }] }));
	return (
		<section aria-labelledby="source-costs" className="stack-tight">
			<h2 id="source-costs">{t("sources.costs")}</h2>
			<p>{t("sources.costsSay")}</p>
			<Loading of={loaded} lines={4}>
				{({ items, currency }) => (
					<>
						<OneCost sources={sources} month={month} currency={currency} busy={busy} keep={keep} />
						<Pasted busy={busy} keep={keep} />
						{fault && <FaultNotice fault={fault} />}
						{isKept && <StateNotice state="note" title={t("sources.saved")} />}
						{items.length > 0 && <Costs items={items} busy={busy} drop={drop} />}
					</>
				)}
			</Loading>
		</section>
	);
}

interface Keeping {
	busy: boolean;
	keep: (call: Promise<SourceCostsJson>) => Promise<boolean>;
}

function OneCost(props: Keeping & { sources: string[]; month: string; currency: string }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const list = useId();
	const [draft, setDraft] = useState({ source: "", campaign: "", month: props.month, amount: "" });
	const [isWrong, setWrong] = useState(false);
	const save = async (event: FormEvent) => {
		event.preventDefault();
		const minor = readAmount(draft.amount, props.currency, locale);
		setWrong(minor === null || minor < 0n);
		if (minor === null || minor < 0n) return;
		const { source, month } = draft;
		const cost = { source, campaign: draft.campaign.trim() || null, month, amountMinor: minor.toString() };
		if (await props.keep(session.client.updateSourceCosts({ costs: [cost] }))) setDraft({ ...draft, amount: "" });
	};
	const fields = [
		{ key: "source", word: "sources.source", type: "text", list, required: true },
		{ key: "campaign", word: "sources.campaign", type: "text", required: false },
		{ key: "month", word: "sources.month", type: "month", required: true },
	] as const;
	return (
		<form onSubmit={save} className="form-line">
			<datalist id={list}>
				{[...new Set(props.sources)].map((source) => (
					<option key={source} value={source} />
				))}
			</datalist>
			{fields.map(({ key, word, ...given }) => (
				<Field key={key} label={t(word)}>
					<Input
						{...given}
						maxLength={120}
						value={draft[key]}
						onChange={(_, { value }) => setDraft({ ...draft, [key]: value })}
					/>
				</Field>
			))}
			<Field
				label={t("sources.amount", { currency: props.currency })}
				{...(isWrong && { validationMessage: t("sources.notAmount") })}
			>
				<Input
					required
					inputMode="decimal"
					value={draft.amount}
					onChange={(_, { value }) => setDraft({ ...draft, amount: value })}
				/>
			</Field>
			<Button type="submit" appearance="primary" disabled={props.busy}>
				{t("deal.save")}
			</Button>
		</form>
	);
}

function Pasted({ busy, keep }: Keeping) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [text, setText] = useState("");
	return (
		<details className="cs-more">
			<summary>{t("sources.paste")}</summary>
			<div className="stack-tight">
				<Field label={t("sources.paste")} hint={t("sources.pasteSays")}>
					<Textarea rows={4} value={text} onChange={(_, { value }) => setText(value)} />
				</Field>
				<Button
					disabled={busy || text.trim() === ""}
					onClick={async () => {
						if (await keep(session.client.importSourceCosts({ text }))) setText("");
					}}
				>
					{t("sources.take")}
				</Button>
			</div>
		</details>
	);
}

function Costs({
	items,
	busy,
	drop,
}: {
	items: SourceCostJson[];
	busy: boolean;
	drop: (cost: SourceCostJson) => void;
}) {
	const { t, locale } = useSpeech();
	const labelOf = ({ source, campaign }: SourceCostJson) => [source, campaign].filter(Boolean).join(" · ");
	return (
		<DataTable
			caption={t("sources.costs")}
			rows={items}
			rowKey={(cost) => `${labelOf(cost)} ${cost.month}`}
			columns={[
				{ key: "source", header: t("sources.source"), cell: labelOf },
				{ key: "month", header: t("sources.month"), cell: (cost) => cost.month },
				{
					key: "cost",
					header: t("sources.cost"),
					figure: true,
					cell: (cost) => formatMoney(readMoney(cost.amount), locale, { whole: true }),
				},
				{
					key: "drop",
					header: t("sources.dropShort"),
					cell: (cost) => (
						<Button
							size="small"
							disabled={busy}
							aria-label={t("sources.drop", { source: labelOf(cost), month: cost.month })}
							onClick={() => drop(cost)}
						>
							{t("sources.dropShort")}
						</Button>
					),
				},
			]}
		/>
	);
}
