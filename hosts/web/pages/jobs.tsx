import { Button } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { JobJson } from "../../../core/contract/imports.ts";
import { inOrderOfState, jobTable } from "../../../core/contract/tables/job-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** How often a page with running work asks how far it is. */
const ASK_MS = 2000;

/** The work that goes on behind: what runs, what failed and may be tried again, what is done. */
export function JobsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const jobs = useLoad(
		"jobs",
		() => session.client.jobs(),
		() => true,
	);
	const moving = jobs.data?.items.some((j) => j.state === "running" || j.state === "waiting") ?? false;
	const { reload } = jobs;
	useEffect(() => {
		if (!moving) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [moving, reload]);
	const failed = jobs.data?.items.filter((j) => j.state === "failed").length ?? 0;
	return (
		<Page
			title={t("nav.jobs")}
			heading={jobs.data ? t("jobs.finding", { failed, moving: moving ? "yes" : "no" }) : t("nav.jobs")}
		>
			<Loading of={jobs} lines={6}>
				{({ items }) =>
					items.length === 0 ? <p className="cs-muted">{t("jobs.none")}</p> : <Work items={items} again={jobs.reload} />
				}
			</Loading>
		</Page>
	);
}

function Work({ items, again }: { items: JobJson[]; again: () => void }) {
	const view = useTableView(jobTable);
	const looks: Looks<JobJson> = { text: { cell: (job) => <Job job={job} again={again} /> } };
	return <WholeTable view={view} rows={inOrderOfState(items)} rowKey={(job) => job.id} looks={looks} />;
}

function Job({ job, again }: { job: JobJson; again: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const retry = () => {
		session.client.retryJob(job.id).then(again, (f: CourtsideError) => setFault(f));
	};
	const cancel = () => {
		session.client.cancelJob(job.id).then(again, (f: CourtsideError) => setFault(f));
	};
	const mayCancel = job.canCancel && me.permissions.includes("jobs:write");
	const when = formatInstant(Date.parse(job.finishedAt ?? job.createdAt), locale, zone);
	return (
		<div className="job">
			<div>
				<strong>{job.text}</strong>
				<span className="cs-sub">
					<span className="cs-narrow-only">
						{t(`jobState.${job.state}`)} · {when}
					</span>
					{job.attempts > 1 && ` · ${t("jobs.attempts", { count: job.attempts })}`}
				</span>
			</div>
			{job.state === "running" && (
				<Progress
					text={
						job.progress?.total
							? t("jobs.progress", {
									done: formatNumber(job.progress.done, locale),
									total: formatNumber(job.progress.total, locale),
								})
							: t("jobs.working")
					}
					done={job.progress?.done ?? null}
					total={job.progress?.total ?? null}
					{...(mayCancel ? { onCancel: cancel } : {})}
				/>
			)}
			{job.state === "waiting" && mayCancel && (
				<Button size="small" onClick={cancel}>
					{t("kit.cancel")}
				</Button>
			)}
			{job.error && <p className="job-error">{job.error}</p>}
			<div className="row">
				{job.canRetry && me.permissions.includes("jobs:write") && <Button onClick={retry}>{t("jobs.retry")}</Button>}
				{job.state === "failed" && mayCancel && <Button onClick={cancel}>{t("jobs.discard")}</Button>}
			</div>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
