import { Button } from "@fluentui/react-components";
import { useEffect } from "react";
import type { ConnectionDetailJson, SyncRunJson } from "../../../core/contract/connections.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useAct } from "./use-act.ts";

/** How often a page with a running fetch asks how far it is. */
const ASK_MS = 1500;

/** Fetching: what runs and how fast, what was fetched before, and the buttons that begin it. */
export function RunsPart({ connection, reload }: { connection: ConnectionDetailJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { busy, fault, act } = useAct();
	const { host, runs, can, state } = connection;
	const open = runs.find((run) => run.state === "running" || run.state === "waiting");
	const isMoving = open !== undefined;
	useEffect(() => {
		if (!isMoving) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isMoving, reload]);
	if (!can.sync) return null;
	const mayStart = me.permissions.includes("connections:write") && state === "on" && !open;
	const start = (kind: "incremental" | "backfill") => act(() => session.client.startSync(host, { kind }), reload);
	return (
		<section aria-labelledby="runs-title" className="stack-tight">
			<h2 id="runs-title">{t("connections.fetching")}</h2>
			{open && <Running run={open} reload={reload} />}
			{mayStart && (
				<div className="row">
					<Button
						appearance="primary"
						disabled={busy}
						onClick={() => start(runs.length > 0 ? "incremental" : "backfill")}
					>
						{t(runs.length > 0 ? "connections.fetchChanges" : "connections.fetchAll")}
					</Button>
					{runs.length > 0 && (
						<Button disabled={busy} onClick={() => start("backfill")}>
							{t("connections.fetchAnew")}
						</Button>
					)}
				</div>
			)}
			{fault && <FaultNotice fault={fault} />}
			{runs.length === 0 ? (
				<p className="cs-muted">{t("connections.noRuns")}</p>
			) : (
				<ul className="people-changes connection-runs">
					{runs
						.filter((run) => run !== open)
						.map((run) => (
							<Ended key={run.id} run={run} />
						))}
				</ul>
			)}
		</section>
	);
}

function Running({ run, reload }: { run: SyncRunJson; reload: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { fault, act } = useAct();
	const text =
		run.state === "waiting"
			? t("connections.run.waiting")
			: t("connections.running", {
					object: run.object ?? "",
					done: formatNumber(run.done, locale),
					speed: formatNumber(Math.round(run.recordsPerSecond ?? 0), locale),
				});
	const mayStop = me.permissions.includes("connections:write");
	return (
		<>
			<Progress
				text={text}
				done={run.done}
				total={run.total}
				{...(mayStop ? { onCancel: () => act(() => session.client.cancelSync(run.id), reload) } : {})}
			/>
			{run.error && <StateNotice state="stale" title={run.error} />}
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}

function Ended({ run }: { run: SyncRunJson }) {
	const { t, locale, zone } = useSpeech();
	const count = (n: number) => formatNumber(n, locale);
	return (
		<li>
			<div>
				{t("connections.ended", { kind: run.kind, state: run.state })}
				<span className="cs-sub">
					{formatInstant(Date.parse(run.finishedAt ?? run.createdAt), locale, zone)} ·{" "}
					{t("connections.counts", {
						created: count(run.created),
						changed: count(run.changed),
						unchanged: count(run.unchanged),
						failed: count(run.failed),
					})}
					{run.recordsPerSecond !== null &&
						` · ${t("connections.speed", { speed: count(Math.round(run.recordsPerSecond)) })}`}
				</span>
				{run.error && <p className="job-error">{run.error}</p>}
			</div>
		</li>
	);
}
