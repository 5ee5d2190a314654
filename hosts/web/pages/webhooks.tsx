import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { webhookTable } from "../../../core/contract/tables/webhook-table.ts";
import type { WebhookJson, WebhookSecretJson, WebhooksJson } from "../../../core/contract/webhooks.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { ToCopy } from "../to-copy.tsx";
import { useLoad } from "../use-load.ts";
import { WebhookDetail } from "../webhooks/webhook-detail.tsx";
import { WebhookForm } from "../webhooks/webhook-form.tsx";
import "./webhooks.css";

/** The addresses that hear of what happens here, a new one, and the one that is looked at. */
export function WebhooksPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const chosen = place.query.get("webhook");
	const [made, setMade] = useState<WebhookSecretJson | null>(null);
	const hooks = useLoad(
		"webhooks",
		() => session.client.webhooks(),
		(e) => e.type === "webhook.changed",
	);
	const mayWrite = me.permissions.includes("webhooks:write");
	const choose = (webhook: string | null) => navigate(withQuery(place, { webhook }));
	const take = (next: WebhookSecretJson) => {
		setMade(next);
		hooks.reload();
		choose(next.webhook.id);
	};
	const forget = () => {
		setMade(null);
		hooks.reload();
		choose(null);
	};
	return (
		<Page
			title={t("webhooks.title")}
			heading={<Heading hooks={hooks.data} chosen={chosen} />}
			above={<SettingsWays />}
			actions={
				mayWrite &&
				!chosen && (
					<Button appearance="primary" onClick={() => choose("new")}>
						{t("webhooks.add")}
					</Button>
				)
			}
		>
			{chosen ? (
				<p className="page-sub">
					<Link to={withQuery(place, { webhook: null })}>{t("webhooks.all")}</Link>
				</p>
			) : (
				<p className="page-sub cs-muted">{t("webhooks.says")}</p>
			)}
			{made && made.webhook.id === chosen && (
				<StateNotice state="note" title={t("webhooks.secretOnce")}>
					<ToCopy label={t("webhooks.secretLabel")} value={made.secret} />
				</StateNotice>
			)}
			<Loading of={hooks} lines={6}>
				{({ items, events }) => {
					if (chosen === "new" && mayWrite)
						return <WebhookForm events={events} made={take} close={() => choose(null)} />;
					const one = items.find((hook) => hook.id === chosen);
					if (chosen && !one) return <StateNotice state="empty" title={t("fault.notFound")} />;
					if (one) {
						return (
							<WebhookDetail
								key={one.id}
								hook={one}
								events={events}
								renewed={setMade}
								reload={hooks.reload}
								gone={forget}
							/>
						);
					}
					return items.length > 0 ? (
						<HookTable hooks={items} />
					) : (
						<StateNotice state="empty" title={t("webhooks.none")}>
							<p>{t("webhooks.noneSays")}</p>
						</StateNotice>
					);
				}}
			</Loading>
		</Page>
	);
}

function Heading({ hooks, chosen }: { hooks: WebhooksJson | null; chosen: string | null }) {
	const { t } = useSpeech();
	if (!hooks) return t("webhooks.title");
	if (chosen === "new") return t("webhooks.add");
	const one = hooks.items.find((hook) => hook.id === chosen);
	if (one) return <bdi className="webhook-url">{one.description || one.url}</bdi>;
	const off = hooks.items.filter((hook) => hook.state === "disabled").length;
	const on = t("webhooks.finding", { count: hooks.items.length - off });
	return off > 0 ? `${on}; ${t("webhooks.off", { count: off })}` : on;
}

function HookTable({ hooks }: { hooks: WebhookJson[] }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const view = useTableView(webhookTable);
	const looks: Looks<WebhookJson> = {
		url: {
			cell: (hook) => (
				<>
					<Link to={withQuery(place, { webhook: hook.id })} data-row-link className="webhook-url" dir="ltr">
						{hook.url}
					</Link>
					<span className="cs-sub">
						{hook.description && `${hook.description} · `}
						{t("webhooks.kinds", { count: hook.events.length })}
					</span>
				</>
			),
		},
		state: { narrow: true },
		delivered: {
			cell: (hook) =>
				hook.deliveredAt ? formatInstant(Date.parse(hook.deliveredAt), locale, zone) : t("webhooks.never"),
		},
	};
	return <WholeTable view={view} rows={hooks} rowKey={(hook) => hook.id} looks={looks} />;
}
