import { useEffect, useState } from "react";
import type { ConnectionDetailJson, CopyRemovalJson } from "../../../core/contract/connections.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { AskOnce } from "./ask-once.tsx";
import { type Acting, useAct } from "./use-act.ts";

/** How often it asks how far the deletion is. */
const ASK_MS = 1500;

/** Turning it off, on one screen: a pause, the end of our rights, our fields there, our copy here. Each says what it takes. */
export function OffPart({ connection, reload }: { connection: ConnectionDetailJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const acting = useAct();
	const { busy, fault, act } = acting;
	const [said, setSaid] = useState("");
	const { host, state, can } = connection;
	const name = t("connections.name", { host, name: connection.name });
	const after = (words: string) => {
		setSaid(words);
		reload();
	};
	return (
		<section aria-labelledby="off-title" className="stack-tight">
			<h2 id="off-title">{t("connections.part.off")}</h2>
			{busy && <Progress text={t("connections.working")} done={null} total={null} />}
			{said && <StateNotice state="note" title={said} />}
			{fault && <FaultNotice fault={fault} />}
			<ul className="connection-steps">
				<AskOnce
					title={t("connections.pause")}
					says={t("connections.pauseSays", { name })}
					button={t("connections.pause")}
					really={t("connections.reallyPause", { name })}
					disabled={busy || state !== "on"}
					onYes={() =>
						act(
							() => session.client.updateConnection(host, { state: "paused" }),
							() => after(t("connections.paused", { name })),
						)
					}
				/>
				{can.removeFields && (
					<AskOnce
						title={t("connections.removeFields")}
						says={t("connections.removeFieldsSays", { name })}
						button={t("connections.removeFields")}
						really={t("connections.reallyRemoveFields", { name })}
						disabled={busy || state === "off"}
						onYes={() =>
							act(
								() => session.client.removeFields(host),
								({ records, failed }) =>
									after(t("connections.removedFields", { count: records, failed: failed.length })),
							)
						}
					/>
				)}
				<AskOnce
					title={t("connections.disconnect")}
					says={t("connections.disconnectSays", {
						name,
						secrets: connection.settings.filter((s) => s.secret && s.isSet).length,
					})}
					button={t("connections.disconnect")}
					really={t("connections.reallyDisconnect", { name })}
					disabled={busy || state === "off"}
					onYes={() =>
						act(
							() => session.client.disconnect(host),
							({ revoked, reason }) =>
								after(
									revoked
										? t("connections.disconnected", { name })
										: t("connections.notRevoked", { name, reason: reason ?? "" }),
								),
						)
					}
				/>
				<DeleteCopy connection={connection} acting={acting} name={name} />
			</ul>
		</section>
	);
}

function DeleteCopy(props: { connection: ConnectionDetailJson; acting: Acting; name: string }) {
	const { t, words, locale } = useSpeech();
	const { session } = usePortal();
	const { connection, acting, name } = props;
	const { host, state } = connection;
	const copy = useLoad(`copy-${host}`, () => session.client.sourceCopy(host));
	const isMoving = copy.data?.state === "waiting" || copy.data?.state === "running";
	const { reload } = copy;
	useEffect(() => {
		if (!isMoving) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isMoving, reload]);
	const said = (counts: CopyRemovalJson["removes"]) =>
		Object.entries(counts)
			.filter(([, n]) => n > 0)
			.map(([kind, n]) => `${words(`connections.rows.${kind}` as PageWord)} ${formatNumber(n, locale)}`)
			.join(", ");
	const removes = copy.data ? said(copy.data.removes) : "";
	const stays = copy.data?.stays ?? [];
	return (
		<AskOnce
			title={t("connections.deleteCopy")}
			says={
				<>
					<p>{t("connections.deleteCopySays", { name })}</p>
					{copy.data && (
						<p>{removes === "" ? t("connections.copyEmpty") : t("connections.copyHolds", { what: removes })}</p>
					)}
					{stays.map(({ object, records, reason }) => (
						<p key={object + reason} className="cs-muted">
							{t("connections.copyStays", {
								what: `${words(`connections.rows.${object}` as PageWord)} ${formatNumber(records, locale)}`,
								reason,
							})}
						</p>
					))}
					{state === "on" && <p>{t("connections.offFirst")}</p>}
				</>
			}
			button={t("connections.deleteCopy")}
			really={t("connections.reallyDelete", { name })}
			disabled={acting.busy || state === "on" || isMoving || removes === ""}
			onYes={() => acting.act(() => session.client.deleteSourceCopy(host), copy.put)}
		>
			{isMoving && <Progress text={t("connections.deleting")} done={null} total={null} />}
			{copy.data?.state === "done" && <p role="status">{t("connections.deleted", { what: removes })}</p>}
			{copy.fault && <FaultNotice fault={copy.fault} />}
		</AskOnce>
	);
}
