import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { MarketMappingJson, MarketPreviewJson, MarketTableJson } from "../../../core/contract/market.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

const KINDS = ["industry", "economic", "demographic"] as const;
const FIELDS = [
	...["country", "region", "industry", "size", "sizeFrom", "sizeTo", "companies", "spend", "growth", "people"],
] as (keyof MarketMappingJson)[];
const MOST_BYTES = 700_000;

/** The tables that potential is reckoned from, each with its source, and the way to bring another in. */
export function MarketTables(props: { tables: MarketTableJson[]; mayWrite: boolean; changed: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { tables, mayWrite, changed } = props;
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const settle = (call: Promise<unknown>) => {
		setFault(null);
		call.then(changed, setFault);
	};
	return (
		<section aria-labelledby="market-tables" className="stack-tight">
			<h2 id="market-tables">{t("market.tables")}</h2>
			{fault && <FaultNotice fault={fault} />}
			{tables.length > 0 && (
				<ul className="quota-requests">
					{tables.map((table) => (
						<li key={table.id} className="quota-request stack-tight">
							<p>
								<strong>{table.name}</strong> · {t(`market.kind.${table.kind}`)}
							</p>
							<p className="cs-muted">
								{[
									`${t("market.source")}: ${table.source}`,
									`${t("market.asOf")}: ${formatDay(table.asOf, locale)}`,
									table.sample && `${t("market.sample")}: ${table.sample}`,
									t("market.rows", { n: table.rows }),
								]
									.filter(Boolean)
									.join(" · ")}
							</p>
							{table.rejects.length > 0 && (
								<details className="cs-more">
									<summary>{t("market.rejected", { n: table.rejects.length })}</summary>
									<ul className="quota-list">
										{table.rejects.map((reject) => (
											<li key={reject.row}>{reject.text}</li>
										))}
									</ul>
								</details>
							)}
							{mayWrite && (
								<div className="row">
									<Button
										size="small"
										onClick={() =>
											settle(
												session.client.updateMarketTable(table.id, { isUsed: !table.isUsed, version: table.version }),
											)
										}
									>
										{t(table.isUsed ? "market.useNot" : "market.use")}
									</Button>
									<Button size="small" onClick={() => settle(session.client.deleteMarketTable(table.id))}>
										{t("market.delete")}
									</Button>
								</div>
							)}
						</li>
					))}
				</ul>
			)}
			{mayWrite && <AddTable done={changed} />}
		</section>
	);
}

function AddTable({ done }: { done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [file, setFile] = useState<{ fileName: string; content: string } | null>(null);
	const [looked, setLooked] = useState<MarketPreviewJson | null>(null);
	const [mapping, setMapping] = useState<MarketMappingJson>({});
	const [draft, setDraft] = useState({ name: "", kind: "industry", source: "", asOf: "", sample: "" });
	const [isTooLarge, setTooLarge] = useState(false);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const look = async (chosen: File | undefined) => {
		if (!chosen) return;
		setTooLarge(chosen.size > MOST_BYTES);
		if (chosen.size > MOST_BYTES) return;
		setFault(null);
		try {
			const given = { fileName: chosen.name, content: await base64Of(chosen) };
			const found = await session.client.previewMarketTable(given);
			setFile(given);
			setLooked(found);
			setMapping(found.mapping);
			const kind =
				found.mapping.companies === undefined
					? found.mapping.growth === undefined
						? "demographic"
						: "economic"
					: "industry";
			setDraft({ ...draft, kind, name: draft.name || chosen.name.replace(/\.[^.]+$/, "") });
		} catch (caught) {
			setFault(caught as CourtsideError);
		}
	};
	const take = async (event: FormEvent) => {
		event.preventDefault();
		if (!file) return;
		setBusy(true);
		setFault(null);
		const { sample, kind: chosen, ...about } = draft;
		const kind = KINDS.find((k) => k === chosen) ?? "industry";
		try {
			await session.client.createMarketTable({ ...file, ...about, kind, sample: sample || null, mapping }, key);
			setFile(null);
			setLooked(null);
			setDraft({ name: "", kind: "industry", source: "", asOf: "", sample: "" });
			done();
		} catch (caught) {
			setFault(caught as CourtsideError);
		} finally {
			setKey(crypto.randomUUID());
			setBusy(false);
		}
	};
	return (
		<details className="cs-more">
			<summary>{t("market.add")}</summary>
			<form onSubmit={take} className="stack-tight">
				<Field label={t("market.file")} {...(isTooLarge && { validationMessage: t("market.tooLarge") })}>
					<input
						type="file"
						accept=".csv,.tsv,.txt,.xlsx"
						aria-label={t("market.file")}
						onChange={(event) => void look(event.currentTarget.files?.[0])}
					/>
				</Field>
				{fault && <FaultNotice fault={fault} />}
				{looked && (
					<>
						<p>{t("market.rows", { n: looked.rows })}</p>
						<fieldset className="market-mapping">
							<legend>{t("market.columns")}</legend>
							<div className="quota-form">
								{FIELDS.map((field) => (
									<Field key={field} label={t(`market.field.${field}`)}>
										<Select
											value={String(mapping[field] ?? "")}
											onChange={(_, { value }) => setMapping(withColumn(mapping, field, value))}
										>
											<option value="">{t("market.noColumn")}</option>
											{looked.columns.map((column, k) => (
												// biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place
												<option key={k} value={k}>
													{[column.header, column.samples[0]].filter(Boolean).join(" – ")}
												</option>
											))}
										</Select>
									</Field>
								))}
							</div>
						</fieldset>
						<div className="quota-form">
							<Field label={t("market.name")}>
								<Input
									required
									maxLength={200}
									value={draft.name}
									onChange={(_, { value }) => setDraft({ ...draft, name: value })}
								/>
							</Field>
							<Field label={t("market.kind")}>
								<Select value={draft.kind} onChange={(_, { value }) => setDraft({ ...draft, kind: value })}>
									{KINDS.map((kind) => (
										<option key={kind} value={kind}>
											{t(`market.kind.${kind}`)}
										</option>
									))}
								</Select>
							</Field>
							<Field label={t("market.source")}>
								<Input
									required
									maxLength={300}
									value={draft.source}
									onChange={(_, { value }) => setDraft({ ...draft, source: value })}
								/>
							</Field>
							<Field label={t("market.asOf")}>
								<Input
									required
									type="date"
									value={draft.asOf}
									onChange={(_, { value }) => setDraft({ ...draft, asOf: value })}
								/>
							</Field>
							<Field label={t("market.sample")}>
								<Input
									maxLength={300}
									value={draft.sample}
									onChange={(_, { value }) => setDraft({ ...draft, sample: value })}
								/>
							</Field>
							<Button type="submit" appearance="primary" disabled={busy}>
								{t("market.take")}
							</Button>
						</div>
					</>
				)}
			</form>
		</details>
	);
}

function withColumn(mapping: MarketMappingJson, field: keyof MarketMappingJson, value: string): MarketMappingJson {
	const { [field]: _, ...rest } = mapping;
	return value === "" ? rest : { ...rest, [field]: Number(value) };
}

async function base64Of(file: File): Promise<string> {
	const url = await new Promise<string>((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
	return url.slice(url.indexOf(",") + 1);
}
