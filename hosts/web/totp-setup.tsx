import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { TotpSetupJson } from "../../core/contract/second-step.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { QrCode } from "./qr-code.tsx";
import "./account.css";

/** Setting an app for codes up: the picture to scan, the secret to type, and a code that shows it worked. */
export function TotpSetup({ setup, confirm }: { setup: TotpSetupJson; confirm: (code: string) => Promise<unknown> }) {
	const { t } = useSpeech();
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const code = String(new FormData(event.currentTarget).get("code") ?? "");
		setBusy(true);
		setFault(null);
		confirm(code)
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<form className="form" onSubmit={submit}>
			<p>{t("totp.scan")}</p>
			<QrCode text={setup.uri} label={t("totp.qr")} />
			<p>
				{t("totp.secret")}
				<code className="secret" dir="ltr">
					{setup.secret.replace(/(.{4})(?=.)/g, "$1 ")}
				</code>
			</p>
			<CodeField />
			<AccountFault fault={fault} />
			<Button type="submit" appearance="primary" disabled={busy}>
				{t("security.appConfirm")}
			</Button>
		</form>
	);
}

/** Where a code is typed; phones offer their digits, and codes that came by message. */
export function CodeField() {
	const { t } = useSpeech();
	return (
		<Field label={t("step.code")} hint={t("step.codeHint")} required>
			<Input name="code" inputMode="numeric" autoComplete="one-time-code" dir="ltr" maxLength={7} autoFocus />
		</Field>
	);
}
