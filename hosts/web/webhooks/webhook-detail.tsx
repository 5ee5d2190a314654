import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type {
	WebhookAttemptJson,
	WebhookJson,
	WebhookSecretJson,
	WebhooksJson,
} from "../../../core/contract/webhooks.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Fact } from "../deal-facts.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Excerpt } from "./excerpt.tsx";
import { WebhookForm } from "./webhook-form.tsx";
import { WebhookLog } from "./webhook-log.tsx";

interface Given {
	hook: WebhookJson;
	renewed: (made: WebhookSecretJson) => void;
	reload: () => void;
	gone: () => void;
}

/** One address: how it stands, a test, its settings, its secret, and what was sent to it. */
export function WebhookDetail(props: Given & { events: WebhooksJson["events"] }) {
	const { t } = useSpeech();
	const me = useMe();
	const { hook, events, reload } = props;
	const mayWrite = me.permissions.includes("webhooks:write");
	return (
		<div className="stack">
			<Standing hook={hook} />
			{mayWrite && <Doings {...props} />}
			<section aria-labelledby="webhook-log">
				<h2 id="webhook-log">{t("webhooks.log")}</h2>
				<WebhookLog hookId={hook.id} mayWrite={mayWrite} />
			</section>
			{mayWrite && (
				<section aria-labelledby="webhook-settings">
					<h2 id="webhook-settings">{t("nav.settings")}</h2>
					<WebhookForm key={hook.version} hook={hook} events={events} changed={reload} />
				</section>
			)}
		</div>
	);
}

function Standing({ hook }: { hook: WebhookJson }) {
	const { t, locale, zone } = useSpeech();
	const when = (at: string) => formatInstant(Date.parse(at), locale, zone);
	const { state, disabledReason, failingSince, deliveredAt, secretSince, previousSecretUntil } = hook;
	return (
		<>
			{state === "disabled" && (
				<StateNotice state="error" title={t("webhooks.disabled", { reason: disabledReason ?? "failing" })} />
			)}
			{state === "on" && failingSince && (
				<StateNotice state="stale" title={t("webhooks.failing", { when: when(failingSince) })} />
			)}
			{state === "paused" && <StateNotice state="note" title={t("webhooks.pausedSays")} />}
			<dl className="facts-list webhook-facts">
				<Fact name={t("webhooks.url")}>
					<bdi dir="ltr" className="webhook-url">
						{hook.url}
					</bdi>
				</Fact>
				<Fact name={t("webhooks.stateName")}>
					{t("webhooks.state", { state })}
					<span className="cs-sub">{t("webhooks.actsAs", { name: hook.actsAs.name })}</span>
				</Fact>
				<Fact name={t("webhooks.delivered")}>{deliveredAt ? when(deliveredAt) : t("webhooks.never")}</Fact>
				<Fact name={t("webhooks.waiting")}>{formatNumber(hook.waiting, locale)}</Fact>
				<Fact name={t("webhooks.secret")}>
					{t("webhooks.secretSince", { when: when(secretSince) })}
					{previousSecretUntil && (
						<span className="cs-sub">{t("webhooks.secretBefore", { when: when(previousSecretUntil) })}</span>
					)}
				</Fact>
			</dl>
		</>
	);
}

function Doings({ hook, renewed, reload, gone }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState<"test" | "other" | null>(null);
	const [tried, setTried] = useState<WebhookAttemptJson | null>(null);
	const [isSure, setSure] = useState(false);
	const work = <T,>(call: Promise<T>, then: (answer: T) => void, what: "test" | "other" = "other") => {
		setBusy(what);
		setFault(null);
		call.then(then, setFault).finally(() => setBusy(null));
	};
	const { client } = session;
	const turn = hook.state === "on" ? "paused" : "on";
	return (
		<div className="stack-tight">
			<div className="row">
				<Button
					appearance="primary"
					disabled={busy !== null}
					onClick={() => work(client.testWebhook(hook.id), setTried, "test")}
				>
					{t("webhooks.test")}
				</Button>
				<Button
					disabled={busy !== null}
					onClick={() => work(client.updateWebhook(hook.id, { state: turn, version: hook.version }), reload)}
				>
					{t(turn === "on" ? "webhooks.resume" : "webhooks.pause")}
				</Button>
				<Button
					disabled={busy !== null}
					onClick={() =>
						work(client.rotateWebhookSecret(hook.id), (made) => {
							renewed(made);
							reload();
						})
					}
				>
					{t("webhooks.newSecret")}
				</Button>
				<Button disabled={busy !== null} onClick={() => setSure(true)}>
					{t("webhooks.remove")}
				</Button>
			</div>
			{isSure && (
				<StateNotice
					state="note"
					title={t("webhooks.removeSure")}
					action={
						<div className="row">
							<Button onClick={() => work(client.deleteWebhook(hook.id), gone)}>{t("webhooks.removeYes")}</Button>
							<Button onClick={() => setSure(false)}>{t("kit.cancel")}</Button>
						</div>
					}
				/>
			)}
			{busy === "test" && <Progress text={t("webhooks.testing")} done={null} total={null} />}
			{tried && busy !== "test" && <Outcome tried={tried} />}
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}

/** What a test came to. */
function Outcome({ tried }: { tried: WebhookAttemptJson }) {
	const { t, locale } = useSpeech();
	const ms = formatNumber(tried.tookMs, locale);
	return (
		<StateNotice
			state={tried.ok ? "note" : "error"}
			title={tried.ok ? t("webhooks.testOk", { status: String(tried.status), ms }) : t("webhooks.testFailed")}
			reference={tried.id}
		>
			{tried.reason && <p>{tried.reason}</p>}
			{tried.status !== null && <Excerpt text={tried.excerpt} />}
		</StateNotice>
	);
}
