import { Button, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { type FormEvent, type ReactNode, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { DealPage } from "../../core/contract/deals.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { readMoney } from "./money.ts";
import { FaultNotice } from "./page-frame.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { readAmount } from "./read-amount.ts";

/** What a person may change on a deal, as they type it. */
interface Draft {
	version: number;
	stageId: string;
	amount: string;
	closeDate: string;
	nextStep: string;
}

function draftOf({ deal }: DealPage, locale: string): Draft {
	const money = deal.amount && readMoney(deal.amount);
	return {
		version: deal.version,
		stageId: deal.stage.id,
		amount: money
			? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(
					decimalFromMinor(money) as Intl.StringNumericLiteral,
				)
			: "",
		closeDate: deal.closeDate ?? "",
		nextStep: deal.nextStep ?? "",
	};
}

/** The facts of a deal, and the form that changes them. */
export function DealFacts(props: { page: DealPage; put: (page: DealPage) => void; reload: () => void }) {
	const { t, locale, now } = useSpeech();
	const me = useMe();
	const { page } = props;
	const { deal } = page;
	const [draft, setDraft] = useState<Draft | null>(null);
	const today = new Date(now()).toISOString().slice(0, 10);
	if (draft) return <FactsForm {...props} first={draft} close={() => setDraft(null)} />;
	return (
		<section aria-labelledby="facts-title" className="facts">
			<div className="section-head">
				<h2 id="facts-title">{t("deal.facts")}</h2>
				{me.permissions.includes("deals:write") && (
					<Button size="small" onClick={() => setDraft(draftOf(page, locale))}>
						{t("deal.edit")}
					</Button>
				)}
			</div>
			<dl className="facts-list">
				<Fact name={t("deal.stage")}>{deal.stage.name}</Fact>
				<Fact name={t("deal.amount")}>
					{deal.amount ? formatMoney(readMoney(deal.amount), locale) : t("deal.noAmount")}
					{deal.amount && !deal.amountReporting && <span className="cs-sub">{t("deal.noRateMeans")}</span>}
				</Fact>
				<Fact name={t("deal.closeDate")}>{deal.closeDate ? formatDay(deal.closeDate, locale, today) : "–"}</Fact>
				<Fact name={t("deal.nextStep")}>{deal.nextStep ?? t("deal.noNextStep")}</Fact>
				<Fact name={t("deal.owner")}>{deal.owner?.name ?? t("deal.noOwner")}</Fact>
				<Fact name={t("deal.source")}>{deal.source ?? "–"}</Fact>
				<Fact name={t("deal.created")}>{formatDay(deal.createdAt.slice(0, 10), locale, today)}</Fact>
			</dl>
		</section>
	);
}

/** One fact in a list of facts. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}

function FactsForm(props: {
	page: DealPage;
	put: (page: DealPage) => void;
	reload: () => void;
	first: Draft;
	close: () => void;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { page, first } = props;
	const [draft, setDraft] = useState(first);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const currency = page.deal.amount?.currency ?? me.workspace.reportingCurrency;
	const amount = draft.amount.trim() === "" ? null : readAmount(draft.amount, currency, locale);
	const badAmount = draft.amount.trim() !== "" && amount === null;
	const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });

	const save = (version: number) => {
		setBusy(true);
		const changes = {
			...(draft.stageId !== first.stageId ? { stageId: draft.stageId } : {}),
			...(draft.amount !== first.amount ? { amountMinor: amount === null ? null : amount.toString(), currency } : {}),
			...(draft.closeDate !== first.closeDate ? { closeDate: draft.closeDate || null } : {}),
			...(draft.nextStep !== first.nextStep ? { nextStep: draft.nextStep || null } : {}),
		};
		session.client.updateDeal(page.deal.id, { ...changes, version }).then(
			(deal) => {
				props.put({ ...page, deal });
				props.close();
				props.reload();
			},
			(f: CourtsideError) => {
				setBusy(false);
				setFault(f);
				if (f.code === "version_conflict") props.reload();
			},
		);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (!badAmount) save(draft.version);
	};
	return (
		<section aria-labelledby="facts-title" className="facts">
			<h2 id="facts-title">{t("deal.change")}</h2>
			<form className="form" onSubmit={submit}>
				<Field label={t("deal.stage")}>
					<Select value={draft.stageId} onChange={(_, d) => set({ stageId: d.value })}>
						{page.stages.map((s) => (
							<option key={s.id} value={s.id}>
								{s.name}
							</option>
						))}
					</Select>
				</Field>
				<Field
					label={t("deal.amountIn", { currency })}
					{...(badAmount ? { validationMessage: t("deal.badAmount") } : {})}
				>
					<Input inputMode="decimal" value={draft.amount} onChange={(_, d) => set({ amount: d.value })} />
				</Field>
				<Field label={t("deal.closeDate")}>
					<Input type="date" value={draft.closeDate} onChange={(_, d) => set({ closeDate: d.value })} />
				</Field>
				<Field label={t("deal.nextStep")}>
					<Textarea value={draft.nextStep} maxLength={2000} onChange={(_, d) => set({ nextStep: d.value })} />
				</Field>
				{fault?.code === "version_conflict" ? (
					<Conflict
						page={page}
						first={first}
						onMine={() => save(page.deal.version)}
						onTheirs={props.close}
						busy={busy}
					/>
				) : (
					fault && <FaultNotice fault={fault} />
				)}
				<div className="row">
					<Button type="submit" appearance="primary" disabled={busy || fault?.code === "version_conflict"}>
						{t("deal.save")}
					</Button>
					<Button onClick={props.close}>{t("kit.cancel")}</Button>
				</div>
			</form>
		</section>
	);
}

/** Somebody was quicker: what they changed, and whose change shall stand. */
function Conflict(props: { page: DealPage; first: Draft; onMine: () => void; onTheirs: () => void; busy: boolean }) {
	const { t, locale } = useSpeech();
	const theirs = draftOf(props.page, locale);
	const day = (date: string) => (date ? formatDay(date, locale) : "");
	const stageName = (id: string) => props.page.stages.find((s) => s.id === id)?.name ?? id;
	const moved = (
		[
			["deal.stage", stageName(props.first.stageId), stageName(theirs.stageId)],
			["deal.amount", props.first.amount, theirs.amount],
			["deal.closeDate", day(props.first.closeDate), day(theirs.closeDate)],
			["deal.nextStep", props.first.nextStep, theirs.nextStep],
		] as const
	).filter(([, before, after]) => before !== after);
	return (
		<StateNotice
			state="stale"
			title={t("deal.conflict")}
			action={
				<>
					<Button appearance="primary" onClick={props.onMine} disabled={props.busy}>
						{t("deal.saveMine")}
					</Button>
					<Button onClick={props.onTheirs}>{t("deal.keepTheirs")}</Button>
				</>
			}
		>
			<ul>
				{moved.map(([word, before, after]) => (
					<li key={word}>{t("deal.conflictLine", { field: t(word), before: before || "–", after: after || "–" })}</li>
				))}
			</ul>
			<p>{t("deal.conflictMeans")}</p>
		</StateNotice>
	);
}
