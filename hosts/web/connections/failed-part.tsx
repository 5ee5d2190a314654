import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ConnectionDetailJson, FailedRecordJson } from "../../../core/contract/connections.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { AskOnce } from "./ask-once.tsx";
import { useAct } from "./use-act.ts";

/** Records that could not be stored: why, as they came, to be tried again or given up, one or all. */
export function FailedPart({ connection, reload }: { connection: ConnectionDetailJson; reload: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { host } = connection;
	const { busy, fault, act } = useAct();
	const [said, setSaid] = useState("");
	const loaded = useLoad(
		`failed-${host}`,
		() => session.client.failedRecords(host),
		(e) => e.type.startsWith("sync."),
	);
	const mayWrite = me.permissions.includes("connections:write");
	const work = (call: () => Promise<{ records: number }>, word: "connections.replayed" | "connections.dismissed") =>
		act(call, ({ records }) => {
			setSaid(t(word, { count: records }));
			loaded.reload();
			reload();
		});
	const more = () => {
		const { data } = loaded;
		if (!data?.nextCursor) return;
		act(
			() => session.client.failedRecords(host, { cursor: data.nextCursor ?? "" }),
			(next) => loaded.put({ ...next, items: [...data.items, ...next.items] }),
		);
	};
	return (
		<section aria-labelledby="failed-title" className="stack-tight">
			<h2 id="failed-title">{t("connections.failed")}</h2>
			<p role="status">{said}</p>
			{fault && <FaultNotice fault={fault} />}
			<Loading of={loaded} lines={5}>
				{(page) =>
					page.items.length === 0 ? (
						<StateNotice state="empty" title={t("connections.noFailed")}>
							<p>{t("connections.noFailedSays")}</p>
						</StateNotice>
					) : (
						<>
							{mayWrite && (
								<ul className="connection-steps">
									<li className="connection-step">
										<div>{t("connections.replaySays")}</div>
										<div className="row">
											<Button
												appearance="primary"
												disabled={busy}
												onClick={() => work(() => session.client.replayRecords(host), "connections.replayed")}
											>
												{t("connections.replayAll", { shown: formatNumber(page.total, locale) })}
											</Button>
										</div>
									</li>
									<AskOnce
										title={t("connections.giveUp")}
										says={t("connections.giveUpSays", { count: page.total })}
										button={t("connections.dismissAll")}
										really={t("connections.reallyDismiss", { count: page.total })}
										disabled={busy}
										onYes={() => work(() => session.client.dismissRecords(host), "connections.dismissed")}
									/>
								</ul>
							)}
							<ul className="people-changes">
								{page.items.map((record) => (
									<Failed key={record.id} record={record} busy={busy} work={mayWrite ? work : null} />
								))}
							</ul>
							{page.nextCursor && (
								<Button disabled={busy} onClick={more}>
									{t("list.more")}
								</Button>
							)}
						</>
					)
				}
			</Loading>
		</section>
	);
}

function Failed(props: {
	record: FailedRecordJson;
	busy: boolean;
	work:
		| ((call: () => Promise<{ records: number }>, word: "connections.replayed" | "connections.dismissed") => void)
		| null;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { record, busy, work } = props;
	const name = [record.object, record.externalId].filter(Boolean).join(" ") || t("connections.unreadable");
	return (
		<li>
			<div className="connection-failed">
				<bdi>{name}</bdi>
				<span className="cs-sub">{record.reason}</span>
				<span className="cs-sub">
					{t("connections.tried", {
						count: record.attempts,
						when: formatInstant(Date.parse(record.lastFailedAt), locale, zone),
					})}
					{record.state === "replaying" && ` · ${t("connections.replaying")}`}
				</span>
				<details>
					<summary>{t("connections.raw")}</summary>
					<pre dir="ltr">{record.raw}</pre>
				</details>
			</div>
			{work && (
				<div className="row">
					<Button
						size="small"
						disabled={busy}
						onClick={() => work(() => session.client.replayRecord(record.id), "connections.replayed")}
					>
						{t("connections.replay")}
						<span className="cs-unseen">: {name}</span>
					</Button>
					<Button
						size="small"
						disabled={busy}
						onClick={() => work(() => session.client.dismissRecord(record.id), "connections.dismissed")}
					>
						{t("connections.dismiss")}
						<span className="cs-unseen">: {name}</span>
					</Button>
				</div>
			)}
		</li>
	);
}
