import { Button, Select } from "@fluentui/react-components";
import { useEffect } from "react";
import type { CustomFieldJson, CustomFieldsJson } from "../../../core/contract/connection-fields.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { useAct } from "./use-act.ts";

/** How often it asks how far the filling is. */
const ASK_MS = 1500;

/** The source's own fields that the house has no name for: kept, shown with samples, and made to fill fields of ours. */
export function FieldsPart({ host }: { host: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		`fields-${host}`,
		() => session.client.customFields(host),
		(e) => e.type === "sync.finished" || e.type === "connection.changed",
	);
	const isMoving = loaded.data?.items.some((one) => one.state === "waiting") ?? false;
	const { reload } = loaded;
	useEffect(() => {
		if (!isMoving) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isMoving, reload]);
	return (
		<section aria-labelledby="fields-title" className="stack-tight">
			<h2 id="fields-title">{t("connections.part.fields")}</h2>
			<p>{t("connections.fieldsSay")}</p>
			<Loading of={loaded} lines={5}>
				{(fields) =>
					fields.items.length === 0 ? (
						<StateNotice state="empty" title={t("connections.noFields")}>
							<p>{t("connections.noFieldsSay")}</p>
						</StateNotice>
					) : (
						<FieldTable host={host} fields={fields} put={loaded.put} isMoving={isMoving} />
					)
				}
			</Loading>
		</section>
	);
}

function FieldTable(props: {
	host: string;
	fields: CustomFieldsJson;
	put: (fields: CustomFieldsJson) => void;
	isMoving: boolean;
}) {
	const { t, words, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { busy, fault, act } = useAct();
	const { host, fields, put, isMoving } = props;
	const mayWrite = me.permissions.includes("connections:write");
	const ourName = (target: string) => words(`field.${target}` as PageWord);
	const choose = ({ entity, field }: CustomFieldJson, target: string) =>
		act(() => session.client.mapField(host, { entity, field, target: target === "" ? null : target }), put);
	return (
		<>
			<DataTable
				caption={t("connections.part.fields")}
				rows={fields.items}
				rowKey={(row) => `${row.entity} ${row.field}`}
				columns={[
					{
						key: "field",
						header: t("connections.theirField"),
						cell: (row) => (
							<>
								<bdi>{row.field}</bdi>
								<span className="cs-sub">
									{words(`connections.rows.${row.entity}` as PageWord)} ·{" "}
									{t("connections.filledIn", { count: row.records, shown: formatNumber(row.records, locale) })}
								</span>
							</>
						),
					},
					{
						key: "samples",
						header: t("connections.samples"),
						narrow: false,
						cell: ({ samples }) => (samples.length === 0 ? "–" : samples.map((one) => `“${one}”`).join(", ")),
					},
					{
						key: "target",
						header: t("connections.fills"),
						cell: (row) => (
							<>
								{mayWrite ? (
									<Select
										aria-label={t("connections.fillsWhich", { field: row.field })}
										value={row.target ?? ""}
										disabled={busy || isMoving}
										onChange={(_, d) => choose(row, d.value)}
									>
										<option value="">{t("connections.onlyKept")}</option>
										{fields.targets[row.entity]?.map((target) => (
											<option key={target} value={target}>
												{ourName(target)}
											</option>
										))}
									</Select>
								) : row.target ? (
									ourName(row.target)
								) : (
									t("connections.onlyKept")
								)}
								<Applied row={row} />
							</>
						),
					},
				]}
			/>
			{fault && <FaultNotice fault={fault} />}
			{isMoving ? (
				<Progress text={t("connections.applying")} done={null} total={null} />
			) : (
				mayWrite && (
					<Button
						appearance="primary"
						disabled={busy || fields.items.every((row) => row.target === null)}
						onClick={() => act(() => session.client.applyFields(host), put)}
					>
						{t("connections.applyFields")}
					</Button>
				)
			)}
		</>
	);
}

function Applied({ row }: { row: CustomFieldJson }) {
	const { t, locale, zone } = useSpeech();
	if (row.target === null) return null;
	if (row.appliedAt === null) return <span className="cs-sub">{t("connections.fromNowOn")}</span>;
	return (
		<span className="cs-sub">
			{t("connections.applied", {
				filled: formatNumber(row.filled ?? 0, locale),
				unread: row.unread ?? 0,
				when: formatInstant(Date.parse(row.appliedAt), locale, zone),
			})}
		</span>
	);
}
