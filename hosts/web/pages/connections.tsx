import type { ConnectionJson } from "../../../core/contract/connections.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { nextStep } from "../connections/next-step.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../connections/connections.css";

/** Every system the workspace can be fed from: how it stands and what to do next. */
export function ConnectionsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"connections",
		() => session.client.connections(),
		(e) => e.type.startsWith("sync."),
	);
	const items = loaded.data?.items ?? [];
	const heading = t("connections.finding", {
		on: items.filter((one) => one.state === "on").length,
		todo: items.filter((one) => one.state !== "off" && nextStep(one) !== "fine").length,
	});
	return (
		<Page title={t("connections.title")} heading={loaded.data ? heading : t("connections.title")}>
			<p className="page-sub cs-muted">{t("connections.says")}</p>
			<Loading of={loaded} lines={4}>
				{(list) => (
					<div className="connection-list">
						<ConnectionTable rows={list.items} />
					</div>
				)}
			</Loading>
		</Page>
	);
}

function ConnectionTable({ rows }: { rows: ConnectionJson[] }) {
	const { t, locale, zone, now } = useSpeech();
	return (
		<DataTable
			caption={t("connections.title")}
			rows={rows}
			rowKey={(row) => row.host}
			columns={[
				{
					key: "name",
					header: t("connections.system"),
					cell: (row) => (
						<>
							<Link to={`/connections/${row.host}`} data-row-link>
								{t("connections.name", { host: row.host, name: row.name })}
							</Link>
							<span className="cs-sub">{t(`connections.state.${row.state}`)}</span>
						</>
					),
				},
				{
					key: "last",
					header: t("connections.lastFetched"),
					narrow: false,
					cell: ({ lastRun, can }) =>
						lastRun ? (
							<>
								{formatSince(Date.parse(lastRun.finishedAt ?? lastRun.createdAt), now(), locale, zone)}
								<span className="cs-sub">
									{t(`connections.run.${lastRun.state}`)} ·{" "}
									{t("connections.records", { count: lastRun.done, shown: formatNumber(lastRun.done, locale) })}
								</span>
							</>
						) : (
							t(can.sync ? "connections.never" : "connections.sendsItself")
						),
				},
				{
					key: "failed",
					header: t("connections.failed"),
					figure: true,
					narrow: false,
					cell: ({ failedRecords }) => formatNumber(failedRecords, locale),
				},
				{
					key: "next",
					header: t("connections.next"),
					cell: (row) => {
						const step = nextStep(row);
						if (step === "fine") return t("connections.step.fine");
						const to = step === "failed" ? `/connections/${row.host}?part=failed` : `/connections/${row.host}`;
						return (
							<Link to={to}>
								{row.lastTest?.todo && step === "mend" ? row.lastTest.todo : t(`connections.step.${step}`)}
							</Link>
						);
					},
				},
			]}
		/>
	);
}
