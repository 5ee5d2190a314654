import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ImportJson } from "../../../core/contract/imports.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ImportFilePlan } from "../import-file.tsx";
import { ImportQuestions } from "../import-questions.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** One import from the first look at its files to its result: what was found, what is asked, the run, what came of it. */
export function ImportPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		id,
		() => session.client.import(id),
		(e) => e.entityId === id || e.type === "import.progress",
	);
	return (
		<Page title={loaded.data?.name ?? t("nav.import")} above={<Link to="/import">{t("nav.import")}</Link>}>
			<Loading of={loaded} lines={10}>
				{(data) => <Step import={data} put={loaded.put} />}
			</Loading>
		</Page>
	);
}

interface StepProps {
	import: ImportJson;
	put: (data: ImportJson) => void;
}

function Step(props: StepProps) {
	const { state } = props.import;
	if (state === "draft" || state === "ready") return <PlanStep {...props} />;
	if (state === "running" || state === "undoing") return <RunStep {...props} />;
	return <ResultStep {...props} />;
}

function PlanStep({ import: given, put }: StepProps) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const plan = (change: Parameters<typeof session.client.planImport>[1]) => {
		setBusy(true);
		session.client
			.planImport(given.id, change)
			.then(
				(next) => {
					setFault(null);
					put(next);
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	const run = () => {
		setBusy(true);
		session.client.runImport(given.id).then(put, (f: CourtsideError) => {
			setBusy(false);
			setFault(f);
		});
	};
	const used = given.files.filter((f) => f.entity !== null);
	// The deals are what people came with: their file stands open.
	const first = Math.max(
		0,
		given.files.findIndex((f) => f.entity === "deal"),
	);
	const rows = used.reduce((sum, f) => sum + (f.rowsTotal ?? 0), 0);
	return (
		<div className="stack" aria-busy={busy}>
			<p className="lead">{t("import.found", { files: used.length, count: rows, rows: formatNumber(rows, locale) })}</p>
			{given.notes.length > 0 && (
				<ul className="notes">
					{given.notes.map((note) => (
						<li key={note}>{note}</li>
					))}
				</ul>
			)}
			<section aria-labelledby="files-title">
				<h2 id="files-title">{t("import.files")}</h2>
				{given.files.map((file, i) => (
					<ImportFilePlan
						key={file.id}
						file={file}
						open={i === first}
						plan={(change) => plan({ files: [{ id: file.id, ...change }] })}
					/>
				))}
			</section>
			{given.questions.length > 0 && (
				<ImportQuestions import={given} answer={(answers) => plan({ answers: { ...given.answers, ...answers } })} />
			)}
			{fault && <FaultNotice fault={fault} />}
			<div className="row run-row">
				<Button appearance="primary" size="large" onClick={run} disabled={busy || used.length === 0}>
					{t("import.run", { count: rows, rows: formatNumber(rows, locale) })}
				</Button>
				<span className="cs-muted">{t("import.canUndo")}</span>
			</div>
		</div>
	);
}

function RunStep({ import: given, put }: StepProps) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const { done, total } = rowsOf(given);
	const cancel = () => {
		session.client.cancelImport(given.id).then(put, (f: CourtsideError) => setFault(f));
	};
	const mayCancel = given.state === "running" && !given.isStopping && me.permissions.includes("imports:write");
	const text =
		given.state === "undoing"
			? t("import.undoing")
			: given.isStopping
				? t("import.stopping")
				: t("import.running", {
						done: formatNumber(done, locale),
						total: total === null ? "?" : formatNumber(total, locale),
					});
	return (
		<div className="stack">
			<Progress
				text={text}
				done={given.state === "undoing" ? null : done}
				total={total}
				{...(mayCancel ? { onCancel: cancel } : {})}
			/>
			{fault && <FaultNotice fault={fault} />}
			{given.rowsPerSecond !== null && (
				<p className="cs-muted">{t("import.speed", { rows: formatNumber(given.rowsPerSecond, locale) })}</p>
			)}
			<p className="cs-muted">{t("import.mayLeave")}</p>
		</div>
	);
}

function rowsOf(given: ImportJson): { done: number; total: number | null } {
	const totals = given.files.filter((f) => f.entity !== null).map((f) => f.rowsTotal);
	return {
		done: given.files.reduce((sum, f) => sum + f.rowsDone, 0),
		total: totals.includes(null) ? null : totals.reduce<number>((sum, n) => sum + (n ?? 0), 0),
	};
}

function ResultStep({ import: given, put }: StepProps) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const created = Object.values(given.counts).reduce((sum, c) => sum + c.created + c.updated, 0);
	const undo = () => {
		session.client.undoImport(given.id).then(put, (f: CourtsideError) => setFault(f));
	};
	const goOn = () => {
		session.client.runImport(given.id).then(put, (f: CourtsideError) => setFault(f));
	};
	const mayWrite = me.permissions.includes("imports:write");
	const isBroken = given.state === "failed" || given.state === "stopped";
	const download = () => {
		downloadRejected(session, given).catch((f: CourtsideError) => setFault(f));
	};
	return (
		<div className="stack">
			{given.state === "failed" && (
				<StateNotice state="error" title={t("import.failed")} reference={given.id}>
					<p>{given.error}</p>
				</StateNotice>
			)}
			{given.state === "stopped" && <StoppedNotice import={given} />}
			<p className="lead">
				{given.state === "undone"
					? t("import.undone")
					: t("import.result", { count: created, rows: formatNumber(created, locale), rejected: given.rejected })}
			</p>
			<Counts import={given} />
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				{given.state === "done" && (
					<>
						<Link to="/deals" className="button-link button-primary">
							{t("import.toDeals")}
						</Link>
						<Link to="/forecast" className="button-link">
							{t("import.toForecast")}
						</Link>
					</>
				)}
				{given.rejected > 0 && <Button onClick={download}>{t("import.download", { count: given.rejected })}</Button>}
				{isBroken && mayWrite && (
					<Button appearance="primary" onClick={goOn}>
						{t("import.goOn")}
					</Button>
				)}
				{(given.state === "done" || isBroken) && mayWrite && <Button onClick={undo}>{t("import.undo")}</Button>}
			</div>
			{given.notes.length > 0 && (
				<ul className="notes">
					{given.notes.map((note) => (
						<li key={note}>{note}</li>
					))}
				</ul>
			)}
		</div>
	);
}

