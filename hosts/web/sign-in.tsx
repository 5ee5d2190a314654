import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link } from "./router.tsx";

/** Signing in with e-mail and password. */
export function SignIn() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const workspace = String(given.get("workspace") ?? "");
		setBusy(true);
		session.client
			.login({
				email: String(given.get("email")),
				password: String(given.get("password")),
				...(workspace ? { workspace } : {}),
			})
			.then(session.enter, (f: CourtsideError) => {
				setBusy(false);
				setFault(f);
			});
	};
	return (
		<section aria-labelledby="sign-in-title">
			<h2 id="sign-in-title">{t("start.signInTitle")}</h2>
			<form onSubmit={submit} className="form">
				<Field label={t("start.email")} required>
					<Input name="email" type="email" autoComplete="username" />
				</Field>
				<Field label={t("start.password")} required>
					<Input name="password" type="password" autoComplete="current-password" />
				</Field>
				<details className="cs-more" open={fault?.code === "wrong_state" || undefined}>
					<summary>{t("start.severalWorkspaces")}</summary>
					<Field label={t("start.workspace")} hint={t("start.workspaceHint")}>
						<Input name="workspace" autoComplete="organization" />
					</Field>
				</details>
				{fault && <FaultNotice fault={fault} />}
				<div className="row">
					<Button type="submit" disabled={busy}>
						{t("start.signIn")}
					</Button>
					<Link to="/start/forgot">{t("start.forgot")}</Link>
				</div>
			</form>
		</section>
	);
}
