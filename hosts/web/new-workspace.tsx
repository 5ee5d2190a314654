import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link, navigate } from "./router.tsx";
import { usualCurrency } from "./usual-currency.ts";

/** Offered at the start; any other can be set later. */
const CURRENCIES = [
	"USD",
	"EUR",
	"GBP",
	"JPY",
	"CHF",
	"CAD",
	"AUD",
	"SEK",
	"NOK",
	"DKK",
	"PLN",
	"ILS",
	"INR",
	"BRL",
	"MXN",
	"ZAR",
	"SGD",
];

/** "Use my own data": the few facts an empty workspace needs. */
export function NewWorkspace() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const names = new Intl.DisplayNames([locale], { type: "currency" });
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([k, v]) => [k, String(v)]));
		setBusy(true);
		session.client
			.createWorkspace({
				company: given["company"] ?? "",
				name: given["name"] ?? "",
				email: given["email"] ?? "",
				password: given["password"] ?? "",
				currency: given["currency"] ?? "USD",
				zone: given["zone"] ?? "UTC",
				locale,
			})
			.then(
				(signed) => {
					navigate("/import", { replace: true });
					session.enter(signed);
				},
				(f: CourtsideError) => {
					setBusy(false);
					setFault(f);
				},
			);
	};
	const wrong = (name: string) => fault?.errors?.find((e) => e.path.split(/[./]/).includes(name))?.message;
	return (
		<section aria-labelledby="new-title" className="start-new">
			<h2 id="new-title">{t("start.newTitle")}</h2>
			<p className="cs-muted">{t("start.newSays")}</p>
			<form onSubmit={submit} className="form">
				<Field label={t("start.company")} required validationMessage={wrong("company") ?? null}>
					<Input name="company" autoComplete="organization" />
				</Field>
				<Field label={t("start.yourName")} required validationMessage={wrong("name") ?? null}>
					<Input name="name" autoComplete="name" />
				</Field>
				<Field label={t("start.email")} required validationMessage={wrong("email") ?? null}>
					<Input name="email" type="email" autoComplete="username" />
				</Field>
				<Field
					label={t("start.password")}
					required
					hint={t("start.passwordHint")}
					validationMessage={wrong("password") ?? null}
				>
					<Input name="password" type="password" autoComplete="new-password" minLength={10} />
				</Field>
				<Field label={t("start.currency")} hint={t("start.currencyHint")}>
					<Select name="currency" defaultValue={usualCurrency(navigator.language)}>
						{CURRENCIES.map((c) => (
							<option key={c} value={c}>
								{c} – {names.of(c)}
							</option>
						))}
					</Select>
				</Field>
				<Field label={t("start.zone")}>
					<Select name="zone" defaultValue={own}>
						{[...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].map((z) => (
							<option key={z}>{z}</option>
						))}
					</Select>
				</Field>
				{fault && <FaultNotice fault={fault} />}
				<div className="row">
					<Button type="submit" appearance="primary" disabled={busy}>
						{t("start.create")}
					</Button>
					<Link to="/">{t("start.back")}</Link>
				</div>
			</form>
		</section>
	);
}