function StoppedNotice({ import: given }: { import: ImportJson }) {
	const { t, locale } = useSpeech();
	const { done, total } = rowsOf(given);
	return (
		<StateNotice state="note" title={t("import.stopped")}>
			<p>
				{t("import.stoppedSays", {
					done: formatNumber(done, locale),
					total: total === null ? "?" : formatNumber(total, locale),
				})}
			</p>
		</StateNotice>
	);
}

function Counts({ import: given }: { import: ImportJson }) {
	const { t, locale } = useSpeech();
	const rows = Object.entries(given.counts);
	if (rows.length === 0) return null;
	return (
		<div className="scroll-x">
			<table className="cs-plain-table counts">
				<thead>
					<tr>
						<th scope="col">{t("import.what")}</th>
						{(["created", "updated", "unchanged", "rejected"] as const).map((k) => (
							<th key={k} scope="col" className="cs-end">
								{t(`import.${k}`)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map(([entity, c]) => (
						<tr key={entity}>
							<td>{t("import.entity", { entity })}</td>
							{[c.created, c.updated, c.unchanged, c.rejected].map((n, i) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: four columns that never move
								<td key={i} className="cs-end">
									{formatNumber(n, locale)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** The rows that were not taken, each with its reason, as a file. */
async function downloadRejected(session: ReturnType<typeof usePortal>["session"], given: ImportJson): Promise<void> {
	const response = await session.fetch(`/api/v1/imports/${given.id}/rejected`);
	if (!response.ok) throw new Error(`the server answered ${response.status}`);
	const address = URL.createObjectURL(await response.blob());
	const link = document.createElement("a");
	link.href = address;
	link.download = `${given.name.replace(/\.\w+$/, "")}-rejected.csv`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
