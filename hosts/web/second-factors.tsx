import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { TotpSetupJson } from "../../core/contract/second-step.ts";
import type { PasskeyJson, SecurityJson } from "../../core/contract/security.ts";
import { formatInstant, formatSince } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { makePasskey, passkeysWorkHere } from "./passkey.ts";
import { usePortal } from "./portal-context.tsx";
import { TotpSetup } from "./totp-setup.tsx";
import { isClosed, type Proof } from "./use-proof.tsx";

interface Given {
	security: SecurityJson;
	guard: Proof["guard"];
	/** After a change; with new recovery codes where there are some. */
	changed: (codes: string[] | null) => void;
}

/** One piece of work at a time, and what went wrong with it. */
function useWork(guard: Proof["guard"]) {
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const work = <T,>(call: () => Promise<T>, then: (result: T) => void) => {
		setBusy(true);
		setFault(null);
		guard(call)
			.then(then)
			.catch((f: Error) => !isClosed(f) && setFault(f))
			.finally(() => setBusy(false));
	};
	return { fault, busy, work };
}

/** One's passkeys, and a new one. */
export function Passkeys({ security, guard, changed }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { fault, busy, work } = useWork(guard);
	const { passkeys, passkeysAt } = security;
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
		work(
			async () => {
				const passkey = await makePasskey(await session.client.passkeyCreation());
				return session.client.addPasskey({ name: name || t("security.passkeys"), passkey });
			},
			({ recoveryCodes }) => changed(recoveryCodes),
		);
	};
	const remove = (id: string) =>
		work(
			() => session.client.removePasskey(id),
			() => changed(null),
		);
	return (
		<section aria-labelledby="passkeys-title">
			<h2 id="passkeys-title">{t("security.passkeys")}</h2>
			<p className="cs-muted">{t("security.passkeysSays")}</p>
			{passkeys.length > 0 && (
				<ul className="kept">
					{passkeys.map((passkey) => (
						<PasskeyLine key={passkey.id} passkey={passkey} busy={busy} remove={() => remove(passkey.id)} />
					))}
				</ul>
			)}
			{passkeysAt === null ? (
				<p>{t("security.passkeyNowhere")}</p>
			) : passkeysWorkHere(passkeysAt) ? (
				<form className="form" key={passkeys.length} onSubmit={submit}>
					<Field label={t("security.passkeyName")} hint={t("security.passkeyNameHint")}>
						<Input name="name" maxLength={60} autoComplete="off" />
					</Field>
					<Button type="submit" disabled={busy}>
						{t("security.passkeyAdd")}
					</Button>
				</form>
			) : (
				<p>
					{t("security.passkeyAt", { here: location.hostname })}{" "}
					<a href={`${passkeysAt}/settings/security`} dir="ltr">
						{passkeysAt}
					</a>
				</p>
			)}
			<AccountFault fault={fault} />
		</section>
	);
}

function PasskeyLine({ passkey, busy, remove }: { passkey: PasskeyJson; busy: boolean; remove: () => void }) {
	const { t, locale, zone, now } = useSpeech();
	const { name, isSynced, createdAt, lastUsedAt } = passkey;
	const added = formatInstant(Date.parse(createdAt), locale, zone);
	return (
		<li>
			<span>
				{name}
				<span className="cs-sub">
					{t("security.passkeyLine", { synced: isSynced ? "yes" : "no", when: added })}
					{lastUsedAt &&
						` · ${t("security.passkeyUsed", { when: formatSince(Date.parse(lastUsedAt), now(), locale, zone) })}`}
				</span>
			</span>
			<Button size="small" disabled={busy} onClick={remove} aria-label={t("security.removeName", { name })}>
				{t("security.remove")}
			</Button>
		</li>
	);
}

/** The app for codes: set up, or taken away. */
export function AppFactor({ security, guard, changed }: Given) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { fault, busy, work } = useWork(guard);
	const [setup, setSetup] = useState<TotpSetupJson | null>(null);
	const { totpSince } = security;
	const confirm = (code: string) =>
		guard(() => session.client.confirmTotp(code)).then(({ recoveryCodes }) => {
			setSetup(null);
			changed(recoveryCodes);
		});
	return (
		<section aria-labelledby="app-title">
			<h2 id="app-title">{t("security.app")}</h2>
			{totpSince ? (
				<p>{t("security.appOn", { when: formatInstant(Date.parse(totpSince), locale, zone) })}</p>
			) : (
				<p className="cs-muted">{t("security.appSays")}</p>
			)}
			{setup && !totpSince && <TotpSetup setup={setup} confirm={confirm} />}
			{totpSince ? (
				<Button
					disabled={busy}
					onClick={() =>
						work(
							() => session.client.removeTotp(),
							() => changed(null),
						)
					}
				>
					{t("security.appRemove")}
				</Button>
			) : (
				!setup && (
					<Button disabled={busy} onClick={() => work(() => session.client.setUpTotp(), setSetup)}>
						{t("security.appSetUp")}
					</Button>
				)
			)}
			<AccountFault fault={fault} />
		</section>
	);
}

/** How many recovery codes are left, and new ones. */
export function CodesLeft({ security, guard, changed }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { fault, busy, work } = useWork(guard);
	return (
		<section aria-labelledby="codes-title">
			<h2 id="codes-title">{t("security.codes")}</h2>
			<p>{t("security.codesLeft", { count: security.recoveryCodesLeft })}</p>
			<Button
				disabled={busy}
				onClick={() =>
					work(
						() => session.client.makeRecoveryCodes(),
						({ recoveryCodes }) => changed(recoveryCodes),
					)
				}
			>
				{t("security.codesNew")}
			</Button>
			<AccountFault fault={fault} />
		</section>
	);
}
