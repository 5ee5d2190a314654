import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { LOCALE_NAMES, LOCALES } from "../../core/words/locales.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import "./account.css";

const SPOKEN = LOCALES.filter((locale) => locale !== "en-XB");

/** One's own name, the language of mails, and the zone that times are told in. */
export function ProfileForm() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const [saved, setSaved] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		setBusy(true);
		setFault(null);
		setSaved(false);
		session.client
			.updateMe({
				name: text("name"),
				locale: SPOKEN.find((locale) => locale === text("locale")) ?? null,
				zone: text("zone") || null,
			})
			.then(() => session.reread())
			.then(() => setSaved(true))
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<form className="form profile" onSubmit={submit} aria-busy={busy}>
			<Field label={t("start.yourName")} required>
				<Input name="name" autoComplete="name" defaultValue={me.name} maxLength={120} />
			</Field>
			<Field label={t("profile.language")}>
				<Select name="locale" defaultValue={me.own.locale ?? ""}>
					<option value="">{t("profile.workspaceLanguage")}</option>
					{SPOKEN.map((locale) => (
						<option key={locale} value={locale} lang={locale}>
							{LOCALE_NAMES[locale]}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("start.zone")}>
				<Select name="zone" defaultValue={me.own.zone ?? ""}>
					<option value="">{`${t("profile.workspaceZone")} (${me.workspace.zone})`}</option>
					{[...new Set(["UTC", ...(me.own.zone ? [me.own.zone] : []), ...Intl.supportedValuesOf("timeZone")])].map(
						(z) => (
							<option key={z}>{z}</option>
						),
					)}
				</Select>
			</Field>
			<AccountFault fault={fault} />
			<div className="row">
				<Button type="submit" disabled={busy}>
					{t("deal.save")}
				</Button>
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
		</form>
	);
}
