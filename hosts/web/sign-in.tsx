import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Session } from "../../core/contract/people.ts";
import type { SecondStep } from "../../core/contract/second-step.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { passkeysWorkHere, signWithPasskey } from "./passkey.ts";
import { usePortal } from "./portal-context.tsx";
import { Link } from "./router.tsx";
import { SecondStepForm } from "./second-step-form.tsx";
import "./account.css";

/** Signing in: password or passkey, then the second step where there is one. `passkeysAt`: where passkeys work. */
export function SignIn({ passkeysAt }: { passkeysAt: string | null }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const [step, setStep] = useState<SecondStep["secondStep"] | null>(null);
	const work = (call: Promise<Session | SecondStep>) => {
		setBusy(true);
		setFault(null);
		call
			.then((passed) => ("secondStep" in passed ? setStep(passed.secondStep) : session.enter(passed)))
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		const workspace = text("workspace").trim();
		work(session.client.login({ email: text("email"), password: text("password"), ...(workspace && { workspace }) }));
	};
	const sign = () =>
		work(
			session.client
				.passkeyOptions()
				.then(signWithPasskey)
				.then((passkey) => session.client.signInWithPasskey({ passkey })),
		);
	if (step) return <SecondStepForm step={step} again={() => setStep(null)} />;
	return (
		<section aria-labelledby="sign-in-title">
			<h2 id="sign-in-title">{t("start.signInTitle")}</h2>
			<form onSubmit={submit} className="form" aria-busy={busy}>
				<Field label={t("start.email")} required>
					<Input name="email" type="email" autoComplete="username" />
				</Field>
				<Field label={t("start.password")} required>
					<Input name="password" type="password" autoComplete="current-password" />
				</Field>
				<details className="cs-more" open={(fault as CourtsideError | null)?.code === "wrong_state" || undefined}>
					<summary>{t("start.severalWorkspaces")}</summary>
					<Field label={t("start.workspace")} hint={t("start.workspaceHint")}>
						<Input name="workspace" autoComplete="organization" />
					</Field>
				</details>
				<AccountFault fault={fault} />
				<div className="row">
					<Button type="submit" disabled={busy}>
						{t("start.signIn")}
					</Button>
					<Link to="/start/forgot">{t("start.forgot")}</Link>
				</div>
			</form>
			{passkeysAt !== null && (
				<div className="or-passkey">
					{passkeysWorkHere(passkeysAt) ? (
						<Button onClick={sign} disabled={busy}>
							{t("signIn.passkey")}
						</Button>
					) : (
						<p>
							<a href={passkeysAt}>{t("signIn.passkeyAt", { address: passkeysAt })}</a>
						</p>
					)}
				</div>
			)}
		</section>
	);
}
