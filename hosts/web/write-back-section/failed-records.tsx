import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { WriteBackRecordJson } from "../../../core/contract/write-backs.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import type { Act } from "./write-back-section.tsx";

const SHOWN = 20;

/** Records that could not be written, each with the reason, to be tried again or let be. */
export function FailedRecords(props: { host: string; failed: number; busy: boolean; act: Act }) {
	const { host, failed, busy, act } = props;
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(`write-back-failed-${host}`, () =>
		session.client.writeBackRecords(host, { state: "failed", limit: SHOWN }),
	);
	return (
		<section aria-labelledby="write-failed" className="stack-tight">
			<h3 id="write-failed">{t("writeBack.failed", { count: failed })}</h3>
			<Loading of={loaded} lines={3}>
				{({ items, next }) => (
					<>
						<ul className="write-records">
							{items.map((record) => (
								<RecordLine key={record.id} record={record} busy={busy} act={act} />
							))}
						</ul>
						{next && <p className="cs-muted">{t("writeBack.firstOnly", { count: SHOWN })}</p>}
					</>
				)}
			</Loading>
		</section>
	);
}

/** One record with what went wrong, and what can be done about it. */
export function RecordLine(props: { record: WriteBackRecordJson; busy: boolean; act: Act; children?: ReactNode }) {
	const { record, busy, act, children } = props;
	const { t } = useSpeech();
	const { session } = usePortal();
	const { id, name, externalId, reason, left, state } = record;
	const step = (what: "retry" | "dismiss") => () => act(() => session.client.onWriteBackRecord(id, what));
	return (
		<li>
			<p>
				<strong>
					<bdi>{name}</bdi>
				</strong>{" "}
				{externalId && (
					<span className="cs-muted">
						<bdi>{externalId}</bdi>
					</span>
				)}
			</p>
			{children}
			{reason && (
				<p className="job-error" dir="auto">
					{reason}
				</p>
			)}
			{left.map((one) => (
				<p key={one.field}>
					{t("writeBack.left", { field: t(`writeBack.field.${one.field}` as PageWord), reason: one.reason })}
				</p>
			))}
			{record.canRetry && (
				<div className="row">
					<Button size="small" disabled={busy} onClick={step("retry")}>
						{t(state === "failed" ? "jobs.retry" : "writeBack.overwrite")}
					</Button>
					{state === "failed" && (
						<Button size="small" disabled={busy} onClick={step("dismiss")}>
							{t("writeBack.dismiss")}
						</Button>
					)}
				</div>
			)}
		</li>
	);
}
