import { Button, Field, Input, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { WebConnectionJson, WebKeyJson } from "../../core/contract/web-connection.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { FaultNotice, Loading } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { ToCopy } from "./to-copy.tsx";
import { type Loaded, useLoad } from "./use-load.ts";

/** Connecting the company's own system: where it sends, its key, where it hears of changes, and a pause. */
export function ConnectionSection() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("web-connection", () => session.client.webConnection());
	return (
		<section aria-labelledby="connection-title">
			<h2 id="connection-title">{t("connection.title")}</h2>
			<p>{t("connection.says")}</p>
			<Loading of={loaded} lines={5}>
				{(connection) => <ConnectionForm connection={connection} put={loaded.put} />}
			</Loading>
		</section>
	);
}

interface Given {
	connection: WebConnectionJson;
	put: Loaded<WebConnectionJson>["put"];
}

function ConnectionForm({ connection, put }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [made, setMade] = useState<string | null>(null);
	const work = <T,>(call: Promise<T>, then: (answer: T) => void) => {
		setBusy(true);
		call
			.then(
				(answer) => {
					setFault(null);
					then(answer);
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	const change = (what: Parameters<typeof session.client.updateWebConnection>[0], then = put) =>
		work(session.client.updateWebConnection(what), then);
	const makeKey = () =>
		work(session.client.makeWebKey(), ({ key, connection: next }: WebKeyJson) => {
			setMade(key);
			put(next);
		});
	const { state, hasKey } = connection;
	return (
		<div className="form" aria-busy={busy}>
			<p role="status">{t("connection.stateNow", { state, hasKey: hasKey ? "yes" : "no" })}</p>
			{state !== "off" && (
				<Switch
					label={t("connection.takes")}
					checked={state === "on"}
					disabled={busy}
					onChange={(_, d) => change({ state: d.checked ? "on" : "paused" })}
				/>
			)}
			<ToCopy label={t("connection.address")} value={connection.address} />
			<KeyPart connection={connection} made={made} busy={busy} makeKey={makeKey} />
			<Callback connection={connection} busy={busy} change={change} put={put} />
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}

function KeyPart(props: { connection: WebConnectionJson; made: string | null; busy: boolean; makeKey: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { connection, made, busy, makeKey } = props;
	const { hasKey, keySince, takesKeyBefore } = connection;
	const since = keySince && t("connection.keySince", { when: formatInstant(Date.parse(keySince), locale, zone) });
	return (
		<div className="stack-tight">
			<h3>{t("connection.key")}</h3>
			<p>
				{hasKey ? (since ?? t("connection.hasKey")) : t("connection.noKey")}{" "}
				{takesKeyBefore && t("connection.keyBefore")}
			</p>
			{made && (
				<StateNotice state="note" title={t("connection.keyOnce")}>
					<ToCopy label={t("connection.newKey")} value={made} />
				</StateNotice>
			)}
			<Button onClick={makeKey} disabled={busy} {...(hasKey ? {} : { appearance: "primary" as const })}>
				{t(hasKey ? "connection.changeKey" : "connection.makeKey")}
			</Button>
		</div>
	);
}

function Callback(
	props: Given & {
		busy: boolean;
		change: (what: { callbackUrl: string }, then: (next: WebConnectionJson) => void) => void;
	},
) {
	const { t } = useSpeech();
	const { connection, busy, change, put } = props;
	const [saved, setSaved] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		setSaved(false);
		change({ callbackUrl: String(new FormData(event.currentTarget).get("callbackUrl") ?? "") }, (next) => {
			put(next);
			setSaved(true);
		});
	};
	return (
		<form className="form" onSubmit={submit}>
			<Field label={t("connection.callback")} hint={t("connection.callbackHint")}>
				<Input name="callbackUrl" type="url" inputMode="url" dir="ltr" defaultValue={connection.callbackUrl ?? ""} />
			</Field>
			<div className="row">
				<Button type="submit" disabled={busy}>
					{t("deal.save")}
				</Button>
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
		</form>
	);
}
