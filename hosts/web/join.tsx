import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { InvitationInfo } from "../../core/contract/invitations.ts";
import type { SecondStep } from "../../core/contract/second-step.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { AccountFault } from "./account-fault.tsx";
import { Loading } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link, navigate } from "./router.tsx";
import { SecondStepForm } from "./second-step-form.tsx";
import { useLinkToken } from "./use-link-token.ts";
import { useLoad } from "./use-load.ts";

/** Accepting an invitation: who invites, where to, and the name and password that one is in with. */
export function Join() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const token = useLinkToken() ?? "";
	const info = useLoad(`invitation ${token}`, () => session.client.readInvitation({ token }));
	if (token === "") {
		return (
			<StateNotice state="error" title={t("reset.noToken")} action={<Link to="/">{t("start.signIn")}</Link>}>
				<p>{t("reset.noTokenSays")}</p>
			</StateNotice>
		);
	}
	return <Loading of={info}>{(invitation) => <JoinForm token={token} invitation={invitation} />}</Loading>;
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationInfo }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const standing = session.standing();
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	const [step, setStep] = useState<SecondStep["secondStep"] | null>(null);
	const { workspace, invitedBy, email } = invitation;
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		setBusy(true);
		setFault(null);
		session.client
			.register({ token, name: text("name"), password: text("password"), locale, zone })
			.then((passed) => {
				if ("secondStep" in passed) setStep(passed.secondStep);
				else {
					session.enter(passed);
					navigate("/", { replace: true });
				}
			})
			.catch((f: Error) => setFault(f))
			.finally(() => setBusy(false));
	};
	if (step) return <SecondStepForm step={step} again={() => navigate("/", { replace: true })} />;
	return (
		<section aria-labelledby="join-title">
			<h2 id="join-title">{t("join.title", { by: invitedBy, workspace })}</h2>
			<form className="form" onSubmit={submit} aria-busy={busy}>
				<p>{standing.kind === "in" ? t("join.other", { name: standing.me.name, email }) : t("join.says", { email })}</p>
				<input type="hidden" name="username" autoComplete="username" value={email} readOnly />
				<Field label={t("start.yourName")} required>
					<Input name="name" autoComplete="name" defaultValue={invitation.name ?? ""} maxLength={120} />
				</Field>
				<Field label={t("join.password")} hint={t("start.passwordHint")} required>
					<Input name="password" type="password" autoComplete="new-password" minLength={10} />
				</Field>
				<AccountFault fault={fault} />
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("join.go")}
				</Button>
			</form>
		</section>
	);
}
