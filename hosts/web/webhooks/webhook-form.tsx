import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { WebhookEvent, WebhookJson, WebhookSecretJson, WebhooksJson } from "../../../core/contract/webhooks.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** What a new one hears of unless somebody says otherwise. */
const USUAL: readonly WebhookEvent[] = ["deal.created", "deal.changed"];

/** An address with what it hears of: a new one, or one to be changed. */
export function WebhookForm(props: {
	events: WebhooksJson["events"];
	hook?: WebhookJson;
	made?: (made: WebhookSecretJson) => void;
	changed?: (hook: WebhookJson) => void;
	close?: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { events, hook, made, changed, close } = props;
	const [chosen, setChosen] = useState<ReadonlySet<WebhookEvent>>(new Set(hook?.events ?? USUAL));
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [saved, setSaved] = useState(false);
	const choose = (type: WebhookEvent, is: boolean) => {
		const next = new Set(chosen);
		if (is) next.add(type);
		else next.delete(type);
		setChosen(next);
	};
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const given = {
			url: String(form.get("url") ?? ""),
			description: String(form.get("description") ?? ""),
			withView: form.get("withView") !== null,
			events: [...chosen],
		};
		setBusy(true);
		setSaved(false);
		setFault(null);
		const call = hook
			? session.client.updateWebhook(hook.id, { ...given, version: hook.version }).then((next) => {
					setSaved(true);
					changed?.(next);
				})
			: session.client.createWebhook(given).then((next) => made?.(next));
		call.catch(setFault).finally(() => setBusy(false));
	};
	return (
		<form className="form webhook-form" onSubmit={submit}>
			<Field label={t("webhooks.url")} hint={t("webhooks.urlHint")} required>
				<Input name="url" type="url" inputMode="url" dir="ltr" defaultValue={hook?.url ?? ""} autoFocus={!hook} />
			</Field>
			<Field label={t("webhooks.description")}>
				<Input name="description" maxLength={200} defaultValue={hook?.description ?? ""} />
			</Field>
			<fieldset className="webhook-events">
				<legend>{t("webhooks.events")}</legend>
				{events.map(({ type, says }) => (
					<Checkbox
						key={type}
						checked={chosen.has(type)}
						onChange={(_, d) => choose(type, d.checked === true)}
						label={
							<>
								{says}
								<bdi dir="ltr" className="cs-sub">
									{type}
								</bdi>
							</>
						}
					/>
				))}
			</fieldset>
			<Field hint={t("webhooks.withViewHint")}>
				<Checkbox name="withView" defaultChecked={hook?.withView ?? false} label={t("webhooks.withView")} />
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy || chosen.size === 0}>
					{hook ? t("deal.save") : t("webhooks.add")}
				</Button>
				{close && <Button onClick={close}>{t("kit.cancel")}</Button>}
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
		</form>
	);
}
