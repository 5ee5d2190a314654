import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { WebhookAttemptJson, WebhookDeliveryJson } from "../../../core/contract/webhooks.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { Excerpt } from "./excerpt.tsx";

/** What was, is and will be sent to an address, newest first; each opens to its tries. */
export function WebhookLog({ hookId, mayWrite }: { hookId: string; mayWrite: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [busy, setBusy] = useState(false);
	const log = useLoad(
		`webhook-log ${hookId}`,
		() => session.client.webhookDeliveries(hookId, { limit: 25 }),
		() => true,
	);
	const more = (cursor: string) => {
		setBusy(true);
		session.client
			.webhookDeliveries(hookId, { limit: 25, cursor })
			.then((next) => log.put({ ...next, items: [...(log.data?.items ?? []), ...next.items] }))
			.catch(() => log.reload())
			.finally(() => setBusy(false));
	};
	return (
		<Loading of={log} lines={4}>
			{({ items, nextCursor }) =>
				items.length === 0 ? (
					<p className="cs-muted">{t("webhooks.logNone")}</p>
				) : (
					<>
						<ul className="webhook-log">
							{items.map((delivery) => (
								<li key={delivery.id}>
									<Delivery delivery={delivery} hookId={hookId} mayWrite={mayWrite} reload={log.reload} />
								</li>
							))}
						</ul>
						{nextCursor && (
							<Button disabled={busy} onClick={() => more(nextCursor)}>
								{t("list.more")}
							</Button>
						)}
					</>
				)
			}
		</Loading>
	);
}

function Delivery(props: { delivery: WebhookDeliveryJson; hookId: string; mayWrite: boolean; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { delivery, hookId, mayWrite, reload } = props;
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const when = (at: string) => formatInstant(Date.parse(at), locale, zone);
	const { state, type, attempts, nextAttemptAt, tries } = delivery;
	return (
		<details>
			<summary>
				<span className="webhook-log-type">
					{type === "ping" ? t("webhooks.ping") : <bdi dir="ltr">{type}</bdi>}
					<span className="cs-sub">{when(delivery.occurredAt)}</span>
				</span>
				<span className={`webhook-log-state webhook-log-${state}`}>
					{t("webhooks.deliveryState", { state })}
					<span className="cs-sub">
						{t("webhooks.tries", { count: attempts })}
						{nextAttemptAt && ` · ${t("webhooks.nextTry", { when: when(nextAttemptAt) })}`}
					</span>
				</span>
			</summary>
			<p className="cs-muted webhook-ids">{t("webhooks.message", { id: delivery.messageId })}</p>
			{tries.map((attempt) => (
				<Try key={attempt.id} attempt={attempt} />
			))}
			{mayWrite && type !== "ping" && state !== "waiting" && (
				<Button size="small" onClick={() => session.client.resendWebhook(hookId, delivery.id).then(reload, setFault)}>
					{t("webhooks.resend")}
				</Button>
			)}
			{fault && <FaultNotice fault={fault} />}
		</details>
	);
}

function Try({ attempt }: { attempt: WebhookAttemptJson }) {
	const { t, locale, zone } = useSpeech();
	const ms = formatNumber(attempt.tookMs, locale);
	const { status } = attempt;
	return (
		<div className="webhook-try">
			<p>
				{formatInstant(Date.parse(attempt.at), locale, zone)} ·{" "}
				{status === null ? (
					t("webhooks.noAnswer", { ms })
				) : (
					<bdi dir="ltr">{t("webhooks.took", { status: String(status), ms })}</bdi>
				)}
			</p>
			{attempt.reason && <p>{attempt.reason}</p>}
			{status !== null && <Excerpt text={attempt.excerpt} />}
			<p className="cs-muted webhook-ids">{t("webhooks.request", { id: attempt.id })}</p>
		</div>
	);
}
