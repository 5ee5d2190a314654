import { Button, Switch } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { WriteBackJson } from "../../../core/contract/write-backs.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { FailedRecords } from "./failed-records.tsx";
import { FieldsForm } from "./fields-form.tsx";
import { PreviewPart } from "./preview-part.tsx";
import { RunList } from "./run-list.tsx";
import "./write-back.css";

/** How often it asks how far things are while something moves. */
const ASK_MS = 1500;

/** Does something and shows what came of it; gives whether it went well. */
export type Act = (call: () => Promise<unknown>) => Promise<boolean>;

/**
 * What is written back over one connection: the choice, the preview before anything is sent, a pause, runs and their
 * undo. `title` names the connection.
 */
export function WriteBackSection({ host, title }: { host: string; title: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(`write-back-${host}`, () => session.client.writeBack(host));
	const { data, reload } = loaded;
	const isMoving = data !== null && data.state !== "off" && (data.waiting > 0 || data.preview?.state === "planning");
	useEffect(() => {
		if (!isMoving) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isMoving, reload]);
	return (
		<section aria-labelledby="write-back-title" className="write-back">
			<h2 id="write-back-title">{title}</h2>
			<p>{t("writeBack.says")}</p>
			<Loading of={loaded} lines={6}>
				{(state) => <WriteBack state={state} reload={reload} />}
			</Loading>
		</section>
	);
}

function WriteBack({ state, reload }: { state: WriteBackJson; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const { host, version, waiting, preview, held } = state;
	const act: Act = async (call) => {
		setBusy(true);
		try {
			await call();
			setFault(null);
			return true;
		} catch (error) {
			setFault(error as CourtsideError);
			return false;
		} finally {
			setBusy(false);
			reload();
		}
	};
	const change = (body: { state?: "off" | "on" | "paused" }) =>
		act(() => session.client.updateWriteBack(host, { ...body, version }));
	const isRunning = state.state === "on" || state.state === "paused";
	return (
		<div className="stack" aria-busy={busy}>
			<div className="stack-tight">
				<p role="status">{t(`writeBack.finding.${state.state}`, { waiting })}</p>
				{held && (
					<StateNotice
						state="stale"
						title={t("writeBack.held", { when: formatInstant(Date.parse(held.until), locale, zone) })}
					>
						<p>{held.reason}</p>
					</StateNotice>
				)}
				{isRunning && (
					<Switch
						label={t("writeBack.send")}
						checked={state.state === "on"}
						disabled={busy}
						onChange={(_, d) => change({ state: d.checked ? "on" : "paused" })}
					/>
				)}
				<div className="row">
					{state.state === "off" && (
						<Button appearance="primary" disabled={busy} onClick={() => change({ state: "on" })}>
							{t("writeBack.switchOn")}
						</Button>
					)}
					{isRunning && (
						<Button disabled={busy} onClick={() => act(() => session.client.previewWriteBack(host))}>
							{t("writeBack.previewAll")}
						</Button>
					)}
					{state.state !== "off" && (isRunning || state.isConfirmed) && (
						<Button disabled={busy} onClick={() => change({ state: "off" })}>
							{t("writeBack.turnOff")}
						</Button>
					)}
				</div>
				{fault && <FaultNotice fault={fault} />}
			</div>
			{preview && <PreviewPart run={preview} busy={busy} act={act} />}
			{state.failed > 0 && <FailedRecords key={state.failed} host={host} failed={state.failed} busy={busy} act={act} />}
			<FieldsForm key={version} state={state} busy={busy} act={act} />
			<RunList host={host} stamp={`${version}-${waiting}-${state.failed}`} busy={busy} act={act} />
		</div>
	);
}
