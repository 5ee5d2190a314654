import { Field, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { ImportFileJson } from "../../core/contract/imports.ts";
import { formatNumber } from "../../core/words/format-number.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { SHEET_KINDS } from "./sheet-kinds.ts";

/** One file: what it holds, where each column goes, and three of its own rows as they will be stored. */
export function ImportFilePlan(props: {
	file: ImportFileJson;
	open: boolean;
	plan: (change: { entity?: string | null; fields?: Record<string, string | null> }) => void;
}) {
	const { t, locale } = useSpeech();
	const { file, plan } = props;
	const [open, setOpen] = useState(props.open);
	const name = file.sheet ? `${file.name} · ${file.sheet}` : file.name;
	return (
		<details className="file" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>
				<strong>{name}</strong>
				<span className="cs-muted">
					{file.entity ? t("import.entity", { entity: file.entity }) : t("import.notUsed")}
					{file.rowsTotal !== null &&
						` · ${t("import.rows", { count: file.rowsTotal, rows: formatNumber(file.rowsTotal, locale) })}`}
				</span>
			</summary>
			<div className="stack file-body">
				<Field label={t("import.holds")} className="short-field">
					<Select value={file.entity ?? ""} onChange={(_, d) => plan({ entity: d.value || null })}>
						<option value="">{t("import.notUsed")}</option>
						{SHEET_KINDS.map((entity) => (
							<option key={entity} value={entity}>
								{t("import.entity", { entity })}
							</option>
						))}
					</Select>
				</Field>
				{file.entity && (
					<>
						<Preview file={file} />
						<Columns file={file} plan={plan} />
					</>
				)}
			</div>
		</details>
	);
}

function Preview({ file }: { file: ImportFileJson }) {
	const { t } = useSpeech();
	const labels = [...new Set(file.preview.flatMap((row) => Object.keys(row)))];
	if (labels.length === 0) return null;
	return (
		<div>
			<h3>{t("import.preview")}</h3>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
			<section className="scroll-x" tabIndex={0} aria-label={t("import.preview")}>
				<table className="cs-plain-table">
					<thead>
						<tr>
							{labels.map((label) => (
								<th key={label} scope="col">
									{label}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{file.preview.map((row, i) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: three rows of a file, in its order
							<tr key={i}>
								{labels.map((label) => (
									<td key={label}>{row[label] ?? ""}</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</div>
	);
}

function Columns(props: { file: ImportFileJson; plan: (change: { fields: Record<string, string | null> }) => void }) {
	const { t } = useSpeech();
	const { file, plan } = props;
	const guesses = file.columns.filter((c) => c.field !== null && c.confidence < 0.5).length;
	return (
		<details className="cs-more" open={guesses > 0}>
			<summary>
				{t("import.columns")} <span className="cs-amber">{t("import.columnsLook", { guesses })}</span>
			</summary>
			<ul className="mapping">
				{file.columns.map((column) => (
					<li key={column.name}>
						<div>
							<strong>{column.name}</strong>
							<span className="cs-sub">{column.examples.slice(0, 3).join(" · ") || t("import.allBlank")}</span>
						</div>
						<Select
							aria-label={t("import.goesTo", { column: column.name })}
							value={column.field ?? ""}
							onChange={(_, d) => plan({ fields: { [column.name]: d.value || null } })}
						>
							<option value="">{t("import.keptBeside")}</option>
							{file.fields.map((field) => (
								<option key={field.value} value={field.value}>
									{field.label}
								</option>
							))}
						</Select>
						<span className="cs-muted">{t("import.sure", { how: sureness(column) })}</span>
					</li>
				))}
			</ul>
		</details>
	);
}

function sureness(column: ImportFileJson["columns"][number]): "none" | "sure" | "likely" | "guess" {
	if (column.field === null) return "none";
	if (column.confidence >= 0.85) return "sure";
	return column.confidence >= 0.5 ? "likely" : "guess";
}
