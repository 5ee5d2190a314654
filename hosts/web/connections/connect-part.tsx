import { Button, Field, Input, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import type { JsonValue } from "../../../core/model/change.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ConnectionSection } from "../connection-form.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { ConsentPart, LacksPart, PulsePart } from "./consent-part.tsx";
import { SalesforceSetup } from "./salesforce-setup.tsx";
import { SetupPart } from "./setup-part.tsx";
import { useAct } from "./use-act.ts";

interface Given {
	connection: ConnectionDetailJson;
	put: (connection: ConnectionDetailJson) => void;
	reload: () => void;
}

/** Connecting: the company's own system has a form of its own, every other host its settings. */
export function ConnectPart(props: Given) {
	const me = useMe();
	const { connection } = props;
	const { t } = useSpeech();
	const mayWrite = me.permissions.includes("connections:write");
	const firstLook = connection.settings.find((one) => one.isEnough);
	return (
		<>
			{connection.host === "salesforce" && mayWrite && <SalesforceSetup connection={connection} />}
			{connection.byConsent && mayWrite && <ConsentPart connection={connection} />}
			{firstLook && mayWrite && connection.state === "off" ? (
				<>
					<SetupPart connection={connection} setting={firstLook} reload={props.reload} />
					<details className="cs-more">
						<summary>{t("connections.setup.more")}</summary>
						<SettingsForm {...props} mayWrite={mayWrite} />
					</details>
				</>
			) : connection.host === "web" && me.permissions.includes("workspace:write") ? (
				<ConnectionSection />
			) : (
				<SettingsForm {...props} mayWrite={mayWrite} />
			)}
			{connection.can.test && connection.state !== "off" && <TestPart {...props} mayWrite={mayWrite} />}
			{connection.state === "on" && <PulsePart host={connection.host} />}
			{connection.state === "on" && <LacksPart host={connection.host} />}
		</>
	);
}

function SettingsForm({ connection, put, mayWrite }: Given & { mayWrite: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { busy, fault, act } = useAct();
	const [saved, setSaved] = useState(false);
	const { host, state, settings, can } = connection;
	const change = (body: Parameters<typeof session.client.updateConnection>[1], said = false) =>
		act(
			() => session.client.updateConnection(host, body),
			(next) => {
				put(next);
				setSaved(said);
			},
		);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const texts = settings.map((one) => [one, String(given.get(one.name) ?? "").trim()] as const);
		const secrets = texts.filter(([one, text]) => one.secret && text !== "").map(([one, text]) => [one.name, text]);
		const plain = texts.filter(([one]) => !one.secret).map(([one, text]) => [one.name, valueOfText(text)]);
		const minutes = String(given.get("minutes") ?? "").trim();
		change(
			{
				...(settings.length > 0 && { settings: Object.fromEntries(plain), secrets: Object.fromEntries(secrets) }),
				...(can.sync && { syncEveryMinutes: minutes === "" ? null : Number(minutes) }),
			},
			true,
		);
	};
	return (
		<section aria-labelledby="connect-title">
			<h2 id="connect-title">{t("connections.connect")}</h2>
			<div className="form" aria-busy={busy}>
				{settings.some((one) => one.secret) && <p>{t("connections.address", { address: connection.address })}</p>}
				{mayWrite && (
					<Switch
						label={t("connection.takes")}
						checked={state === "on"}
						disabled={busy}
						onChange={(_, d) => change({ state: d.checked ? "on" : "paused" })}
					/>
				)}
			</div>
			{mayWrite && (
				<form className="form" onSubmit={submit}>
					{settings.map(({ name, secret, purpose, isSet, value }) => (
						<Field
							key={name}
							label={name}
							hint={secret && isSet ? `${purpose}. ${t("connections.secretSet")}` : purpose}
						>
							<Input
								name={name}
								dir="ltr"
								type={secret ? "password" : "text"}
								autoComplete="off"
								defaultValue={secret ? "" : textOfValue(value)}
							/>
						</Field>
					))}
					{can.sync && (
						<Field label={t("connections.every")} hint={t("connections.everyHint")}>
							<Input
								name="minutes"
								type="number"
								input={{ min: 1, max: 10_080 }}
								defaultValue={connection.syncEveryMinutes?.toString() ?? ""}
							/>
						</Field>
					)}
					{(settings.length > 0 || can.sync) && (
						<div className="row">
							<Button type="submit" disabled={busy}>
								{t("deal.save")}
							</Button>
							<span role="status">{saved && t("settings.saved")}</span>
						</div>
					)}
				</form>
			)}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}

function TestPart({ connection, reload, mayWrite }: Given & { mayWrite: boolean }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { busy, fault, act } = useAct();
	const { lastTest, host } = connection;
	const when = lastTest ? formatInstant(Date.parse(lastTest.at), locale, zone) : "";
	return (
		<section aria-labelledby="test-title" className="stack-tight">
			<h2 id="test-title">{t("connections.test")}</h2>
			{busy ? (
				<Progress text={t("connections.testing")} done={null} total={null} />
			) : lastTest ? (
				<StateNotice
					state={lastTest.ok ? "note" : "error"}
					title={lastTest.ok ? t("connections.worked", { when }) : (lastTest.fault ?? "")}
				>
					{!lastTest.ok && (
						<p>
							{lastTest.todo} <span className="cs-muted">({when})</span>
						</p>
					)}
				</StateNotice>
			) : (
				<p className="cs-muted">{t("connections.notTested")}</p>
			)}
			{mayWrite && (
				<Button disabled={busy} onClick={() => act(() => session.client.testConnection(host), reload)}>
					{t("connections.testNow")}
				</Button>
			)}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}

/** A setting that is more than a text is written as JSON. */
function textOfValue(value: unknown): string {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function valueOfText(text: string): JsonValue {
	if (text === "") return null;
	try {
		return /^[[{]/.test(text) ? (JSON.parse(text) as JsonValue) : text;
	} catch {
		return text;
	}
}
