import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link } from "./router.tsx";
import { useLinkToken } from "./use-link-token.ts";

/** Asking for a mail with a way to a new password. `isMailbox`: this server sends none, administrators read it here. */
export function Forgot({ isMailbox }: { isMailbox: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [sentTo, setSentTo] = useState<string | null>(null);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const email = String(new FormData(event.currentTarget).get("email") ?? "");
		setBusy(true);
		setFault(null);
		session.client
			.forgotPassword({ email })
			.then(
				() => setSentTo(email),
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	return (
		<section aria-labelledby="forgot-title">
			<h2 id="forgot-title">{t("forgot.title")}</h2>
			{sentTo === null ? (
				<form className="form" onSubmit={submit}>
					<p>{t("forgot.says")}</p>
					<Field label={t("start.email")} required>
						<Input name="email" type="email" autoComplete="username" />
					</Field>
					{fault && <FaultNotice fault={fault} />}
					<div className="row">
						<Button type="submit" appearance="primary" disabled={busy}>
							{t("forgot.send")}
						</Button>
						<Link to="/">{t("start.back")}</Link>
					</div>
				</form>
			) : (
				<StateNotice
					state="note"
					title={t("forgot.sent", { email: sentTo })}
					action={<Link to="/">{t("start.back")}</Link>}
				>
					<p>{t(isMailbox ? "forgot.local" : "forgot.sentSays")}</p>
				</StateNotice>
			)}
		</section>
	);
}

/** Choosing the new password, with the token of the mail. */
export function Reset() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const token = useLinkToken();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [done, setDone] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const password = String(new FormData(event.currentTarget).get("password") ?? "");
		setBusy(true);
		setFault(null);
		session.client
			.resetPassword({ token: token ?? "", password })
			.then(
				() => setDone(true),
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	const again = <Link to="/start/forgot">{t("reset.again")}</Link>;
	return (
		<section aria-labelledby="reset-title">
			<h2 id="reset-title">{t("reset.title")}</h2>
			{done ? (
				<StateNotice
					state="note"
					title={t("reset.done")}
					action={
						<Link to="/" className="button-link button-primary">
							{t("start.signIn")}
						</Link>
					}
				>
					<p>{t("reset.doneSays")}</p>
				</StateNotice>
			) : token === null ? (
				<StateNotice state="error" title={t("reset.noToken")} action={again}>
					<p>{t("reset.noTokenSays")}</p>
				</StateNotice>
			) : (
				<form className="form" onSubmit={submit}>
					<Field label={t("reset.new")} hint={t("start.passwordHint")} required>
						<Input name="password" type="password" autoComplete="new-password" minLength={10} />
					</Field>
					{fault && <FaultNotice fault={fault} />}
					<div className="row">
						<Button type="submit" appearance="primary" disabled={busy}>
							{t("reset.set")}
						</Button>
						{fault?.code === "not_found" && again}
					</div>
				</form>
			)}
		</section>
	);
}
