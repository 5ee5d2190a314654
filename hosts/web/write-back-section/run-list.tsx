import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { WriteRunJson } from "../../../core/contract/write-backs.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { RecordLine } from "./failed-records.tsx";
import { ValueChanges } from "./value-changes.tsx";
import type { Act } from "./write-back-section.tsx";

const SHOWN = 20;

/** What was written, run by run, each to be looked into and taken back. `stamp` changes when it is worth asking again. */
export function RunList(props: { host: string; stamp: string; busy: boolean; act: Act }) {
	const { host, stamp, busy, act } = props;
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(`write-runs-${host}-${stamp}`, () => session.client.writeRuns(host));
	return (
		<section aria-labelledby="write-runs" className="stack-tight">
			<h3 id="write-runs">{t("writeBack.runs")}</h3>
			<Loading of={loaded} lines={3}>
				{({ items }) => {
					const shown = items.filter((run) => run.state !== "planning" && run.state !== "preview");
					if (shown.length === 0) return <p className="cs-muted">{t("writeBack.noRuns")}</p>;
					return (
						<ul className="write-records">
							{shown.map((run) => (
								<Run key={run.id} run={run} busy={busy} act={act} />
							))}
						</ul>
					);
				}}
			</Loading>
		</section>
	);
}

function Run({ run, busy, act }: { run: WriteRunJson; busy: boolean; act: Act }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [asks, setAsks] = useState(false);
	const [open, setOpen] = useState(false);
	const { counts, createdBy } = run;
	const written = counts.written + counts.undone;
	const told = t("writeBack.runCounts", {
		written,
		waiting: counts.planned + counts.queued,
		failed: counts.failed,
		left: counts.skipped + counts.dismissed,
	});
	const undo = () => act(() => session.client.onWriteRun(run.id, "undo")).then((ok) => ok && setAsks(false));
	const canUndo = run.kind !== "undo" && (run.state === "done" || run.state === "running") && counts.written > 0;
	return (
		<li>
			<p>
				<strong>{t(`writeBack.run.${run.kind}`)}</strong>{" "}
				<span className="cs-muted">
					{formatInstant(Date.parse(run.createdAt), locale, zone)}
					{createdBy && ` · ${createdBy}`} · {t(`writeBack.runState.${run.state}`)}
				</span>
			</p>
			<p>{told}</p>
			{asks ? (
				<div className="stack-tight">
					<p>{t("writeBack.undoSure", { records: counts.written })}</p>
					<div className="row">
						<Button appearance="primary" disabled={busy} onClick={undo}>
							{t("writeBack.undo")}
						</Button>
						<Button onClick={() => setAsks(false)}>{t("kit.cancel")}</Button>
					</div>
				</div>
			) : (
				<div className="row">
					<Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
						{t("writeBack.look")}
					</Button>
					{canUndo && (
						<Button size="small" disabled={busy} onClick={() => setAsks(true)}>
							{t("writeBack.undo")}
						</Button>
					)}
				</div>
			)}
			{open && <Records run={run} busy={busy} act={act} />}
		</li>
	);
}

function Records({ run, busy, act }: { run: WriteRunJson; busy: boolean; act: Act }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const stamp = Object.values(run.counts).join("-");
	const loaded = useLoad(`write-run-${run.id}-${stamp}`, () =>
		session.client.writeRunRecords(run.id, { limit: SHOWN }),
	);
	return (
		<Loading of={loaded} lines={3}>
			{({ items, next }) => (
				<>
					<ul className="write-records">
						{items.map((record) => (
							<RecordLine key={record.id} record={record} busy={busy} act={act}>
								<p className="cs-muted">{t(`writeBack.recordState.${record.state}`)}</p>
								<ValueChanges values={record.values} />
							</RecordLine>
						))}
					</ul>
					{next && <p className="cs-muted">{t("writeBack.firstOnly", { count: SHOWN })}</p>}
				</>
			)}
		</Loading>
	);
}
