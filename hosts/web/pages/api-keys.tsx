import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ApiKeyJson, NewApiKeyJson } from "../../../core/contract/api-keys.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { apiKeyTable } from "../../../core/contract/tables/api-key-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import type { Column } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { NewApiKey } from "../new-api-key.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { ToCopy } from "../to-copy.tsx";
import { useLoad } from "../use-load.ts";
import "./roles.css";

/** The keys of programs: what is in use, since when unused, and a new one. */
export function ApiKeysPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const keys = useLoad("api-keys", () => session.client.apiKeys());
	const [isMaking, setMaking] = useState(false);
	const [made, setMade] = useState<NewApiKeyJson | null>(null);
	const take = (next: NewApiKeyJson) => {
		setMade(next);
		setMaking(false);
		keys.reload();
	};
	const inUse = keys.data?.items.filter((key) => key.state === "on").length ?? 0;
	return (
		<Page
			title={t("keys.title")}
			heading={keys.data ? t("keys.finding", { count: inUse }) : t("keys.title")}
			above={<SettingsWays />}
			actions={
				!isMaking && (
					<Button appearance="primary" onClick={() => setMaking(true)}>
						{t("keys.new")}
					</Button>
				)
			}
		>
			<p className="page-sub cs-muted">{t("keys.says")}</p>
			{made && (
				<StateNotice state="note" title={t("keys.once")}>
					<p>{t("keys.onceSays")}</p>
					<ToCopy label={t("keys.key")} value={made.key} />
				</StateNotice>
			)}
			{isMaking && <NewApiKey made={take} close={() => setMaking(false)} />}
			<Loading of={keys} lines={5}>
				{({ items }) =>
					items.length === 0 ? (
						!isMaking && <StateNotice state="empty" title={t("keys.none")} />
					) : (
						<KeyTable keys={items} reload={keys.reload} />
					)
				}
			</Loading>
		</Page>
	);
}

function KeyTable({ keys, reload }: { keys: ApiKeyJson[]; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const when = (at: string) => formatInstant(Date.parse(at), locale, zone);
	const view = useTableView(apiKeyTable);
	const looks: Looks<ApiKeyJson> = {
		name: {
			cell: (key) => (
				<>
					{key.name}
					<span className="cs-sub">
						<bdi dir="ltr">{key.prefix}…</bdi> · {t(`keyState.${key.state}`)}
					</span>
				</>
			),
		},
		scopes: { desk: true, cell: (key) => <bdi dir="ltr">{key.scopes.join(", ")}</bdi> },
		used: { cell: (key) => (key.lastUsedAt ? when(key.lastUsedAt) : t("keys.unused")) },
		until: { cell: (key) => (key.expiresAt ? when(key.expiresAt) : t("keys.never")) },
	};
	const revoke: Column<ApiKeyJson> = {
		key: "revoke",
		header: t("keys.revoke"),
		cell: (key) => key.state !== "revoked" && <Revoke apiKey={key} revoked={reload} />,
	};
	return <WholeTable view={view} rows={keys} rowKey={(key) => key.id} looks={looks} also={[revoke]} />;
}

function Revoke({ apiKey, revoked }: { apiKey: ApiKeyJson; revoked: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [isAsking, setAsking] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (fault) return <FaultNotice fault={fault} />;
	return (
		<Button
			size="small"
			aria-label={isAsking ? undefined : t("keys.revokeThis", { name: apiKey.name })}
			onClick={() => (isAsking ? session.client.revokeApiKey(apiKey.id).then(revoked, setFault) : setAsking(true))}
		>
			{isAsking ? t("keys.revokeSure") : t("keys.revoke")}
		</Button>
	);
}
